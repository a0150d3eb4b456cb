package dev.livepatch.vm.verify;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.livepatch.core.disasm.Disassembler;
import dev.livepatch.core.disasm.Instruction;
import dev.livepatch.vm.guest.EntrySite;
import dev.livepatch.vm.qemu.GuestMemory;

/** The guest kernel's code, read from outside. */
final class KernelMemory {
	/** A processor may be in a user process, whose page tables don't show the kernel; the next one, or the same a little later, may not. */
	private static final int TRIES = 100;
	private static final Duration BETWEEN = Duration.ofMillis(5);
	private static final Duration ANSWER = Duration.ofSeconds(5);
	/** More than any trampoline of ftrace's takes. */
	private static final int TRAMPOLINE = 512;

	private final Guest guest;
	private final GuestMemory memory;
	private final int processors;

	KernelMemory(Guest guest, int processors) {
		this.guest = guest;
		this.processors = processors;
		memory = new GuestMemory(guest.machine());
	}

	/** The entry of the function at this address; empty if it cannot be read. */
	Optional<EntrySite> entry(long function) throws StepFailure {
		return read(function, EntrySite.READ, TRIES).map(b -> EntrySite.of(function, b));
	}

	/** The functions that the code at this address calls, as far as they have names: a trampoline calls one, ftrace's or that of its only user. */
	List<String> calls(long address, Disassembler disassembler, Addresses addresses) throws StepFailure {
		Optional<byte[]> code = read(address, TRAMPOLINE, processors);
		List<String> calls = new ArrayList<>();
		for (Instruction instruction : code.map(c -> disassembler.disassemble(c, address)).orElse(List.of())) {
			if (instruction.size() == EntrySite.SIZE && instruction.mnemonic().startsWith("call")) {
				addresses.functionAt(EntrySite.target(instruction.address(), instruction.bytes())).filter(f -> !calls.contains(f)).ifPresent(calls::add);
			} else if (instruction.mnemonic().startsWith("ret")) {
				break;
			}
		}
		return calls;
	}

	private Optional<byte[]> read(long address, int length, int tries) throws StepFailure {
		Optional<byte[]> bytes = Optional.empty();
		for (int i = 0; i < tries && bytes.isEmpty(); i++) {
			try {
				bytes = guest.await(memory.read(address, length, i % processors), ANSWER, "the guest's memory");
			} catch (IOException e) {
				throw guest.ended();
			}
			if (bytes.isEmpty()) {
				guest.pause(BETWEEN);
			}
		}
		return bytes;
	}
}
