package dev.livepatch.cli;

import java.io.IOException;
import java.nio.file.Path;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import dev.livepatch.core.kernel.KernelBuild;

/** The kernel that a command is about. */
final class KernelOption {
	@Spec(Spec.Target.MIXEE)
	private CommandSpec command;

	@Option(names = "--kernel", paramLabel = "BUILD", defaultValue = "${env:LIVEPATCH_KERNEL}", description = "Build directory of the kernel; $LIVEPATCH_KERNEL if not given.")
	private Path build;

	/** @throws ParameterException if none is named */
	KernelBuild open() throws IOException {
		if (build == null || build.toString().isEmpty()) {
			throw new ParameterException(command.commandLine(), "no kernel: give --kernel BUILD or set LIVEPATCH_KERNEL to a kernel's build directory");
		}
		return KernelBuild.open(build);
	}
}
