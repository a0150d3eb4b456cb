package dev.livepatch.ide.preferences;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.eclipse.osgi.util.NLS;

import dev.livepatch.core.build.Toolchain;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.Tool;
import dev.livepatch.core.process.ToolCommand;
import dev.livepatch.core.process.ToolException;
import dev.livepatch.core.process.ToolResult;
import dev.livepatch.vm.MachineSettings;

/** Which tool a preference's value leads to, and its version. Not for the UI thread. */
public enum ToolProbe {
	KPATCH {
		@Override
		Found find(String value) throws ToolException {
			Toolchain tools = Toolchain.locate(environment(Toolchain.KPATCH, value));
			return new Found(true, tools.createDiffObject().toString(), tools.kpatchVersion().map(v -> NLS.bind(Messages.version, v)).orElse(Messages.versionUnknown));
		}
	},
	QEMU {
		@Override
		Found find(String value) throws ToolException {
			Path qemu = program(environment(MachineSettings.QEMU_VARIABLE, value), MachineSettings.QEMU_VARIABLE, "qemu-system-x86_64", "qemu-system-x86");
			return new Found(true, qemu.toString(), version(qemu).orElseThrow(() -> new ToolException(NLS.bind(Messages.noVersion, qemu))));
		}
	},
	BUSYBOX {
		@Override
		Found find(String value) throws ToolException {
			Path busybox = program(environment(MachineSettings.BUSYBOX_VARIABLE, value), MachineSettings.BUSYBOX_VARIABLE, "busybox", "busybox-static");
			MachineSettings.requireStatic(busybox);
			return new Found(true, busybox.toString(), version(busybox).orElse(Messages.versionUnknown));
		}
	};


	private static final Pattern VERSION = Pattern.compile("(?<=[v ])\\d+(\\.\\d+)+");
	private static final Duration DEADLINE = Duration.ofSeconds(5);

	/**
	 * @param ok      whether it can be used
	 * @param path    of the program, empty if not found
	 * @param message the version, or what is wrong and what to do
	 */
	public record Found(boolean ok, String path, String message) {

		/** In one line. */
		public String text() {
			return path.isEmpty() ? message : message + ": " + path;
		}
	}

	abstract Found find(String value) throws ToolException;

	/** @param value of the preference; blank: what the environment leads to */
	public Found probe(String value) {
		try {
			return find(value.strip());
		} catch (ToolException e) {
			return new Found(false, "", e.getMessage());
		}
	}

	static Map<String, String> environment(String variable, String value) {
		Map<String, String> result = new HashMap<>(System.getenv());
		Tools.override(result, variable, value);
		return result;
	}

	static Path program(Map<String, String> environment, String variable, String name, String debianPackage) throws ToolException {
		String chosen = environment.getOrDefault(variable, "");
		if (!chosen.isBlank()) {
			return LivepatchPreferences.path(chosen).filter(ToolProbe::isProgram)
					.orElseThrow(() -> new ToolException(NLS.bind(Messages.notExecutable, chosen)));
		}
		for (String directory : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
			Optional<Path> found = LivepatchPreferences.path(directory).map(d -> d.resolve(name)).filter(ToolProbe::isProgram);
			if (found.isPresent()) {
				return found.get();
			}
		}
		throw new ToolException(NLS.bind(Messages.notOnPath, name, debianPackage));
	}

	/** What the program says of itself. */
	static Optional<String> version(Path program) throws ToolException {
		for (List<String> arguments : List.of(List.of(program.toString(), "--version"), List.of(program.toString()))) {
			ToolResult result = Tool.run(new ToolCommand(arguments, Path.of("/"), DEADLINE), Cancellation.NEVER);
			Matcher matcher = VERSION.matcher(result.stdout() + result.stderr());
			if (matcher.find()) {
				return Optional.of(NLS.bind(Messages.version, matcher.group()));
			}
		}
		return Optional.empty();
	}

	private static boolean isProgram(Path path) {
		return Files.isRegularFile(path) && Files.isExecutable(path);
	}
}
