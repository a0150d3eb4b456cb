package dev.livepatch.core.tests.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;

import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

import dev.livepatch.core.build.DiagnosticParser;
import dev.livepatch.core.change.ChangeException;
import dev.livepatch.core.change.PatchReader;
import dev.livepatch.core.differ.KpatchMessages;
import dev.livepatch.core.exchange.PatchFiles;
import dev.livepatch.core.exchange.Series;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.KernelException;
import dev.livepatch.core.module.ModuleFacts;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.tests.kernel.BuildFixture;
import dev.livepatch.core.tests.module.CraftedModule;
import dev.livepatch.core.tests.object.CompiledSample;
import dev.livepatch.core.tests.object.ObjectReading;
import dev.livepatch.testing.DemoKernel;

/** What the tools read and others wrote. Each is read whole, with no exception but the documented ones; those say where. */
enum ForeignInput {
	/** ELF and DWARF: sections, symbols, relocations, fentry sites, functions, lines, frames, variables, types, structure sizes. */
	OBJECT(1 << 16) {
		@Override
		void read(byte[] input, Path directory) throws IOException {
			Path file = Files.write(directory.resolve("input.o"), input);
			try {
				ObjectReading.everything(file);
			} catch (ObjectFormatException e) {
				require(e.file().equals(file.toString()) && e.section() != null && e.getMessage().contains("at offset 0x"), "an error says where: " + e.getMessage());
			}
		}

		@Override
		List<byte[]> seeds(Path directory) throws Exception {
			List<byte[]> seeds = new ArrayList<>();
			for (String flags : List.of("-gdwarf-4", "-gdwarf-5", "-gdwarf-5 -gdwarf64", "-gdwarf-5 -gz=zlib", "-g0")) {
				seeds.add(Files.readAllBytes(CompiledSample.compile(directory, flags.split(" "))));
			}
			seeds.add(Files.readAllBytes(DemoKernel.directory().resolve("fs/proc/util.o")));
			return seeds;
		}
	},

