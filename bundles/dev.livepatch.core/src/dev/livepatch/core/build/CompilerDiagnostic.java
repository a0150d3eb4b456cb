package dev.livepatch.core.build;

/**
 * One message of the compiler. Notes follow the error or warning they belong to; an include chain is a series of notes, innermost first.
 *
 * @param file   relative to the kernel tree, to the build directory for generated files, else absolute
 * @param line   from 1; 0 where the message has none
 * @param column from 1, as the compiler counts; 0 where the message has none
 */
public record CompilerDiagnostic(String file, int line, int column, Severity severity, String message) {

	public enum Severity {
		ERROR, WARNING, NOTE
	}

	@Override
	public String toString() {
		return file + (line > 0 ? ":" + line : "") + (column > 0 ? ":" + column : "") + ": " + severity.name().toLowerCase(java.util.Locale.ROOT) + ": "
				+ message;
	}
}
