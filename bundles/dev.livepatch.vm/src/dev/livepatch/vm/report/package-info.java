/** The report of a run as files: HTML, Markdown, and JUnit's XML. */
package dev.livepatch.vm.report;
