/** Functions as instructions among their source lines, and two versions of one side by side. */
package dev.livepatch.core.listing;
