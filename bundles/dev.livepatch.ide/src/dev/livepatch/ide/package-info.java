/** Live patches in the workspace: what the other packages of this bundle share. */
package dev.livepatch.ide;
