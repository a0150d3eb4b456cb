package dev.livepatch.core.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.Tool;
import dev.livepatch.core.process.ToolCommand;
import dev.livepatch.core.process.ToolException;
import dev.livepatch.core.process.ToolResult;

/** A program of one C file for x86-64 that needs no shared library, built once with this machine's compiler. */
public final class StaticProgram {
	private static final Duration DEADLINE = Duration.ofSeconds(60);
	private static final List<String> COMMAND = List.of("gcc", "-std=gnu11", "-O2", "-Wall", "-static", "-pthread", "-s");

	private StaticProgram() {
	}

	/**
	 * @param name  letters, digits and {@code _}
	 * @param cache directory for what can be made again; the program stays there
	 * @throws ToolException if there is no compiler or no C library to link with: says what to install
	 */
	public static Path build(String name, String source, Path cache, Cancellation cancellation) throws ToolException {
		Path program = cache.resolve("programs").resolve(name + "-" + new CacheFiles.Key("static program").add(COMMAND).add(source).name());
		if (Files.isExecutable(program)) {
			return program;
		}
		try {
			Path work = CacheFiles.beside(program);
			Files.createDirectory(work);
			try {
				compile(name, Files.writeString(work.resolve(name + ".c"), source), work, cancellation);
				CacheFiles.publish(work.resolve(name), program);
			} finally {
				CacheFiles.delete(work);
			}
			return program;
		} catch (ToolException e) {
			throw e;
		} catch (IOException e) {
			throw new ToolException("the program " + program + " cannot be made: " + e.getMessage(), e);
		}
	}

	private static void compile(String name, Path source, Path work, Cancellation cancellation) throws ToolException {
		List<String> arguments = new ArrayList<>(COMMAND);
		arguments.addAll(List.of("-o", name, source.getFileName().toString()));
		ToolResult result = Tool.run(new ToolCommand(arguments, work, DEADLINE), cancellation);
		if (result.exitCode() != 0) {
			boolean library = result.stderr().contains("cannot find -l");
			throw new ToolException("gcc cannot build the program " + name + " for the guest: " + result.stderr().lines().filter(l -> l.contains("error") || l.contains("cannot find"))
					.findFirst().orElse("exit code " + result.exitCode())
					+ (library ? "; install the C library for static linking (libc6-dev on Debian, glibc-static on Fedora and RHEL)" : ""));
		}
	}
}
