/** Changes on their way into and out of a project: patches, mails and git commits, fitted to another kernel, and what other tools take. */
package dev.livepatch.core.exchange;
