package dev.livepatch.core.disasm;

import java.util.List;

/** Turns 64-bit x86 machine code into instructions. Implementations are safe for several threads. */
@FunctionalInterface
public interface Disassembler {

	/**
	 * All of the code, in order: bytes that begin no instruction come one by one as {@link Instruction#DATA}.
	 *
	 * @param address of the first byte; jump and call targets count from it
	 */
	List<Instruction> disassemble(byte[] code, long address);

	/**
	 * The disassembler of the Capstone library (Debian package {@code libcapstone4}), loaded by the first call. A failure is not remembered: the library may be installed meanwhile.
	 *
	 * @throws DisassemblerUnavailable if the library is missing or of another version; nothing else depends on it
	 */
	static Disassembler capstone() throws DisassemblerUnavailable {
		return CapstoneDisassembler.shared();
	}
}
