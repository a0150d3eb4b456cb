package dev.livepatch.core.build;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.livepatch.core.build.CompilerDiagnostic.Severity;

/**
 * Reads the messages of gcc, clang, the assembler and objtool in their text form, which all versions share
 * (GNU Coding Standards, "Formatting Error Messages"): {@code FILE:LINE:COLUMN: error: TEXT}.
 */
public final class DiagnosticParser {
	private static final Pattern MESSAGE = Pattern
			.compile("(\\S[^:]*):(?:(\\d+):)?(?:(\\d+):)? (fatal error|internal compiler error|sorry, unimplemented|error|Error|warning|Warning|note|Info): (.*)");
	private static final Pattern INCLUDED = Pattern.compile("(?:In file included from|\\s+from) ([^:]+):(\\d+)(?::(\\d+))?[,:]");
	// of a driver or pass, not of a file: "cc1: error: …", "gcc: fatal error: …"
	private static final Pattern PROGRAM = Pattern.compile("(?:.*/)?(?:[\\w.+-]*-)?(?:cc1|gcc|clang|as|cpp)(?:-[\\d.]+)?");
	private static final int MOST_DIGITS = 9;
	private final UnaryOperator<String> kernelPath;
	private final UnaryOperator<String> cleaned;
	private final String source;

	/**
	 * @param kernelPath from a file name as printed to the kernel's
	 * @param cleaned    removes the overlay's directory from message texts
	 * @param source     the file that messages without one are about
	 */
	public DiagnosticParser(UnaryOperator<String> kernelPath, UnaryOperator<String> cleaned, String source) {
		this.kernelPath = kernelPath;
		this.cleaned = cleaned;
		this.source = source;
	}

	public List<CompilerDiagnostic> parse(String text) {
		List<CompilerDiagnostic> result = new ArrayList<>();
		List<CompilerDiagnostic> chain = new ArrayList<>();
		String chainOf = null;
		for (String line : text.lines().toList()) {
			Matcher included = INCLUDED.matcher(line);
			if (included.matches()) {
				if (line.startsWith("In")) {
					chain.clear();
					chainOf = null;
				}
				chain.add(new CompilerDiagnostic(kernelPath.apply(included.group(1)), number(included.group(2)), number(included.group(3)),
						Severity.NOTE, "included from here"));
				continue;
			}
			Matcher message = MESSAGE.matcher(line);
			if (message.matches()) {
				CompilerDiagnostic diagnostic = diagnostic(message);
				result.add(diagnostic);
				// gcc gives the chain once for all messages in a row about the same file
				chainOf = chainOf == null ? diagnostic.file() : chainOf;
				if (diagnostic.severity() != Severity.NOTE && diagnostic.file().equals(chainOf)) {
					result.addAll(chain);
				}
			}
		}
		return List.copyOf(result);
	}

	private CompilerDiagnostic diagnostic(Matcher message) {
		boolean ofProgram = message.group(2) == null && (PROGRAM.matcher(message.group(1)).matches() || message.group(1).endsWith(".o"));
		String file = ofProgram ? source : kernelPath.apply(message.group(1));
		return new CompilerDiagnostic(file, number(message.group(2)), number(message.group(3)), severity(message.group(4)),
				cleaned.apply(message.group(5)));
	}

	private static Severity severity(String word) {
		return switch (word) {
			case "warning", "Warning" -> Severity.WARNING;
			case "note", "Info" -> Severity.NOTE;
			default -> Severity.ERROR;
		};
	}

	/** 0 for a number that is no line's or column's: it is not there, or too big. */
	private static int number(String digits) {
		return digits == null || digits.length() > MOST_DIGITS ? 0 : Integer.parseInt(digits);
	}
}
