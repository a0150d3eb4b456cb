/** From a save to the markers. */
package dev.livepatch.ide.check;
