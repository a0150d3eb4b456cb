package dev.livepatch.core.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.livepatch.core.build.CompilerDiagnostic.Severity;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.RecordedCommand;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.Tool;
import dev.livepatch.core.process.ToolCommand;
import dev.livepatch.core.process.ToolException;
import dev.livepatch.core.process.ToolResult;

/** Compiles one version of one object: compiler, then objtool where the kernel build used it. */
final class VersionCompiler {
	private final KernelBuild kernel;
	private final Toolchain toolchain;
	private final RecordedCommand command;
	private final SourceRoot source;
	private final Duration deadline;

	VersionCompiler(KernelBuild kernel, Toolchain toolchain, RecordedCommand command, Duration deadline) throws ToolException {
		this.kernel = kernel;
		this.toolchain = toolchain;
		this.command = command;
		this.deadline = deadline;
		try {
			this.source = SourceRoot.of(command, kernel.build(), kernel.source());
		} catch (IllegalArgumentException e) {
			throw new ToolException(e.getMessage(), e);
		}
	}

	/** @param stale changed files whose old version took part nevertheless: the object must not be judged */
	record Result(List<CompilerDiagnostic> diagnostics, Duration time, Set<String> stale) {

		/** Each warning without its place, which a change moves. */
		List<String> warningKeys() {
			return diagnostics.stream().filter(d -> d.severity() == Severity.WARNING).map(Result::key).toList();
		}

		/** The warnings, with their notes, that another version does not have. */
		List<CompilerDiagnostic> newWarnings(Set<String> others) {
			List<CompilerDiagnostic> result = new ArrayList<>();
			boolean wanted = false;
			for (CompilerDiagnostic diagnostic : diagnostics) {
				wanted = diagnostic.severity() == Severity.NOTE ? wanted : !others.contains(key(diagnostic));
				if (wanted) {
					result.add(diagnostic);
				}
			}
			return result;
		}

		private static String key(CompilerDiagnostic diagnostic) {
			return diagnostic.file() + ": " + diagnostic.message().replaceAll("\\+0x[0-9a-f]+", "+").replace('\n', ' ');
		}
	}

	/**
	 * What an object made from this text depends on: the command, the tools, the kernel build, and each file it includes.
	 *
	 * @param text of the source file
	 */
	String key(String text) throws ToolException {
		try {
			CacheFiles.Key key = new CacheFiles.Key("original " + OverlayCommand.VERSION).add(kernel.fingerprint()).add(command.object())
					.add(command.compiler()).add(text);
			stampProgram(key, command.compiler().get(0));
			Optional<List<String>> objtool = ObjtoolStep.arguments(command, kernel.build(), Path.of("object"));
			key.add(objtool.orElse(List.of()));
			if (objtool.isPresent()) {
				stampProgram(key, objtool.get().get(0));
			}
			for (String dependency : command.dependencies()) {
				if (!dependency.equals(command.source())) {
					Path inTree = kernel.source().resolve(dependency);
					key.stamp(Files.exists(inTree) ? inTree : kernel.build().resolve(dependency));
				}
			}
			return key.name();
		} catch (IOException e) {
			throw new ToolException(command.object() + ": " + e.getMessage(), e);
		}
	}

