/** The help pages that are made from the rules' catalogue, and the example projects. */
package dev.livepatch.doc;
