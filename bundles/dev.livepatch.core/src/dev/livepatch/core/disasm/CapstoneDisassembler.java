package dev.livepatch.core.disasm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

import capstone.Capstone;

/** The binding of Capstone 4; its handle serves one thread at a time. */
final class CapstoneDisassembler implements Disassembler {
	private static final String REMEDY = "install version 4 of the Capstone library (Debian and Ubuntu: package libcapstone4)";
	/** The library stops at bytes that are no instruction; data cost one call for each byte, so that calls must be small. */
	private static final int WINDOW = 1024;
	private static CapstoneDisassembler shared;
	private final Capstone library;

	private CapstoneDisassembler(Capstone library) {
		this.library = library;
		library.setSyntax(Capstone.CS_OPT_SYNTAX_ATT);
	}

	static synchronized Disassembler shared() throws DisassemblerUnavailable {
		if (shared == null) {
			shared = open(() -> new Capstone(Capstone.CS_ARCH_X86, Capstone.CS_MODE_64));
		}
		return shared;
	}

	/** The binding throws a bare RuntimeException when the library's major or minor version is not its own. */
	static CapstoneDisassembler open(Supplier<Capstone> binding) throws DisassemblerUnavailable {
		try {
			return new CapstoneDisassembler(binding.get());
		} catch (LinkageError e) {
			throw new DisassemblerUnavailable("The disassembler library libcapstone cannot be loaded: " + REMEDY + ". (" + firstLine(e) + ")", e);
		} catch (RuntimeException e) {
			throw new DisassemblerUnavailable("The disassembler library libcapstone is not of version " + Capstone.CS_API_MAJOR + "." + Capstone.CS_API_MINOR
					+ " or cannot be used: " + REMEDY + ". (" + firstLine(e) + ")", e);
		}
	}

	private static String firstLine(Throwable e) {
		return String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
	}

	@Override
	public synchronized List<Instruction> disassemble(byte[] code, long address) {
		List<Instruction> instructions = new ArrayList<>();
		int done = 0;
		while (done < code.length) {
			Capstone.CsInsn[] found = library.disasm(Arrays.copyOfRange(code, done, Math.min(done + WINDOW, code.length)), address + done);
			for (Capstone.CsInsn one : found) {
				instructions.add(new Instruction(address + done, Arrays.copyOfRange(code, done, done + one.size), one.mnemonic, one.opStr));
				done += one.size;
			}
			if (found.length == 0) {
				instructions.add(new Instruction(address + done, new byte[] { code[done] }, Instruction.DATA, "0x%02x".formatted(code[done])));
				done++;
			}
		}
		return instructions;
	}
}
