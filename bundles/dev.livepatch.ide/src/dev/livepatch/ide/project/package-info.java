/** The live patch project: where things lie in it, how it is made, and what happens when it is built. */
package dev.livepatch.ide.project;
