/** What was seen in the running guest, as data: for reports, views and timelines. Times are the guest's own. */
package dev.livepatch.vm.observation;
