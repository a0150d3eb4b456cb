/** What is said of a change: the catalogue of rules, and findings at their places. */
package dev.livepatch.core.finding;
