/** The code of both versions of a project's functions. */
package dev.livepatch.ide.listing;
