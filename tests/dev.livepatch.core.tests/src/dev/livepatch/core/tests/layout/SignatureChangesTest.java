package dev.livepatch.core.tests.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.livepatch.core.layout.SignatureChanges;
import dev.livepatch.core.object.DebugInfo;
import dev.livepatch.core.object.ObjectFile;

/** Functions that others call: pairs of sources compiled by gcc as the kernel is. */
class SignatureChangesTest {
	private static final String SOURCE = """
			typedef unsigned int u32;
			struct thing { int x; };
			extern void keep(void *);
			u32 exported(struct thing *t, const char *name)
			{
				return t->x + name[0];
			}
			static __attribute__((noinline)) int internal(int a)
			{
				keep(&a);
				return a * 3;
			}
			static __attribute__((noinline)) int handler(struct thing *t, int a)
			{
				return t->x + internal(a);
			}
			struct operations { void *show; };
			const struct operations operations = { .show = handler };
			static __attribute__((noinline)) int registered(int a)
			{
				return internal(a + 1);
			}
			void setup(struct thing *t)
			{
				keep(registered);
				registered(handler(t, 3));
			}
			""";
	@TempDir
	Path directory;

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', value = {
			"(struct thing *t, const char *name)|(struct thing *t, const char *name, int n)|exported: u32 (struct thing *, const char *) to u32 (struct thing *, const char *, int)",
			"u32 exported|unsigned long exported|exported: u32 (struct thing *, const char *) to long unsigned int (struct thing *, const char *)",
			"typedef unsigned int u32|typedef unsigned long u32|exported: unsigned int (struct thing *, char *) to long unsigned int (struct thing *, char *)",
			"const char *name)|const char *name, ...)|exported: u32 (struct thing *, const char *) to u32 (struct thing *, const char *, ...)",
			"(struct thing *t, int a)|(struct thing *t, long a)|handler: int (struct thing *, int) to int (struct thing *, long int)",
			"int registered(int a)|int registered(long a)|registered: int (int) to int (long int)",
			// all callers are in the object, and are compiled with it
			"int internal(int a)|int internal(long a)|''",
			// called as before
			"const char *name|char *title|''", "u32 exported|unsigned exported|''", "t->x + name[0]|t->x + name[1]|''" })
	void whatOthersCallOtherwiseIsTold(String from, String to, String expected) throws Exception {
		if (!SOURCE.contains(from)) {
			throw new AssertionError("not in the sample: " + from);
		}
		ObjectFile original = compiled("before", SOURCE);
		String after = SOURCE.replace(from, to).replace("name[", to.contains("title") ? "title[" : "name[");
		var changes = SignatureChanges.between(original, DebugInfo.read(original), DebugInfo.read(compiled("after", after)));
		String told = String.join("; ", changes.stream().map(c -> c.before().name() + ": " + c.text()).toList());
		assertEquals(expected.equals("''") ? "" : expected, told);
	}

	private ObjectFile compiled(String version, String source) throws Exception {
		Path file = Files.createDirectories(directory.resolve(version)).resolve("thing.c");
		Files.writeString(file, source);
		Process gcc = new ProcessBuilder("gcc", "-g", "-O2", "-mcmodel=kernel", "-fno-pie", "-mno-red-zone", "-ffunction-sections", "-fdata-sections", "-pg",
				"-mfentry", "-mrecord-mcount", "-fcf-protection=none", "-c", "thing.c", "-o", "thing.o").directory(file.getParent().toFile()).inheritIO().start();
		if (!gcc.waitFor(2, TimeUnit.MINUTES) || gcc.exitValue() != 0) {
			gcc.destroyForcibly();
			throw new IOException("gcc failed on " + source);
		}
		return ObjectFile.read(file.resolveSibling("thing.o"));
	}
}
