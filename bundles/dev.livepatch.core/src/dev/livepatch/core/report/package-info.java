/** Checks, modules and imports as text, JSON and SARIF. */
package dev.livepatch.core.report;
