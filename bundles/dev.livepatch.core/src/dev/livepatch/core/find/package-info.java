/** Finding files of a kernel tree by what somebody types of them. */
package dev.livepatch.core.find;
