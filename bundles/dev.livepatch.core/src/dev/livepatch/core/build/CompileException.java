package dev.livepatch.core.build;

import java.util.List;

/** The patched version does not compile. At least one of the diagnostics is an error. */
public final class CompileException extends Exception {
	private static final long serialVersionUID = 1L;
	private final transient List<CompilerDiagnostic> diagnostics;

	public CompileException(List<CompilerDiagnostic> diagnostics) {
		super(diagnostics.stream().filter(d -> d.severity() == CompilerDiagnostic.Severity.ERROR).findFirst().orElse(diagnostics.get(0)).toString());
		this.diagnostics = List.copyOf(diagnostics);
	}

	/** In the compiler's order: errors and warnings, each followed by its notes. */
	public List<CompilerDiagnostic> diagnostics() {
		return diagnostics;
	}
}
