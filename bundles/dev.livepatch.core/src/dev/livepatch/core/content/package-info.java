/** What a patch consists of: parents, their objects, and what of these is in the patch or keeps it from being one. */
package dev.livepatch.core.content;
