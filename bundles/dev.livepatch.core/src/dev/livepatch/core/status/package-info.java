/** What a kernel's own objects say of the functions of a source file, before anything is compiled. */
package dev.livepatch.core.status;
