package dev.livepatch.core.module;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.livepatch.core.disasm.Disassembler;
import dev.livepatch.core.disasm.Instruction;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Relocation;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.object.Symbol;

/** The code of one function, read backwards from its calls to what they are passed (System V ABI for x86-64, 3.2.3). */
final class CallCode {
	private static final int FARTHEST = 64;
	private static final Pattern CONSTANT = Pattern.compile("\\$(-?)(0x)?([0-9a-f]+), %(\\w+)");
	private static final Pattern REGISTERS = Pattern.compile("%(\\w+), %(\\w+)");
	private static final Pattern BRANCH_TARGET = Pattern.compile("0x([0-9a-f]{1,16})");
	/** What a called function leaves alone. */
	private static final Set<String> PRESERVED = Set.of("bx", "bp", "sp", "12", "13", "14", "15");
	private final ObjectFile object;
	private final Section section;
	private final List<Instruction> code;
	private final Set<Long> targets = new HashSet<>();

	/** @param function defined in the object */
	CallCode(ObjectFile object, Symbol function, Disassembler disassembler) throws ObjectFormatException {
		this.object = object;
		this.section = object.section(function.section()).orElseThrow();
		ByteBuffer data = object.data(section);
		int from = Math.clamp(function.value(), 0, data.limit());
		byte[] bytes = new byte[Math.clamp(function.size(), 0, data.limit() - from)];
		data.get(from, bytes);
		code = disassembler.disassemble(bytes, from);
		for (Instruction instruction : code) {
			if (instruction.mnemonic().startsWith("j")) {
				Matcher target = BRANCH_TARGET.matcher(instruction.operands());
				if (target.matches()) {
					targets.add(Long.parseUnsignedLong(target.group(1), 16));
				}
			}
		}
	}

	List<Instruction> instructions() {
		return code;
	}

	/**
	 * What the call (or jump) whose relocation is at this offset of the section is passed.
	 *
	 * @param register of the argument, without its prefix: {@code di}, {@code si}
	 */
	Argument passed(long relocation, String register) throws ObjectFormatException {
		int call = 0;
		while (call < code.size() && code.get(call).address() + code.get(call).size() <= relocation) {
			call++;
		}
		String wanted = register;
		for (int i = call; i > 0 && call - i < FARTHEST; i--) {
			if (targets.contains(i < code.size() ? code.get(i).address() : -1)) {
				return new Argument.Varying();
			}
			Instruction instruction = code.get(i - 1);
			String mnemonic = instruction.mnemonic();
			if (mnemonic.startsWith("jmp") || mnemonic.startsWith("ret") || mnemonic.startsWith("call") && !PRESERVED.contains(wanted)
					|| mnemonic.startsWith("xchg") || mnemonic.matches("(rep\\w* )?(movs|stos|lods|cmps|scas)[bwlq]")) {
				return new Argument.Varying();
			}
			if (writes(instruction, wanted)) {
				Optional<Argument> value = value(instruction);
				if (value.isPresent()) {
					return value.get();
				}
				Matcher copy = REGISTERS.matcher(instruction.operands());
				if (!mnemonic.matches("mov[lq]") || !copy.matches()) {
					return new Argument.Varying();
				}
				wanted = plain(copy.group(1));
			}
		}
		return new Argument.Varying();
	}

	private static boolean writes(Instruction instruction, String register) {
		String operands = instruction.operands();
		int last = operands.lastIndexOf('%');
		return last >= 0 && !operands.endsWith(")") && plain(operands.substring(last + 1)).equals(register) && !instruction.mnemonic().matches("(cmp|test|push|bt)[bwlq]?");
	}

	private Optional<Argument> value(Instruction instruction) throws ObjectFormatException {
		Matcher registers = REGISTERS.matcher(instruction.operands());
		if (instruction.mnemonic().matches("xor[lq]") && registers.matches() && registers.group(1).equals(registers.group(2))) {
			return Optional.of(new Argument.Constant(0));
		}
		Optional<Relocation> relocation = relocation(instruction);
		if (relocation.isPresent()) {
			return instruction.mnemonic().matches("mov(abs)?[lq]|lea[lq]") && !(instruction.mnemonic().startsWith("mov") && instruction.operands().contains("("))
					? Optional.of(new Argument.Address(relocation.get())) : Optional.of(new Argument.Varying());
		}
		Matcher constant = CONSTANT.matcher(instruction.operands());
		if (!instruction.mnemonic().matches("mov(abs)?[lq]") || !constant.matches()) {
			return Optional.empty();
		}
		long value = Long.parseUnsignedLong(constant.group(3), constant.group(2) == null ? 10 : 16);
		long signed = constant.group(1).isEmpty() ? value : -value;
		// a move to the lower half clears the upper
		return Optional.of(new Argument.Constant(instruction.mnemonic().equals("movl") ? signed & 0xffff_ffffL : signed));
	}

	private Optional<Relocation> relocation(Instruction instruction) throws ObjectFormatException {
		for (long at = instruction.address(); at < instruction.address() + instruction.size(); at++) {
			Optional<Relocation> found = object.relocation(section, at);
			if (found.isPresent()) {
				return found;
			}
		}
		return Optional.empty();
	}

	/** {@code rsi}, {@code esi}, {@code si} and {@code sil} are parts of one register, as are {@code r12} and {@code r12d}. */
	private static String plain(String register) {
		Matcher numbered = Pattern.compile("r(\\d+)[bwd]?").matcher(register);
		return numbered.matches() ? numbered.group(1) : register.replaceFirst("^[re](?=..$)", "").replaceFirst("(?<=^..)l$", "");
	}
}
