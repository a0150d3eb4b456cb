/** From <em>Run</em> to a verified patch: the launch configuration type, the run and what is known about it. */
package dev.livepatch.ide.launch;
