package dev.livepatch.vm.observation;

import java.util.List;

/**
 * What stands at a function's entry: the site that the compiler left for ftrace, and that ftrace turns into a no-op, a call, and a no-op again.
 *
 * @param where       where the bytes were read: a file, or {@link #MEMORY}
 * @param address     of the first byte; in an object counted from its section's start
 * @param bytes       hexadecimal, with spaces between; empty if they could not be read
 * @param instruction disassembled; what hindered it if there is nothing to disassemble
 * @param leadsTo     where a call leads, step by step: each a name, or what stands for one
 * @param ftrace      what the guest's {@code enabled_functions} says of the function then
 */
public record EntryState(Moment moment, String where, long address, String bytes, String instruction, List<String> leadsTo, List<String> ftrace) {
	/** Read from outside the guest, through QEMU. */
	public static final String MEMORY = "memory";

	/** In the order of time. */
	public enum Moment {
		/** As compiled. */
		OBJECT("in the object"),
		/** After the boot, or the parent's load. */
		BOOTED("before the load"),
		PATCHED("with the patch"),
		UNPATCHED("after the unload");

		private final String text;

		Moment(String text) {
			this.text = text;
		}

		@Override
		public String toString() {
			return text;
		}
	}

	public EntryState {
		leadsTo = List.copyOf(leadsTo);
		ftrace = List.copyOf(ftrace);
	}

	/** Address, bytes and instruction, and where it leads. */
	public String describe() {
		return "0x" + Long.toHexString(address) + ": " + bytes + "  " + instruction + (leadsTo.isEmpty() ? "" : ", which leads to " + String.join(", then ", leadsTo));
	}
}
