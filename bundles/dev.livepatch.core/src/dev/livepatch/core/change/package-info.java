/** What the author changes: patches, projects and their settings, and the tree that comes of them. */
package dev.livepatch.core.change;
