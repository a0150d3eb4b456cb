package dev.livepatch.core.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.livepatch.core.object.ObjectFile;

/**
 * objtool's arguments before Linux 5.16, when kbuild ran it on each object without recording it ({@code objtool_args} in
 * {@code scripts/Makefile.build}, from 5.13 in {@code scripts/Makefile.lib}).
 */
final class OldObjtool {
	private static final int RECORDED_SINCE = 5 * 1000 + 16;

	private OldObjtool() {
	}

	/** Empty if the kernel records objtool itself, or did not run it on this object. */
	static Optional<List<String>> arguments(KernelBuild kernel, String object, List<String> compiler) throws KernelException {
		KernelConfig config = kernel.config();
		if (version(kernel.release()) >= RECORDED_SINCE || !config.enabled("CONFIG_STACK_VALIDATION") || !wasRun(kernel.build().resolve(object))) {
			return Optional.empty();
		}
		List<String> arguments = new ArrayList<>(List.of("./tools/objtool/objtool"));
		arguments.addAll(config.enabled("CONFIG_UNWINDER_ORC") ? List.of("orc", "generate") : List.of("check"));
		if (compiler.contains("-DMODULE")) {
			arguments.add("--module");
		}
		if (!config.enabled("CONFIG_FRAME_POINTER")) {
			arguments.add("--no-fp");
		}
		if (config.enabled("CONFIG_GCOV_KERNEL") || config.enabled("CONFIG_LTO_CLANG")) {
			arguments.add("--no-unreachable");
		}
		if (config.enabled("CONFIG_RETPOLINE")) {
			arguments.add("--retpoline");
		}
		if (config.enabled("CONFIG_X86_SMAP")) {
			arguments.add("--uaccess");
		}
		if (config.enabled("CONFIG_FTRACE_MCOUNT_USE_OBJTOOL")) {
			arguments.add("--mcount");
		}
		arguments.add(object);
		return Optional.of(arguments);
	}

	/** Some files are kept from objtool by their Makefile ({@code OBJECT_FILES_NON_STANDARD}): they have no unwind table. */
	private static boolean wasRun(Path object) throws KernelException {
		try {
			return Files.isRegularFile(object) && ObjectFile.read(object).section(".orc_unwind_ip").isPresent();
		} catch (IOException e) {
			throw new KernelException(object + " cannot be read: " + e.getMessage() + "; build the kernel again", e);
		}
	}

	/** Major and minor as one number; the newest there is if the release cannot be read as one. */
	private static int version(String release) {
		String[] parts = release.split("[.\\-+]", 3);
		if (parts.length < 2 || !parts[0].matches("\\d{1,3}") || !parts[1].matches("\\d{1,3}")) {
			return Integer.MAX_VALUE;
		}
		return Integer.parseInt(parts[0]) * 1000 + Integer.parseInt(parts[1]);
	}
}
