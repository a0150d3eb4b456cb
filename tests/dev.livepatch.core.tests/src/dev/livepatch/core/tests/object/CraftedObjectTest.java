package dev.livepatch.core.tests.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.object.DebugInfo;
import dev.livepatch.core.object.FunctionInfo;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;

/** Debug information written by hand, as no compiler here does: crafted to hang or exhaust a reader, or in rare forms. */
class CraftedObjectTest {
	private static final Duration PATIENCE = Duration.ofSeconds(60);
	/** Abbreviation 1 is the unit; those of the test follow as code, tag, has children, then attributes and forms. */
	private static final String FRAME = """
			.text
			code: .fill 64, 1, 0x90
			.section .debug_abbrev
			.uleb128 1, 0x11
			.byte 1
			.uleb128 0, 0
			%s
			.uleb128 0
			.section .debug_info
			info: .long 2f - 1f
			1: .short 5
			.byte 1, 8
			.long 0
			.uleb128 1
			%s
			.byte 0
			2:
			""";
	@TempDir
	Path directory;

	private Path crafted(String abbreviations, String entries) throws Exception {
		return CompiledSample.assemble(directory, FRAME.formatted(abbreviations, entries));
	}

	private static ObjectFormatException refused(Path file, String problem) {
		ObjectFormatException e = assertTimeoutPreemptively(PATIENCE, () -> assertThrows(ObjectFormatException.class, () -> ObjectReading.everything(file)));
		assertTrue(e.getMessage().contains(problem), e.getMessage());
		assertTrue(e.getMessage().contains("offset 0x"), e.getMessage());
		return e;
	}

	private static final String FUNCTION_WITH_ORIGIN = ".uleb128 2, 0x2e\n.byte 0\n.uleb128 0x11, 0x01, 0x12, 0x0b, 0x31, 0x13, 0, 0";

	@Test
	void anEntryThatIsItsOwnOriginIsRefused() throws Exception {
		ObjectFormatException e = refused(crafted(FUNCTION_WITH_ORIGIN, "self: .uleb128 2\n.quad code\n.byte 16\n.long self - info"), "refers to itself");
		assertEquals(".debug_info", e.section());
	}

	@Test
	void anOriginOutsideAllUnitsIsRefused() throws Exception {
		refused(crafted(FUNCTION_WITH_ORIGIN, ".uleb128 2\n.quad code\n.byte 16\n.long 0x7ffffff0"), "in no unit");
	}

	@Test
	void aSiblingThatLeadsBackIsRefused() throws Exception {
		refused(crafted(".uleb128 2, 0x13\n.byte 1\n.uleb128 0x01, 0x13, 0, 0", "back: .uleb128 2\n.long back - info\n.byte 0"), "is not ahead");
	}

	@Test
	void numbersWithoutEndAreRefused() throws Exception {
		refused(crafted(".uleb128 2, 0x34\n.byte 0\n.uleb128 0x0b, 0x0f, 0x03, 0x08, 0, 0", ".uleb128 2\n.fill 40, 1, 0xff\n.byte 1, 0"), "LEB128");
		refused(crafted(".uleb128 2, 0x13\n.byte 0\n.uleb128 0x03, 0x08, 0x0b, 0x0d, 0, 0", ".uleb128 2\n.asciz \"no_such_struct\"\n.fill 40, 1, 0xff\n.byte 1, 0"), "LEB128");
	}

	@Test
	void unknownFormsAndCodesAreRefused() throws Exception {
		refused(crafted(".uleb128 2, 0x34\n.byte 0\n.uleb128 0x03, 0x7e, 0, 0", ".uleb128 2"), "form 0x7e");
		refused(crafted("", ".uleb128 99"), "no abbreviation of code 99");
		refused(crafted(".uleb128 2, 0x34\n.byte 0\n.uleb128 0x03, 0x16, 0, 0", ".uleb128 2, 0x16"), "form 0x16");
	}

	@Test
	void aBlockLongerThanItsUnitIsRefused() throws Exception {
		refused(crafted(".uleb128 2, 0x34\n.byte 0\n.uleb128 0x02, 0x18, 0, 0", ".uleb128 2, 0x7fffffffffffffff"), "bytes are left");
	}

	@Test
	void unitsOfUnknownShapeAreRefused() throws Exception {
		refused(CompiledSample.assemble(directory, ".section .debug_info\n.long 8\n.short 6\n.fill 6, 1, 0\n"), "DWARF version 6");
		refused(CompiledSample.assemble(directory, ".section .debug_info\n.long 8\n.short 5\n.byte 1, 4\n.long 0\n"), "addresses of 4 bytes");
		refused(CompiledSample.assemble(directory, ".section .debug_info\n.long 0x7fffffff\n.short 5\n"), "bytes are left");
	}

