/** Live patches in the workbench: what the other packages of this bundle share. */
package dev.livepatch.ide.ui;
