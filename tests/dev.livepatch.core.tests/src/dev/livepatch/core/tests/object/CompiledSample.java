package dev.livepatch.core.tests.object;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Small sources compiled by the machine's own gcc; lines are found by the text that stands on them. */
public final class CompiledSample {
	static final String SOURCE = """
			int printk(const char *, ...);
			void report(int) __attribute__((cold));
			extern int ext;
			int global_counter = 3;
			static const int table[] = { 1, 2, 3 };
			int uninit;
			static inline __attribute__((always_inline)) int deepest(int x)
			{
				return x ^ ext;
			}
			static inline __attribute__((always_inline)) int helper(int x)
			{
				static int calls;
				calls += deepest(x);
				return x * calls;
			}
			static __attribute__((noinline)) int clone_me(int a, int b)
			{
				if (a == 77)
					report(b);
				return table[a & 1] + b + ext;
			}
			int caller(int v)
			{
				static int count = 5;
				count += helper(v);
				if (count > 7)
					printk("count %d\\n", helper(count + 1));
				return count + clone_me(v, 4);
			}
			__attribute__((no_instrument_function)) int without_fentry(int v)
			{
				return clone_me(v, 4) + 1;
			}
			__attribute__((section(".init.text"))) int setup(void)
			{
				static int count = 9;
				return count++ + uninit++ + global_counter++;
			}
			""";
	static final List<String> KERNEL_FLAGS = List.of("-O2", "-fno-pie", "-ffunction-sections", "-fdata-sections", "-pg", "-mfentry", "-fcf-protection=none",
			"-fno-asynchronous-unwind-tables");

	private CompiledSample() {
	}

	public static Path compile(Path directory, String... flags) throws Exception {
		return compileSource(directory, "sample", SOURCE, flags);
	}

	static Path compileSource(Path directory, String name, String source, String... flags) throws Exception {
		Path file = Files.writeString(directory.resolve(name + ".c"), source);
		Path object = directory.resolve(name + ".o");
		List<String> command = new ArrayList<>(List.of("gcc", "-c"));
		command.addAll(KERNEL_FLAGS);
		command.addAll(List.of(flags));
		command.addAll(List.of("-o", object.getFileName().toString(), file.getFileName().toString()));
		run(directory, command);
		return object;
	}

	static Path assemble(Path directory, String source) throws Exception {
		Path file = Files.writeString(directory.resolve("crafted.s"), source);
		run(directory, List.of("gcc", "-c", "-o", "crafted.o", file.getFileName().toString()));
		return directory.resolve("crafted.o");
	}

	/** What the command prints, on either stream. */
	static String run(Path directory, List<String> command) throws Exception {
		Path output = Files.createTempFile(directory, "output", ".txt");
		Process process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).redirectOutput(output.toFile()).start();
		if (!process.waitFor(2, TimeUnit.MINUTES)) {
			process.destroyForcibly();
			throw new IOException("still running after two minutes: " + command);
		}
		String text = Files.readString(output);
		if (process.exitValue() != 0) {
			throw new IOException(command + " failed: " + text);
		}
		return text;
	}

	/** The line of {@link #SOURCE} that holds this text, from 1. */
	static int lineOf(String text) {
		int at = SOURCE.indexOf(text);
		if (at < 0) {
			throw new IllegalArgumentException("not in the sample: " + text);
		}
		return (int) SOURCE.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
	}
}