	/** Each of the functions refers to the same long list of ranges, a little further on. */
	@Test
	void longListsSharedByManyAreRefusedSoon() throws Exception {
		String list = ".section .debug_rnglists\n.rept 60000\n.byte 4, 1, 2\n.endr\n.byte 0\n.section .debug_info\n";
		String entries = list + ".set n, 0\n.rept 20000\n.uleb128 2\n.long n\n.set n, n + 3\n.endr";
		refused(crafted(".uleb128 2, 0x2e\n.byte 0\n.uleb128 0x55, 0x17, 0, 0", entries), "referred to so often");
	}

	/** Each of the functions is named by the same long text, a little further on. */
	@Test
	void longTextsSharedByManyAreRefusedSoon() throws Exception {
		String text = ".section .debug_str\n.fill 200000, 1, 'x'\n.byte 0\n.section .debug_info\n";
		String entries = text + ".set n, 0\n.rept 20000\n.uleb128 2\n.long n\n.byte 1\n.set n, n + 1\n.endr";
		refused(crafted(".uleb128 2, 0x2e\n.byte 0\n.uleb128 0x03, 0x0e, 0x20, 0x0b, 0, 0", entries), "referred to so often");
	}

	/** A hundred thousand blocks within each other: no recursion. */
	@Test
	void deepNestingIsRead() throws Exception {
		Path file = crafted(".uleb128 2, 0x0b\n.byte 1\n.uleb128 0, 0\n.uleb128 3, 0x1d\n.byte 1\n.uleb128 0, 0",
				".rept 100000\n.uleb128 2, 3\n.endr\n.rept 200000\n.byte 0\n.endr");
		assertTimeoutPreemptively(PATIENCE, () -> ObjectReading.everything(file));
	}

	/** Names, addresses and ranges by index, as clang writes them (DWARF 5 §7.26 to §7.28). */
	@Test
	void indexedFormsAreResolved() throws Exception {
		Path file = CompiledSample.assemble(directory, """
				.section .text.a,"ax"
				a: .fill 32, 1, 0x90
				.section .text.b,"ax"
				.fill 4, 1, 0xcc
				b: .fill 16, 1, 0x90
				.data
				.long 7
				v: .long 8
				.section .debug_str
				s0: .asciz "first"
				s1: .asciz "second"
				s2: .asciz "value"
				.section .debug_str_offsets
				.long 16
				.short 5, 0
				so: .long s0, s1, s2
				.section .debug_addr
				.long 28
				.short 5
				.byte 8, 0
				ad: .quad a, b, v
				.section .debug_rnglists
				.long rend - rstart
				rstart: .short 5
				.byte 8, 0
				.long 1
				rl: .long list - rl
				list: .byte 3
				.uleb128 1, 12
				.byte 2
				.uleb128 0, 0
				.byte 0
				rend:
				.section .debug_abbrev
				.uleb128 1, 0x11
				.byte 1
				.uleb128 0x72, 0x17, 0x73, 0x17, 0x74, 0x17, 0x55, 0x23, 0, 0
				.uleb128 2, 0x2e
				.byte 0
				.uleb128 0x03, 0x25, 0x11, 0x1b, 0x12, 0x0f, 0x3b, 0x21
				.sleb128 77
				.uleb128 0, 0
				.uleb128 3, 0x2e
				.byte 0
				.uleb128 0x03, 0x1a, 0x55, 0x23, 0, 0
				.uleb128 4, 0x34
				.byte 0
				.uleb128 0x03, 0x26, 0x02, 0x18, 0, 0
				.uleb128 0
				.section .debug_info
				.long iend - istart
				istart: .short 5
				.byte 1, 8
				.long 0
				.uleb128 1
				.long so, ad, rl
				.uleb128 0
				.uleb128 2
				.byte 0
				.uleb128 0, 32
				.uleb128 3, 1, 0
				.uleb128 4
				.short 2
				.byte 2, 0xa1, 2
				.byte 0
				iend:
				""");
		ObjectFile object = ObjectFile.read(file);
		DebugInfo debug = DebugInfo.read(object);
		FunctionInfo first = debug.function("first").orElseThrow();
		assertEquals(77, first.line());
		assertEquals(".text.a 0 32", first.code().map(c -> c.section() + " " + c.offset() + " " + c.size()).orElseThrow());
		assertEquals(".text.b 4 12", debug.function("second").orElseThrow().code().map(c -> c.section() + " " + c.offset() + " " + c.size()).orElseThrow());
		assertEquals(Optional.of("value"), debug.variable(object.section(".data").orElseThrow(), 4).map(v -> v.name()));
	}
}
