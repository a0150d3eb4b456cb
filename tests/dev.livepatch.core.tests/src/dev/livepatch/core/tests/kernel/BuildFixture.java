package dev.livepatch.core.tests.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.KernelException;

/** A kernel build directory of a few files, in the shapes that kbuild gave them over the years. */
public final class BuildFixture {
	static final String CONFIG = """
			CONFIG_X86_64=y
			CONFIG_LIVEPATCH=y
			CONFIG_DYNAMIC_FTRACE=y
			CONFIG_HAVE_RELIABLE_STACKTRACE=y
			CONFIG_DEBUG_INFO=y
			CONFIG_CC_VERSION_TEXT="gcc (Debian 12.2.0-14) 12.2.0"
			""";
	final Path source;
	final Path build;

	/** A tree built in the directory itself. */
	public static BuildFixture inTree(Path directory) throws IOException {
		return new BuildFixture(directory.resolve("linux"), directory.resolve("linux"));
	}

	/** A tree built with {@code O=} beside it; nothing in the build directory says so yet. */
	public static BuildFixture outOfTree(Path directory) throws IOException {
		return new BuildFixture(directory.resolve("linux"), directory.resolve("out"));
	}

	BuildFixture(Path source, Path build) throws IOException {
		this.source = source;
		this.build = build;
		Files.createDirectories(source.resolve("arch/x86"));
		Files.writeString(source.resolve("Kconfig"), "mainmenu\n");
		Files.writeString(source.resolve("Makefile"), "VERSION = 6\n");
		put(".config", CONFIG);
		put("include/config/kernel.release", "6.1.0-test\n");
	}

	public KernelBuild open() throws KernelException {
		return KernelBuild.open(build);
	}

	/** Writes a file of the build directory. */
	public BuildFixture put(String path, String text) throws IOException {
		Path file = build.resolve(path);
		Files.createDirectories(file.getParent());
		Files.writeString(file, text, StandardCharsets.ISO_8859_1);
		return this;
	}

	/** Records a compile as kbuild does: the command, the source, the dependencies. */
	BuildFixture compiled(String object, String file, String... dependencies) throws IOException {
		return recorded("cmd_", object, "gcc -Wp,-MMD,x.d -D__KERNEL__ -pg -mfentry -c -o " + object + " " + file, file, dependencies);
	}

	BuildFixture recorded(String prefix, String object, String command, String file, String... dependencies) throws IOException {
		StringBuilder text = new StringBuilder(prefix + object + " := " + command + "\n\nsource_" + object + " := " + file + "\n\ndeps_" + object + " := \\\n");
		text.append("    $(wildcard include/config/SMP) \\\n");
		for (String dependency : dependencies) {
			text.append("  ").append(dependency).append(" \\\n");
		}
		text.append("\n" + object + ": $(deps_" + object + ")\n\n$(deps_" + object + "):\n");
		return put(commandFile(object), text.toString());
	}

	/** Makes a thin archive as {@code ar rcT} does. */
	BuildFixture archive(String path, String... members) throws IOException {
		StringBuilder names = new StringBuilder();
		StringBuilder headers = new StringBuilder();
		for (String member : members) {
			headers.append(header("/" + names.length(), 123456));
			names.append(member).append("/\n");
		}
		if (names.length() % 2 == 1) {
			names.append('\n');
		}
		return put(path, "!<thin>\n" + header("/", 4) + "\0\0\0\0" + header("//", names.length()) + names + headers);
	}

	BuildFixture module(String stem, String... objects) throws IOException {
		Path order = build.resolve("modules.order");
		String before = Files.exists(order) ? Files.readString(order) : "";
		return put("modules.order", before + stem + ".ko\n").put(stem + ".mod", String.join("\n", objects) + "\n");
	}

	static String commandFile(String object) {
		int slash = object.lastIndexOf('/') + 1;
		return object.substring(0, slash) + "." + object.substring(slash) + ".cmd";
	}

	/** A linked ELF file with these sections and nothing in it. */
	void elf(String path, List<Elf> sections) throws IOException {
		Path file = build.resolve(path);
		Files.createDirectories(file.getParent());
		Files.write(file, Elf.file(sections));
	}

	private static String header(String name, int size) {
		return String.format("%-16s%-12d%-6d%-6d%-8s%-10d`\n", name, 0, 0, 0, "644", size);
	}
}
