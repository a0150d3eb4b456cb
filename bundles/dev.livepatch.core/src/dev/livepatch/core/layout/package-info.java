/** Types and signatures that differ between the two objects, which the differ does not compare. */
package dev.livepatch.core.layout;
