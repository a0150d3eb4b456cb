/** The tool that compares two objects and extracts what a live patch needs, its messages read. */
package dev.livepatch.core.differ;