	private void stampProgram(CacheFiles.Key key, String program) throws IOException {
		String name = ObjtoolStep.program(program, kernel.build());
		Path file = Path.of(name);
		if (!file.isAbsolute()) {
			for (String directory : System.getenv().getOrDefault("PATH", "").split(":")) {
				if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, name))) {
					file = Path.of(directory, name);
					break;
				}
			}
		}
		key.stamp(Files.exists(file) ? file.toRealPath() : file);
	}

	/**
	 * @param object where the object goes; its directory exists
	 * @param log    where the command and its output go if it fails without a verdict
	 * @throws CompileException if the compiler refuses the source
	 */
	Result compile(Overlay overlay, Path object, Path log, Cancellation cancellation) throws ToolException, CompileException, IOException {
		if (overlay.root().toString().contains("=")) {
			throw new ToolException("the compiler cannot map paths with '=' away, as in " + overlay.root() + "; use another directory");
		}
		Path included = object.resolveSibling(object.getFileName() + ".d");
		List<String> arguments = new ArrayList<>(new OverlayCommand(command, source, overlay).arguments(toolchain.patchSources(), object, included));
		arguments.addAll(CloneLogs.arguments(object, kernel.config()));
		arguments.set(0, ObjtoolStep.program(arguments.get(0), kernel.build()));
		ToolCommand compiler = new ToolCommand(arguments, kernel.build(), deadline);
		ToolResult compiled = Tool.run(compiler, cancellation);
		DiagnosticParser parser = new DiagnosticParser(name -> kernelPath(overlay, name),
				text -> text.replace(overlay.root() + "/", "").replace(kernel.source() + "/", ""), command.source());
		List<CompilerDiagnostic> diagnostics = new ArrayList<>(parser.parse(compiled.stderr()));
		if (compiled.exitCode() != 0) {
			refused(compiler, compiled, log, diagnostics);
		}
		Set<String> stale = stale(overlay, included);
		Files.deleteIfExists(included);
		if (!stale.isEmpty()) {
			return new Result(List.of(), compiled.elapsed(), stale);
		}
		Duration time = compiled.elapsed();
		Optional<List<String>> objtool = ObjtoolStep.arguments(command, kernel.build(), object);
		if (objtool.isPresent()) {
			ToolResult checked = step("objtool", objtool.get(), log, cancellation);
			diagnostics.addAll(parser.parse(checked.stderr()));
			time = time.plus(checked.elapsed());
		}
		// asm-offsets.s is only made assembly of
		List<String> leftOut = command.compiler().contains("-S") ? List.of() : LeftOut.from(ObjectFile.read(object));
		if (!leftOut.isEmpty()) {
			time = time.plus(step("objcopy", Stream.of(List.of("objcopy"), leftOut, List.of(object.toString())).flatMap(List::stream).toList(), log, cancellation).elapsed());
		}
		return new Result(List.copyOf(diagnostics), time, Set.of());
	}

	private ToolResult step(String tool, List<String> arguments, Path log, Cancellation cancellation) throws ToolException {
		ToolCommand step = new ToolCommand(arguments, kernel.build(), deadline);
		ToolResult result = Tool.run(step, cancellation);
		if (result.exitCode() != 0) {
			throw failed(tool, step, result, log);
		}
		return result;
	}

	private static void refused(ToolCommand compiler, ToolResult result, Path log, List<CompilerDiagnostic> diagnostics)
			throws ToolException, CompileException {
		Optional<String> full = CompilerOutput.fullDisk(result.stderr());
		if (full.isPresent()) {
			throw new ToolException(compiler.tool() + " cannot write what it compiles: " + full.get() + "; make room there, and where temporary files go (TMPDIR)");
		}
		boolean killed = result.crashed() || result.stderr().contains("signal terminated program");
		if (killed || diagnostics.stream().noneMatch(d -> d.severity() == Severity.ERROR)) {
			throw failed(compiler.tool(), compiler, result, log);
		}
		throw new CompileException(diagnostics);
	}

	private static ToolException failed(String tool, ToolCommand command, ToolResult result, Path log) throws ToolException {
		String said = CompilerOutput.reason(result.stderr());
		try {
			Files.createDirectories(log.getParent());
			Files.writeString(log, "in " + command.directory() + "\n" + String.join("\n", command.arguments()) + "\n\nexit code " + result.exitCode()
					+ "\n" + result.stdout() + result.stderr(), StandardCharsets.UTF_8);
		} catch (IOException e) {
			return new ToolException(tool + " failed with code " + result.exitCode() + ": " + said, e);
		}
		return new ToolException(tool + " failed with code " + result.exitCode() + ": " + said + " (command and output are in " + log + ")");
	}

	private Set<String> stale(Overlay overlay, Path included) throws IOException {
		if (overlay.replaced().isEmpty()) {
			return Set.of();
		}
		return Dependencies.read(included).stream().filter(d -> !kernel.build().resolve(d).normalize().startsWith(overlay.root()))
				.map(source::kernelPath).filter(p -> p != null && overlay.replaced().contains(p)).collect(Collectors.toSet());
	}

	private String kernelPath(Overlay overlay, String printed) {
		Path path = kernel.build().resolve(printed).normalize();
		if (path.startsWith(overlay.root())) {
			return overlay.root().relativize(path).toString();
		}
		// the build directory may lie in the source tree
		if (!kernel.build().equals(kernel.source()) && path.startsWith(kernel.build())) {
			return kernel.build().relativize(path).toString();
		}
		String kernelPath = source.kernelPath(printed);
		return kernelPath != null ? kernelPath : path.toString();
	}
}
