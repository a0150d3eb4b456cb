package dev.livepatch.core.tests.disasm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

import dev.livepatch.core.disasm.Disassembler;
import dev.livepatch.core.disasm.DisassemblerUnavailable;
import dev.livepatch.core.disasm.Instruction;

class DisassemblerTest {
	private static final long ADDRESS = 0xffffffff81000000L;

	private static List<Instruction> disassemble(String code) throws Exception {
		return Disassembler.capstone().disassemble(HexFormat.of().parseHex(code), ADDRESS);
	}

	@Test
	void instructionsAreWrittenAsKernelPeopleKnowThem() throws Exception {
		List<Instruction> code = disassemble("0f1f440000" + "e8fbffffff" + "4889e5" + "c3");
		assertEquals(List.of("nopl (%rax, %rax)", "callq 0xffffffff81000005", "movq %rsp, %rbp", "retq"),
				code.stream().map(i -> (i.mnemonic() + " " + i.operands()).strip()).toList());
		assertEquals(List.of(0L, 5L, 10L, 13L), code.stream().map(i -> i.address() - ADDRESS).toList());
		assertArrayEquals(new byte[] { 0x48, (byte) 0x89, (byte) 0xe5 }, code.get(2).bytes());
		assertEquals("ffffffff8100000d: retq", code.get(3).toString());
	}

	@Test
	void bytesThatAreNoInstructionAreKept() throws Exception {
		List<Instruction> code = disassemble("c3" + "06" + "90" + "48");
		assertEquals(List.of("retq", Instruction.DATA, "nop", Instruction.DATA), code.stream().map(Instruction::mnemonic).toList());
		assertEquals("0x06", code.get(1).operands());
		assertEquals(List.of(), disassemble(""));
	}

	@Test
	void longCodeIsCompleteAcrossTheLibrarysPieces() throws Exception {
		List<Instruction> code = disassemble("0f1f440000".repeat(5_000) + "06".repeat(50));
		assertEquals(5_050, code.size());
		assertEquals(25_050, code.stream().mapToInt(Instruction::size).sum());
		assertTrue(code.subList(0, 5_000).stream().allMatch(i -> i.mnemonic().equals("nopl")));
	}

	@Test
	void aMissingLibraryIsNamedWithItsPackage() throws Exception {
		assertUnavailable(() -> {
			throw new UnsatisfiedLinkError("Unable to load library 'capstone':\nlibcapstone.so: cannot open shared object file");
		}, "cannot be loaded");
	}

	@Test
	void aLibraryOfAnotherVersionIsNamedWithItsPackage() throws Exception {
		assertUnavailable(() -> {
			throw new RuntimeException("Different API version between core 1280 & binding 1024 (CS_ERR_VERSION)");
		}, "not of version 4.0");
	}

	/** The library cannot be taken away from a running process, so that its absence is played here, and only here. */
	private static void assertUnavailable(Supplier<?> binding, String reason) throws Exception {
		Class<?> type = Class.forName("dev.livepatch.core.disasm.CapstoneDisassembler", true, Disassembler.class.getClassLoader());
		Method open = type.getDeclaredMethod("open", Supplier.class);
		open.setAccessible(true);
		Throwable failure = assertThrows(InvocationTargetException.class, () -> open.invoke(null, binding)).getCause();
		assertInstanceOf(DisassemblerUnavailable.class, failure);
		assertTrue(failure.getMessage().contains(reason) && failure.getMessage().contains("libcapstone4"), failure.getMessage());
		assertEquals(1, failure.getMessage().lines().count());
	}
}
