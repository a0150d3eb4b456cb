package dev.livepatch.core.disasm;

import java.util.Arrays;

/**
 * A machine instruction, written in AT&amp;T syntax as {@code objdump} does.
 *
 * @param address  of the first byte
 * @param bytes    1 to 15
 * @param mnemonic {@link #DATA} for a byte that begins no instruction
 * @param operands may be empty
 */
public record Instruction(long address, byte[] bytes, String mnemonic, String operands) {
	/** Mnemonic of bytes that are no instruction. */
	public static final String DATA = ".byte";

	public Instruction {
		bytes = bytes.clone();
	}

	@Override
	public byte[] bytes() {
		return bytes.clone();
	}

	/** In bytes. */
	public int size() {
		return bytes.length;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Instruction that && address == that.address && Arrays.equals(bytes, that.bytes) && mnemonic.equals(that.mnemonic)
				&& operands.equals(that.operands);
	}

	@Override
	public int hashCode() {
		return 31 * Long.hashCode(address) + Arrays.hashCode(bytes);
	}

	@Override
	public String toString() {
		return Long.toHexString(address) + ": " + (mnemonic + " " + operands).strip();
	}
}