	/** A module's file: what it says of itself, whom it patches and what it needs; of all three makers, and packed. */
	MODULE(1 << 15) {
		@Override
		void read(byte[] input, Path directory) throws IOException {
			Path file = Files.write(directory.resolve("input.ko"), input);
			try {
				ModuleFacts facts = ModuleFacts.read(file);
				require(facts.keptSize() >= 0 && facts.freedSize() >= 0, "sizes are sizes: " + facts.sections());
			} catch (IOException e) {
				require(e.getMessage().contains("input.ko"), "an error names the file: " + e);
			}
		}

		@Override
		List<byte[]> seeds(Path directory) throws Exception {
			List<byte[]> seeds = new ArrayList<>();
			seeds.add(Files.readAllBytes(CraftedModule.compile(directory, "source", CraftedModule.SOURCE.formatted("1"), "-g")));
			seeds.add(Files.readAllBytes(CraftedModule.compile(directory, "klp", CraftedModule.KLP_BUILD.formatted("2"))));
			seeds.add(Files.readAllBytes(CraftedModule.compile(directory, "kpatch", CraftedModule.KPATCH)));
			byte[] plain = seeds.getLast();
			ByteArrayOutputStream gzip = new ByteArrayOutputStream();
			try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
				out.write(plain);
			}
			ByteArrayOutputStream xz = new ByteArrayOutputStream();
			try (XZOutputStream out = new XZOutputStream(xz, new LZMA2Options(0))) {
				out.write(plain);
			}
			seeds.addAll(List.of(gzip.toByteArray(), xz.toByteArray()));
			return seeds;
		}
	},

	/** Mails, files of mails and headers of patches, and a quilt series that the input is. */
	MAIL(1 << 12) {
		@Override
		void read(byte[] input, Path directory) throws IOException {
			Path beside = directory.resolve("one.patch");
			if (Files.notExists(beside)) {
				Files.writeString(beside, DIFF);
			}
			for (String name : List.of("input.mbox", "series")) {
				Path file = Files.write(directory.resolve(name), input);
				try {
					Series series = PatchFiles.read(List.of(file), Cancellation.NEVER);
					require(!series.patches().isEmpty(), "what was read has a patch");
					series.message().withTrailer("Signed-off-by: A <a@b>");
				} catch (ChangeException e) {
					require(!e.file().isEmpty() && !e.reason().isEmpty() && e.line() >= 0, "a refusal says where and why: " + e);
				}
			}
		}

		@Override
		List<byte[]> seeds(Path directory) {
			String header = "From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001\nFrom: A B <a@b>\nDate: Mon, 1 Jan 2024 00:00:00 +0000\n";
			return texts(header + "Subject: [PATCH v2 1/3] fs: x\n folded\n\nFrom: C <c@d>\n\nWhy.\n\nSigned-off-by: C <c@d>\n---\n fs/x.c | 2 +-\n\n" + DIFF + "-- \n2.39\n",
					header + "Subject: x\nContent-Type: text/plain; charset=utf-8; format=flowed\nContent-Transfer-Encoding: 8bit\n\nx\n" + DIFF,
					header + "Subject: =?UTF-8?q?[PATCH]_=C3=A4?=\nContent-Transfer-Encoding: quoted-printable\n\nWhy=20so\n---\n" + DIFF,
					"# a series\none.patch -p1 # why\n\none.patch\n", "A title\n\nAnd why.\n---\n" + DIFF);
		}
	},

	/** A patch by whatever tool, applied to a small tree. */
	PATCH(1 << 13) {
		private static final String FILE = "int a;\nint b;\n\nint f(void)\n{\n\treturn a + b;\n}\n";

		@Override
		void read(byte[] input, Path directory) throws IOException {
			Path tree = directory.resolve("tree");
			if (Files.notExists(tree)) {
				Files.createDirectories(tree.resolve("fs"));
				Files.writeString(tree.resolve("fs/x.c"), FILE);
			}
			try {
				PatchReader.read("fuzz", List.of(Files.write(directory.resolve("input.patch"), input)), tree, Cancellation.NEVER);
			} catch (ChangeException e) {
				require(!e.file().isEmpty() && !e.reason().isEmpty() && e.line() >= 0, "a refusal says where and why: " + e);
			}
		}

		@Override
		List<byte[]> seeds(Path directory) {
			return texts("--- a/fs/x.c\n+++ b/fs/x.c\n@@ -4,4 +4,6 @@ int b;\n int f(void)\n {\n+\tif (!a)\n+\t\treturn 0;\n \treturn a + b;\n }\n",
					"From: A <a@b>\nSubject: x\n\ndiff --git a/fs/x.c b/fs/y.c\nsimilarity index 90%\nrename from fs/x.c\nrename to fs/y.c\nindex 1234567..89abcde 100644\n"
							+ "--- a/fs/x.c\n+++ b/fs/y.c\n@@ -1,2 +1,1 @@\n-int a;\n int b;\n-- \n2.39\n",
					"diff --git a/n.c b/n.c\nnew file mode 100644\n--- /dev/null\n+++ b/n.c\n@@ -0,0 +1 @@\n+int n;\n\\ No newline at end of file\n",
					"Index: fs/x.c\n===\n--- linux.orig/fs/x.c\t2024-01-01\n+++ linux/fs/x.c\t2024-01-01\n@@ -1 +1 @@\n-int a;\n+int c;\n");
		}
	},

	/** The differ's two streams, parted by the first NUL. */
	DIFFER(1 << 12) {
		@Override
		void read(byte[] input, Path directory) {
			String[] streams = text(input).split("\0", 2);
			long lines = List.of(streams).stream().flatMap(String::lines).filter(l -> !l.isBlank()).count();
			int messages = KpatchMessages.parse(streams[0], streams.length > 1 ? streams[1] : "").size();
			require(messages == lines, lines + " lines became " + messages + " messages");
		}

		@Override
		List<byte[]> seeds(Path directory) {
			return texts("x.o: changed function: f\nx.o: new function: g.isra.0\nx.o: function h has no fentry/mcount call, unable to patch\n\0"
					+ "ERROR: x.o: 1 function(s) can not be patched\ncreate-diff-object: unreconcilable difference\n",
					"x.o: Found a jump label at f()+0x1f, using key k, which is defined in a module.  Use static_key_enabled() instead.\n\0"
							+ "create-diff-object: ERROR: x.o: kpatch_check: 2345: Found 1 unsupported jump label(s) in the patched code. Use static_key_enabled() instead.\n",
					"x.o: WARNING: unable to correlate static local variable v.1 used by f, assuming variable is new\n\0ERROR: x.o: object size mismatch: t\n",
					"\0ERROR: x.o: reference to static local variable v.2 in f.cold was removed\nERROR: x.o: .bss.v section header details differ from .bss.v\n");
		}
	},

	/** A command that kbuild recorded, in a kernel build that is sound otherwise. */
	COMMAND(1 << 12) {
		private KernelBuild kernel;

		@Override
		void read(byte[] input, Path directory) throws IOException {
			if (kernel == null) {
				kernel = BuildFixture.outOfTree(directory).put("Makefile", "include " + directory.resolve("linux/Makefile") + "\n").open();
			}
			Files.write(kernel.build().resolve(".x.o.cmd"), input);
			try {
				kernel.command("x.o").ifPresent(command -> kernel.sourceFile(command.source()));
			} catch (KernelException e) {
				require(e.getMessage().contains(".x.o.cmd"), "a refusal names the file: " + e);
			}
		}

		@Override
		List<byte[]> seeds(Path directory) {
			return texts("cmd_x.o := gcc -Wp,-MMD,.x.o.d -D'KBUILD_MODNAME=\"x\"' -I../linux/include \"-DA=$(pound)\" -c -o x.o ../linux/x.c\n\n"
					+ "source_x.o := ../linux/x.c\n\ndeps_x.o := \\\n    $(wildcard include/config/SMP) \\\n  ../linux/include/y.h \\\n\nx.o: $(deps_x.o)\n\n$(deps_x.o):\n",
					"savedcmd_x.o := if gcc -c -o x.o x.c; then ./tools/objtool/objtool orc generate --no-fp x.o; fi ; ./tools/objtool/objtool --orc x.o\n");
		}
	},

	/** What gcc and objtool print. */
	DIAGNOSTICS(1 << 12) {
		@Override
		void read(byte[] input, Path directory) {
			new DiagnosticParser(UnaryOperator.identity(), UnaryOperator.identity(), "fs/x.c").parse(text(input));
		}

		@Override
		List<byte[]> seeds(Path directory) {
			return texts("In file included from include/linux/a.h:7:12,\n                 from fs/x.c:3:\nfs/x.c: In function 'f':\nfs/x.c:12:5: error: 'x' undeclared\n"
					+ "   12 |     x = 1;\n      |     ^\nfs/x.c:12:5: note: each once\n", "fs/x.o: warning: objtool: f()+0x1f: unreachable instruction\ncc1: all warnings being treated as errors\n");
		}
	};

	private static final String DIFF = "--- a/fs/x.c\n+++ b/fs/x.c\n@@ -1 +1 @@\n-int a;\n+int c;\n";

	private final int largest;

	ForeignInput(int largest) {
		this.largest = largest;
	}

	/** In bytes. */
	int largest() {
		return largest;
	}

	/**
	 * @param directory for files, the same in each call
	 * @throws IOException where the documentation of what is called says so; anything else is a fault
	 */
	abstract void read(byte[] input, Path directory) throws IOException;

	/** Sound inputs to begin with. */
	abstract List<byte[]> seeds(Path directory) throws Exception;

	private static List<byte[]> texts(String... texts) {
		return List.of(texts).stream().map(t -> t.getBytes(StandardCharsets.ISO_8859_1)).toList();
	}

	private static String text(byte[] input) {
		return new String(input, StandardCharsets.ISO_8859_1);
	}

	private static void require(boolean condition, String message) {
		if (!condition) {
			throw new AssertionError(message);
		}
	}
}
