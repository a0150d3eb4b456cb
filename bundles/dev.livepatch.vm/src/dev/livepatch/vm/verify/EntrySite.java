package dev.livepatch.vm.verify;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

import dev.livepatch.core.disasm.Disassembler;

/**
 * The first instruction of a function in the guest's memory: the site that ftrace turns from a no-op into a call and back
 * ({@code arch/x86/kernel/ftrace.c}).
 *
 * @param address of the five bytes, after an {@code endbr64} if there is one
 * @param bytes   five
 */
record EntrySite(long address, byte[] bytes) {
	/** Bytes to be read from a function's start: {@code endbr64} and the site. */
	static final int READ = 9;
	static final int SIZE = 5;
	private static final byte[] NOP = { 0x0f, 0x1f, 0x44, 0x00, 0x00 };
	private static final byte[] ENDBR64 = { (byte) 0xf3, 0x0f, 0x1e, (byte) 0xfa };
	private static final byte CALL = (byte) 0xe8;

	/** @param memory {@link #READ} bytes from the function's address */
	static EntrySite of(long function, byte[] memory) {
		int skip = Arrays.equals(memory, 0, ENDBR64.length, ENDBR64, 0, ENDBR64.length) ? ENDBR64.length : 0;
		return new EntrySite(function + skip, Arrays.copyOfRange(memory, skip, skip + SIZE));
	}

	boolean isNop() {
		return Arrays.equals(bytes, NOP);
	}

	boolean isCall() {
		return bytes[0] == CALL;
	}

	/** Address, bytes, and the instruction as the disassembler writes it, if there is one. */
	String describe(Optional<Disassembler> disassembler) {
		String instruction = disassembler.map(d -> d.disassemble(bytes, address)).filter(l -> l.size() == 1)
				.map(l -> (l.getFirst().mnemonic() + " " + l.getFirst().operands()).strip())
				.orElseGet(() -> isNop() ? "nop" : isCall() ? "call 0x" + Long.toHexString(target()) : "neither a no-op nor a call");
		return "0x" + Long.toHexString(address) + ": " + HexFormat.ofDelimiter(" ").formatHex(bytes) + "  " + instruction;
	}

	private long target() {
		int relative = bytes[1] & 0xff | (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff) << 16 | bytes[4] << 24;
		return address + SIZE + relative;
	}
}
