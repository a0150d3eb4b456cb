/** A module's file: what it patches and needs, and how that fits a kernel. */
package dev.livepatch.core.module;
