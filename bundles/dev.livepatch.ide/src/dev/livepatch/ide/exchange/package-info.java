/** Changes on their way into and out of the workspace's live patch projects. */
package dev.livepatch.ide.exchange;
