package dev.livepatch.core.tests.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.change.PatchWriter;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.Tool;
import dev.livepatch.core.process.ToolCommand;
import dev.livepatch.core.process.ToolResult;

/** The diff that other tools take. */
class PatchWriterTest {
	@TempDir
	private Path directory;

	@Test
	void aModifiedFileHasThreeLinesOfContextAndAHeading() {
		String before = "int f(void)\n{\n\ta;\n\tb;\n\tc;\n\td;\n\te;\n\tf;\n\tg;\n}\n";
		assertEquals("""
				diff --git a/fs/a.c b/fs/a.c
				--- a/fs/a.c
				+++ b/fs/a.c
				@@ -4,7 +4,8 @@ int f(void)
				 \tb;
				 \tc;
				 \td;
				-\te;
				+\tE;
				+\tE2;
				 \tf;
				 \tg;
				 }
				""", write(new FileChange.Modified("fs/a.c", before, before.replace("\te;\n", "\tE;\n\tE2;\n"))));
	}

	@Test
	void changesNearEachOtherShareAHunk() {
		String before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n";
		String near = write(new FileChange.Modified("a/b.c", before, before.replace("4\n5\n", "x\n5\n").replace("11\n", "y\n")));
		assertEquals(1, near.lines().filter(l -> l.startsWith("@@")).count(), near);
		String far = write(new FileChange.Modified("a/b.c", before, before.replace("4\n5\n", "x\n5\n").replace("12\n", "y\n")));
		assertEquals(List.of("@@ -1,7 +1,7 @@", "@@ -9,7 +9,7 @@"), far.lines().filter(l -> l.startsWith("@@")).toList());
	}

	@Test
	void newDeletedAndRenamedFiles() {
		assertEquals("diff --git a/n.c b/n.c\nnew file mode 100644\n--- /dev/null\n+++ b/n.c\n@@ -0,0 +1 @@\n+x\n", write(new FileChange.Added("n.c", "x\n")));
		assertEquals("diff --git a/d.c b/d.c\ndeleted file mode 100644\n--- a/d.c\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-x\n-y\n\\ No newline at end of file\n",
				write(new FileChange.Deleted("d.c", "x\ny")));
		assertEquals("diff --git a/o.c b/r.c\nrename from o.c\nrename to r.c\n", write(new FileChange.Renamed("r.c", "o.c", "x\n", "x\n")));
		assertTrue(write(new FileChange.Renamed("r.c", "o.c", "x\n", "y\n")).contains("--- a/o.c\n+++ b/r.c\n"));
	}

	@Test
	void anEmptyChangeIsAnEmptyPatch() {
		assertEquals("", write());
	}

	/** What is written is taken by git, by GNU patch, and by our own reader, and gives the very same files. */
	@Test
	void otherToolsMakeTheSameOfIt() throws IOException {
		PatchFixture tree = new PatchFixture(directory);
		Random random = new Random(7);
		for (int round = 0; round < 12; round++) {
			String before = text(random, 60);
			String after = edited(random, before);
			tree.file("fs/m.c", before).file("fs/d.c", before).file("fs/o.c", before);
			List<FileChange> files = List.of(new FileChange.Deleted("fs/d.c", before), new FileChange.Modified("fs/m.c", before, after), new FileChange.Added("fs/n.c", after),
					new FileChange.Added("fs/n0.c", ""), new FileChange.Renamed("fs/r.c", "fs/o.c", before, after));
			List<FileChange> changing = files.stream().filter(f -> !(f instanceof FileChange.Modified m && m.before().equals(m.after()))).toList();
			Path patch = tree.patch("round.patch", write(changing.toArray(FileChange[]::new)));
			assertEquals(changing, tree.read(patch).files(), () -> "our reader");
			assertEquals(List.of(), tree.read(patch).notes());
			for (List<String> tool : List.of(List.of("git", "apply", "--whitespace=nowarn", patch.toString()), List.of("patch", "-p1", "-s", "-i", patch.toString()))) {
				Path copy = copy(tree.root, directory.resolve(tool.getFirst() + round));
				ToolResult result = Tool.run(new ToolCommand(tool, copy, java.util.Map.of("GIT_CEILING_DIRECTORIES", directory.toRealPath().toString()), Duration.ofSeconds(20)),
						Cancellation.NEVER);
				assertEquals(0, result.exitCode(), result.stdout() + result.stderr());
				for (FileChange file : changing) {
					Path path = copy.resolve(file.path());
					Optional<String> now = Files.exists(path) ? Optional.of(Files.readString(path, StandardCharsets.ISO_8859_1)) : Optional.empty();
					assertEquals(file.patched(), now, tool.getFirst() + " " + file.path());
				}
			}
		}
	}

	private static String write(FileChange... files) {
		return PatchWriter.write(new ChangeSet("name", List.of(files), List.of()));
	}

	private static String text(Random random, int lines) {
		return random.ints(lines, 0, 9).mapToObj(i -> "l" + i + "\u00e9\t").collect(Collectors.joining("\n")) + (random.nextBoolean() ? "\n" : "");
	}

	private static String edited(Random random, String text) {
		StringBuilder result = new StringBuilder();
		for (String line : text.split("(?<=\n)")) {
			switch (random.nextInt(12)) {
				case 0 -> result.append("new\n").append(line);
				case 1 -> result.append("");
				case 2 -> result.append("changed\r\n");
				default -> result.append(line);
			}
		}
		return result + (random.nextBoolean() ? "no end" : "");
	}

	private static Path copy(Path from, Path to) throws IOException {
		try (var files = Files.walk(from)) {
			for (Path file : (Iterable<Path>) files::iterator) {
				Files.copy(file, to.resolve(from.relativize(file).toString()));
			}
		}
		return to;
	}
}
