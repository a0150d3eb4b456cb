/** The live patch project: where things lie in it, and how it is made. */
package dev.livepatch.ide.project;
