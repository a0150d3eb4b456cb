package dev.livepatch.vm.guest;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import dev.livepatch.core.disasm.Disassembler;

/**
 * The first instruction of a function: the site that ftrace turns from a no-op into a call and back ({@code arch/x86/kernel/ftrace.c}).
 *
 * @param address of the five bytes, after what marks the target of indirect jumps if that is there
 * @param bytes   five
 */
public record EntrySite(long address, byte[] bytes) {
	/** Bytes to be read from a function's start: the mark and the site. */
	public static final int READ = 9;
	public static final int SIZE = 5;
	private static final HexFormat HEX = HexFormat.ofDelimiter(" ");
	/** Linux before 5.13 chose the second one for some processors ({@code arch_init_ideal_nops} in {@code arch/x86/kernel/alternative.c}). */
	private static final List<byte[]> NOPS = List.of(HEX.parseHex("0f 1f 44 00 00"), HEX.parseHex("66 66 66 66 90"));
	/**
	 * {@code endbr64} of kernels with CONFIG_X86_KERNEL_IBT, and the no-ops that the kernel seals it with where nothing jumps to the function
	 * ({@code gen_endbr_poison} in {@code arch/x86/include/asm/ibt.h}).
	 */
	private static final List<byte[]> MARKS = List.of(HEX.parseHex("f3 0f 1e fa"), HEX.parseHex("66 0f 1f 00"), HEX.parseHex("0f 1f 40 d6"));
	private static final int MARK_SIZE = 4;
	private static final byte CALL = (byte) 0xe8;

	/** @param memory {@link #READ} bytes from the function's address */
	public static EntrySite of(long function, byte[] memory) {
		int skip = MARKS.stream().anyMatch(m -> Arrays.equals(memory, 0, MARK_SIZE, m, 0, MARK_SIZE)) ? MARK_SIZE : 0;
		return new EntrySite(function + skip, Arrays.copyOfRange(memory, skip, skip + SIZE));
	}

	public boolean isNop() {
		return NOPS.stream().anyMatch(nop -> Arrays.equals(bytes, nop));
	}

	public boolean isCall() {
		return bytes[0] == CALL;
	}

	/** Where the call leads. */
	public long target() {
		return target(address, bytes);
	}

	/** Where a {@code call rel32} at this address leads. */
	public static long target(long address, byte[] call) {
		int relative = call[1] & 0xff | (call[2] & 0xff) << 8 | (call[3] & 0xff) << 16 | call[4] << 24;
		return address + SIZE + relative;
	}

	/** Two digits a byte. */
	public String hex() {
		return HEX.formatHex(bytes);
	}

	/** The instruction as the disassembler writes it, if there is one. */
	public String instruction(Optional<Disassembler> disassembler) {
		return disassembler.map(d -> d.disassemble(bytes, address)).filter(l -> l.size() == 1).map(l -> (l.getFirst().mnemonic() + " " + l.getFirst().operands()).strip())
				.orElseGet(() -> isNop() ? "nop" : isCall() ? "call 0x" + Long.toHexString(target()) : "neither a no-op nor a call");
	}
}
