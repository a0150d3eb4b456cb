/** Has a live patch project checked: its nature and builder, and what asks for a check besides a save. */
package dev.livepatch.ide.builder;
