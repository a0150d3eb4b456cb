/** What a patch is put through beyond being loaded once: a workload, stress, and the measuring of what it costs; and the programs and modules this takes. */
package dev.livepatch.vm.trial;
