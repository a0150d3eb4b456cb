/** Where the kernel's sources say what a name means, and where they mention a text. */
package dev.livepatch.core.index;
