/** The command line: each command reads what it is given, asks the core or the machine, and reports as text, JSON or SARIF. */
package dev.livepatch.cli;
