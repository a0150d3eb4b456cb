package dev.livepatch.core.tests.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.livepatch.core.finding.Severity;
import dev.livepatch.core.layout.TypeChange;
import dev.livepatch.core.layout.TypeChanges;
import dev.livepatch.core.object.DebugInfo;
import dev.livepatch.core.object.ObjectFile;

/** Pairs of sources compiled by gcc: what the differ does not see. */
class TypeChangesTest {
	private static final String SOURCE = """
			typedef unsigned char u8;
			typedef unsigned int u32;
			typedef u32 count_t;
			struct other { long x; };
			struct thing;
			enum state { OFF, ON, BROKEN };
			enum { FLAG_A = 1, FLAG_B = 2 };
			struct inner {
				int first;
				int second;
			};
			struct thing {
				u8 kind;
				long value;
				u32 bits : 4;
				u32 more : 4;
				struct inner inner;
				struct { u8 low; u8 high; } pair;
				union { int number; float ratio; };
				u8 reserved[6];
				char name[16];
				struct other *other;
				void *private;
				int (*show)(struct thing *, int);
				count_t count;
			};
			struct holder { long before; struct thing thing; struct thing *next; };
			typedef struct { long a, b; } couple_t;
			int use(struct holder *h, enum state s, couple_t *c)
			{
				return h->thing.bits + s + c->b + FLAG_B;
			}
			""";
	@TempDir
	Path directory;

	private List<TypeChange> changes(String from, String to) throws Exception {
		if (!SOURCE.contains(from)) {
			throw new AssertionError("not in the sample: " + from);
		}
		return TypeChanges.between(compiled("before", SOURCE), compiled("after", SOURCE.replace(from, to)));
	}

	private DebugInfo compiled(String version, String source) throws Exception {
		Path file = Files.createDirectories(directory.resolve(version)).resolve("thing.c");
		Files.writeString(file, source);
		Process gcc = new ProcessBuilder("gcc", "-g", "-O2", "-c", "thing.c", "-o", "thing.o").directory(file.getParent().toFile()).inheritIO().start();
		if (!gcc.waitFor(2, TimeUnit.MINUTES) || gcc.exitValue() != 0) {
			gcc.destroyForcibly();
			throw new IOException("gcc failed on " + source);
		}
		return DebugInfo.read(ObjectFile.read(file.resolveSibling("thing.o")));
	}

