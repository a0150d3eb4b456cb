package dev.livepatch.core.listing;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.livepatch.core.disasm.Disassembler;
import dev.livepatch.core.disasm.Instruction;
import dev.livepatch.core.evidence.Names;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.object.DebugInfo;
import dev.livepatch.core.object.Frame;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Relocation;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.object.SourceLine;
import dev.livepatch.core.object.Symbol;

/** Lists the code of functions of one object. Not for several threads. */
final class ListingReader {
	private static final Pattern BRANCH = Pattern.compile("0x([0-9a-f]{1,16})|[0-9]");
	private static final Pattern MEMORY = Pattern.compile("(?<![\\w)])(-?(0x)?[0-9a-f]+)?(?=\\((%|,))");
	private static final Pattern ABSOLUTE = Pattern.compile("(?<![\\w$%(])(%\\w\\w:)?(-?(0x)?[0-9a-f]+)(?![\\w(])");
	private static final Pattern IMMEDIATE = Pattern.compile("(?<=\\$)-?(0x)?[0-9a-f]+");
	private final ObjectFile object;
	private final DebugInfo debug;
	private final SourceText source;
	private final Disassembler disassembler;
	private final Referents referents;
	private final Sites sites;

	ListingReader(ObjectFile object, SourceText source, Disassembler disassembler) throws ObjectFormatException {
		this.object = object;
		this.debug = DebugInfo.read(object);
		this.source = source;
		this.disassembler = disassembler;
		this.referents = new Referents(object);
		this.sites = new Sites(object);
	}

	/** With its unlikely part; without lines if the object does not define the function. */
	Listing read(String function) throws ObjectFormatException {
		List<Symbol> parts = new ArrayList<>();
		object.symbol(function).filter(Symbol::defined).ifPresent(parts::add);
		if (!parts.isEmpty()) {
			object.symbol(function + ".cold").filter(Symbol::defined).ifPresent(parts::add);
		}
		List<Line> lines = new ArrayList<>();
		for (int part = 0; part < parts.size(); part++) {
			add(parts, part, lines);
		}
		return new Listing(function, lines);
	}

	private void add(List<Symbol> parts, int part, List<Line> lines) throws ObjectFormatException {
		Symbol symbol = parts.get(part);
		Section section = object.section(symbol.section()).orElseThrow();
		ByteBuffer data = object.data(section);
		int start = Math.clamp(symbol.value(), 0, data.limit());
		byte[] bytes = new byte[Math.clamp(symbol.size(), 0, data.limit() - start)];
		data.get(start, bytes);
		lines.add(new Line.Part(symbol.name()));
		List<Frame> last = List.of();
		for (Instruction instruction : disassembler.disassemble(bytes, start)) {
			List<Frame> frames = debug.frames(section, instruction.address());
			if (!frames.equals(last) && !frames.isEmpty() && frames.getFirst().line() > 0) {
				lines.add(source(frames));
				last = frames;
			}
			lines.add(new Decoder(parts, part, section, instruction).code());
		}
	}

	private Line source(List<Frame> frames) {
		SourcePlace here = place(frames.getFirst());
		SourcePlace call = place(frames.getLast());
		List<String> inlined = frames.subList(0, frames.size() - 1).stream().map(Frame::function).toList();
		return new Line.Source(here.file() + ":" + here.line(), inlined, inlined.isEmpty() ? "" : call.file() + ":" + call.line(), source.line(here));
	}

	private SourcePlace place(Frame frame) {
		return source.place(new SourceLine(frame.file(), frame.line()));
	}

	/** Turns one instruction into a line. */
	private final class Decoder {
		private final List<Symbol> parts;
		private final int part;
		private final Section section;
		private final Instruction instruction;
		private final List<String> references = new ArrayList<>();
		private final List<Place> targets = new ArrayList<>();

		Decoder(List<Symbol> parts, int part, Section section, Instruction instruction) {
			this.parts = parts;
			this.part = part;
			this.section = section;
			this.instruction = instruction;
		}

