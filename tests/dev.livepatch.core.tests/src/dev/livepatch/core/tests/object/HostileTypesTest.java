package dev.livepatch.core.tests.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.object.DebugInfo;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.TypeLayout;

/** Type entries as no compiler writes them: in circles, or small with an endless meaning. */
class HostileTypesTest {
	private static final Duration PATIENCE = Duration.ofSeconds(60);
	/** Abbreviations: 2 a named structure, 3 a member, 4 a pointer, 5 a structure without a name, 6 a function type, 7 a parameter, 8 a number. */
	private static final String FRAME = """
			.section .debug_abbrev
			.uleb128 1, 0x11
			.byte 1
			.uleb128 0, 0
			.uleb128 2, 0x13
			.byte 1
			.uleb128 0x03, 0x08, 0x0b, 0x0b, 0, 0
			.uleb128 3, 0x0d
			.byte 0
			.uleb128 0x03, 0x08, 0x49, 0x13, 0x38, 0x0d, 0, 0
			.uleb128 4, 0x0f
			.byte 0
			.uleb128 0x49, 0x13, 0, 0
			.uleb128 5, 0x13
			.byte 1
			.uleb128 0x0b, 0x0b, 0, 0
			.uleb128 6, 0x15
			.byte 1
			.uleb128 0, 0
			.uleb128 7, 0x05
			.byte 0
			.uleb128 0x49, 0x13, 0, 0
			.uleb128 8, 0x24
			.byte 0
			.uleb128 0x03, 0x08, 0x0b, 0x0b, 0x3e, 0x0b, 0, 0
			.uleb128 0
			.macro member name, type
			.uleb128 3
			.asciz "\\name"
			.long \\type - info
			.byte 4
			.endm
			.section .debug_info
			info: .long 2f - 1f
			1: .short 5
			.byte 1, 8
			.long 0
			.uleb128 1
			%s
			.uleb128 2
			.asciz "victim"
			.byte 8
			member first, top
			.byte 0, 0
			2:
			""";
	@TempDir
	Path directory;

	private List<TypeLayout> types(String entries) throws Exception {
		return DebugInfo.read(ObjectFile.read(CompiledSample.assemble(directory, FRAME.formatted(entries)))).types();
	}

	private void refused(String entries, String problem) {
		ObjectFormatException e = assertTimeoutPreemptively(PATIENCE, () -> assertThrows(ObjectFormatException.class, () -> types(entries)));
		assertTrue(e.getMessage().contains(problem), e.getMessage());
		assertEquals(".debug_info", e.section());
	}

	@Test
	void whatIsSoundIsRead() throws Exception {
		TypeLayout victim = types("number: .uleb128 8\n.asciz \"int\"\n.byte 4, 5\ntop: .uleb128 4\n.long number - info").getFirst();
		assertEquals("int *", victim.members().getFirst().type().text());
		assertEquals(32, victim.members().getFirst().bitOffset());
	}

	@Test
	void aPointerToItselfIsRefused() {
		refused("top: .uleb128 4\n.long top - info", "part of itself");
	}

	@Test
	void aStructureThatIsItsOwnMemberIsRefused() {
		refused("top: .uleb128 5\n.byte 8\nmember inner, top\n.byte 0", "part of itself");
	}

	@Test
	void aTypeOutsideAllUnitsIsRefused() {
		refused("top = info + 0x7ffffff0", "in no unit");
	}

	@Test
	void aLongChainOfTypesIsRefused() {
		refused("top:\n.rept 100000\n.uleb128 4\n.long . + 4 - info\n.endr\n.uleb128 8\n.asciz \"int\"\n.byte 4, 5", "more than 64");
	}

	/** Forty structures without a name, each with the next in it twice: a trillion members. */
	@Test
	void membersThatMultiplyAreRefusedSoon() {
		refused(levels("5\n.byte 8", "member a, level%1$d\nmember b, level%1$d"), "referred to so often");
	}

	/** Forty function types, each with the next as parameter twice: a trillion characters. */
	@Test
	void textsThatMultiplyAreRefusedSoon() {
		refused(levels("6", ".uleb128 7\n.long level%1$d - info\n.uleb128 7\n.long level%1$d - info"), "referred to so often");
	}

	private static String levels(String head, String body) {
		StringBuilder entries = new StringBuilder("level40: .uleb128 8\n.asciz \"int\"\n.byte 4, 5\n");
		for (int level = 39; level >= 0; level--) {
			entries.append("level%d: .uleb128 %s\n".formatted(level, head)).append(body.formatted(level + 1)).append("\n.byte 0\n");
		}
		return entries + "top = level0\n";
	}
}