	private static String told(List<TypeChange> changes) {
		return String.join("; ", changes.stream().map(c -> c.severity() + " " + c.before().name() + ": " + String.join(", ", c.differences())).toList());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', value = {
			// what exists is elsewhere, of another size, or something else
			"	count_t count;|	count_t count; long extra;|error struct thing: extra (long int) is new at offset 96, the size changes from 96 to 104 bytes",
			"	long value;|	long extra, value;|error struct thing: extra (long int) is new at offset 8, value moves from offset 8 to 16,",
			"	long value;|	int value;|error struct thing: value changes from long int to int,",
			"	long value;|	;|error struct thing: value (long int) is removed,",
			"	u8 kind;|	;|error struct thing: kind (u8) is removed",
			"	count_t count;|	count_t count; long tail[];|error struct thing: tail (long int[]) is new at offset 96",
			"u32 bits : 4;|u32 bits : 5;|error struct thing: bits changes its size from 4 bits to 5 bits, more moves from offset 16 bit 4 to 16 bit 5",
			"u32 bits : 4;|u32 bits;|error struct thing: bits changes from u32 of 4 bits to u32",
			"u8 low; u8 high;|u8 high; u8 low;|error struct thing: pair.low moves from offset 28 to 29, pair.high moves from offset 29 to 28",
			"char name[16]|char name[24]|error struct thing: name changes from char[16] to char[24]",
			"struct other *other|struct inner *other|error struct thing: other changes from struct other * to struct inner *",
			"(struct thing *, int)|(struct thing *, long)|error struct thing: show changes from int (*)(struct thing *, int) to int (*)(struct thing *, long int)",
			"typedef u32 count_t|typedef long count_t|error struct thing: count changes from unsigned int to long int",
			"	int second;|	int second; int third;|error struct inner: third (int) is new at offset 8, the size changes from 8 to 12 bytes",
			"	int first;\\n	int second;|int second;\\n	int first;|error struct inner: first moves from offset 0 to 4, second moves from offset 4 to 0",
			"enum state { OFF,|enum state { UNKNOWN, OFF,|error enum state: UNKNOWN = 0 is new, OFF changes from 0 to 1, ON changes from 1 to 2, BROKEN changes from 2 to 3",
			"FLAG_B = 2|FLAG_B = 4|error : FLAG_B changes from 2 to 4",
			"long a, b;|long b, a;|error couple_t: a moves from offset 0 to 8, b moves from offset 8 to 0",
			// all that exists stays
			"	u8 kind;|	u8 kind; u8 extra;|warning struct thing: extra (u8) is new at offset 1",
			"	u8 reserved[6];|	u32 extra; u8 reserved[2];|warning struct thing: extra (u32) is new at offset 36",
			"int number;|int number; u8 bytes[4];|warning struct thing: bytes (u8[4]) is new at offset 32",
			"int number;|unsigned number;|warning struct thing: number changes from int to unsigned int",
			"void *private|struct other *private|warning struct thing: private changes from void * to struct other *",
			"	int second;|	int other;|warning struct inner: second gives its place to other",
			"ON, BROKEN }|ON, BROKEN, LOST }|warning enum state: LOST = 3 is new",
			"ON, BROKEN }|ON }|warning enum state: BROKEN = 2 is removed",
			"FLAG_B = 2|FLAG_B = 2, FLAG_C = 4|warning : FLAG_C = 4 is new" })
	void whatChangedIsToldWithItsGravity(String from, String to, String expected) throws Exception {
		String told = told(changes(from.replace("\\n", "\n"), to.replace("\\n", "\n")));
		assertEquals(expected, told.substring(0, Math.min(expected.length(), told.length())), told);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', value = { "	long value;|	long   value; /* as ever */", "	char name[16]|	const char name[16]",
			"	count_t count|	u32 count", "	struct inner inner;|	union { struct inner inner; struct inner again; };", "ON, BROKEN }|ON, DAMAGED }", "struct other { long x; };|",
			"struct thing;|struct added { int x; }; struct added added; struct thing;", "	u8 reserved[6];|	u8 _pad[6];" })
	void whatNobodyCanNoticeIsNotTold(String from, String to) throws Exception {
		assertEquals("", told(changes(from, to == null ? "" : to)));
	}

	/** What is to be done about the type inside settles those that hold it. */
	@Test
	void holdersOfAChangedTypeAreNotToldAgain() throws Exception {
		assertEquals(List.of("struct thing"), changes("	count_t count;", "	count_t count; long extra;").stream().map(c -> c.before().name()).toList());
		assertEquals(List.of("struct inner"), changes("	int second;", "	int second; int third;").stream().map(c -> c.before().name()).toList());
		assertEquals(List.of("struct inner", "struct holder"), told(changes("	int second;", "	int second; int third;"), changes("long before;", "long before, after;")));
	}

	@Test
	void aHolderWithAChangeOfItsOwnIsTold() throws Exception {
		List<TypeChange> changes = changes("	int second;\n};\nstruct thing {\n", "	int second; int third;\n};\nstruct thing {\n	long extra;\n");
		assertEquals(List.of("struct inner", "struct thing"), changes.stream().map(c -> c.before().name()).sorted().toList());
	}

	/** Alignment moves what no type inside explains. */
	@Test
	void attributesCountWithoutAnyMemberChanging() throws Exception {
		List<TypeChange> changes = changes("	count_t count;\n};", "	count_t count;\n} __attribute__((packed));");
		assertEquals(List.of("struct thing"), changes.stream().map(c -> c.before().name()).toList());
		assertEquals(Severity.ERROR, changes.getFirst().severity());
	}

	private static List<String> told(List<TypeChange> first, List<TypeChange> second) {
		return java.util.stream.Stream.concat(first.stream(), second.stream()).map(c -> c.before().name()).toList();
	}
}
