/** What the differ does not mind and a running system does, types apart. */
package dev.livepatch.core.hazard;