		Line.Code code() throws ObjectFormatException {
			long start = instruction.address();
			long end = start + instruction.size();
			List<Relocation> relocations = new ArrayList<>();
			for (long at = start; at < end; at++) {
				object.relocation(section, at).ifPresent(relocations::add);
			}
			boolean branch = instruction.mnemonic().matches("j\\w+|call\\w*|loop\\w*|xbegin");
			String shape = instruction.operands();
			Matcher direct = BRANCH.matcher(shape);
			if (branch && direct.matches()) {
				shape = relocations.isEmpty() ? near(direct.group(1) == null ? Long.parseLong(shape) : Long.parseUnsignedLong(direct.group(1), 16)) : far(relocations.getFirst(), end);
			} else {
				for (Relocation relocation : relocations) {
					shape = replaced(shape, relocation, end);
				}
			}
			return new Line.Code(new Place(part, start - parts.get(part).value()), instruction.mnemonic(), shape, references, targets, sites.at(section.index(), start));
		}

		/** A branch that the assembler has resolved: within the section. */
		private String near(long to) throws ObjectFormatException {
			if (targetIn(section, to)) {
				return "";
			}
			for (Symbol symbol : object.symbolsIn(section)) {
				if (symbol.function() && symbol.value() <= to && to < symbol.value() + symbol.size()) {
					references.add(Names.plain(symbol.name()) + (to == symbol.value() ? "" : "+0x" + Long.toHexString(to - symbol.value())));
					return String.valueOf(Line.Code.REFERENCE);
				}
			}
			return "0x" + Long.toHexString(to);
		}

		private String far(Relocation relocation, long end) throws ObjectFormatException {
			Optional<Referents.Target> target = referents.target(relocation, end);
			if (target.isPresent() && !instruction.mnemonic().startsWith("call") && targetIn(target.get().section(), target.get().offset())) {
				return "";
			}
			references.add(referents.name(relocation, end));
			return String.valueOf(Line.Code.REFERENCE);
		}

		/** Remembers a target if it is in the function. */
		private boolean targetIn(Section home, long offset) {
			for (int i = 0; i < parts.size(); i++) {
				Symbol symbol = parts.get(i);
				if (symbol.section() == home.index() && offset >= symbol.value() && offset < symbol.value() + symbol.size()) {
					targets.add(new Place(i, offset - symbol.value()));
					return true;
				}
			}
			return false;
		}

		private String replaced(String operands, Relocation relocation, long end) throws ObjectFormatException {
			String name = reference(relocation, end);
			boolean last = relocation.offset() + 4 >= end || relocation.type() == Relocation.R_X86_64_64;
			List<Pattern> order = last && operands.startsWith("$") && !Referents.relative(relocation) ? List.of(IMMEDIATE, MEMORY, ABSOLUTE) : List.of(MEMORY, ABSOLUTE, IMMEDIATE);
			for (Pattern pattern : order) {
				Matcher matcher = pattern.matcher(operands);
				if (matcher.find()) {
					int from = pattern == ABSOLUTE ? matcher.start(2) : matcher.start();
					references.add(before(operands, from), name);
					return operands.substring(0, from) + Line.Code.REFERENCE + operands.substring(matcher.end());
				}
			}
			references.add(name);
			return operands + " " + Line.Code.REFERENCE;
		}

		/** How many references stand before a place. */
		private int before(String operands, int place) {
			return (int) operands.substring(0, place).chars().filter(c -> c == Line.Code.REFERENCE).count();
		}

		private String reference(Relocation relocation, long end) throws ObjectFormatException {
			Optional<Referents.Target> target = referents.target(relocation, end);
			List<Long> table = target.isEmpty() ? List.of() : referents.table(target.get(), section);
			if (instruction.mnemonic().startsWith("jmp") && !table.isEmpty()) {
				for (long entry : table) {
					if (!targetIn(section, entry)) {
						break;
					}
				}
				return "switch";
			}
			return referents.name(relocation, end);
		}
	}
}
