package dev.livepatch.core.object;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A 64-bit x86 ELF file: a compiled object, a module, or {@code vmlinux}. Headers are read at once, everything else when first asked for;
 * large files are mapped, not copied. Immutable to its users and safe for several threads.
 * <p>
 * Damaged files give an {@link ObjectFormatException} on opening or on the first call that meets the damage, and nothing else.
 * A file that is mapped (over 8 MB) must be replaced, not rewritten in place, by whoever makes a new one.
 */
public final class ObjectFile {
	private static final String GNU = "GNU";
	private static final int NT_GNU_BUILD_ID = 3;
	private final Path file;
	private final ElfReader elf;
	private final Map<String, Section> byName = new HashMap<>();
	private final Map<Integer, List<Section>> relocationSections = new HashMap<>();
	private final Map<Integer, Bytes> contents = new ConcurrentHashMap<>();
	private final Map<Integer, RelocationTable> relocations = new ConcurrentHashMap<>();
	private final Lazy<SymbolTable> symbolTable = new Lazy<>(this::readSymbolTable);
	private final Lazy<SymbolIndex> symbols = new Lazy<>(() -> new SymbolIndex(symbolTable.get().all()));
	private final Lazy<FentrySites> fentrySites = new Lazy<>(() -> FentrySites.read(this));

	private ObjectFile(Path file, ElfReader elf) {
		this.file = file;
		this.elf = elf;
		for (Section section : elf.sections()) {
			byName.putIfAbsent(section.name(), section);
			if (section.type() == Section.RELA) {
				relocationSections.computeIfAbsent(elf.info(section), index -> new ArrayList<>()).add(section);
			}
		}
	}

	/**
	 * @throws ObjectFormatException if it is not an ELF file for this machine, or is damaged
	 * @throws IOException           if it cannot be read
	 */
	public static ObjectFile read(Path file) throws IOException {
		return new ObjectFile(file, ElfReader.read(file));
	}

	/**
	 * An object whose bytes are in memory, as those of a compressed module.
	 *
	 * @param file     for messages
	 * @param contents not to be changed afterwards
	 */
	public static ObjectFile read(Path file, ByteBuffer contents) throws ObjectFormatException {
		return new ObjectFile(file, ElfReader.read(file.toString(), contents));
	}

	public Path file() {
		return file;
	}

	/** Whether it is an object to be linked ({@code .o}, {@code .ko}), where symbols and relocations count from their section's start. */
	public boolean relocatable() {
		return elf.relocatable();
	}

	/** All but the empty section 0, in the file's order. */
	public List<Section> sections() {
		return elf.sections();
	}

	/** The first section of this name. */
	public Optional<Section> section(String name) {
		return Optional.ofNullable(byName.get(name));
	}

	/** The section of this index, for instance {@link Symbol#section()}; empty for reserved indices. */
	public Optional<Section> section(int index) {
		return index > 0 && index <= sections().size() ? Optional.of(sections().get(index - 1)) : Optional.empty();
	}

	/** Little-endian and read-only, uncompressed; empty for {@link Section#NOBITS}. */
	public ByteBuffer data(Section section) throws ObjectFormatException {
		return bytes(section).buffer().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
	}

	/** In the symbol table's order, without the empty symbol 0. */
	public List<Symbol> symbols() throws ObjectFormatException {
		return symbols.get().all();
	}

	/** The symbol of this name: a defined one before an undefined one, a global one before a local one, else the first. Section symbols are not found. */
	public Optional<Symbol> symbol(String name) throws ObjectFormatException {
		return symbols.get().named(name);
	}

	/** The symbols defined in this section, sorted by value. */
	public List<Symbol> symbolsIn(Section section) throws ObjectFormatException {
		return symbols.get().in(section.index());
	}

	/** The relocations of this section, sorted by offset. */
	public List<Relocation> relocations(Section section) throws ObjectFormatException {
		return relocations(section, 0, Long.MAX_VALUE);
	}

	/** The relocations of a part of this section, sorted by offset: from the first offset on, and before the second. */
	public List<Relocation> relocations(Section section, long from, long to) throws ObjectFormatException {
		RelocationTable table = relocationTable(section);
		List<Relocation> found = new ArrayList<>();
		for (int i = table.from(from); i < table.count() && table.offset(i) < to; i++) {
			found.add(relocation(table, i));
		}
		return Collections.unmodifiableList(found);
	}

	/** The (first) relocation of exactly this offset. */
	public Optional<Relocation> relocation(Section section, long offset) throws ObjectFormatException {
		RelocationTable table = relocationTable(section);
		int found = table.find(offset);
		return found < 0 ? Optional.empty() : Optional.of(relocation(table, found));
	}

	/** The GNU build id in hexadecimal digits. */
	public Optional<String> buildId() throws ObjectFormatException {
		for (Section section : sections()) {
			if (section.type() == Section.NOTE) {
				Optional<byte[]> id = Notes.find(bytes(section), GNU, NT_GNU_BUILD_ID);
				if (id.isPresent()) {
					return id.map(HexFormat.of()::formatHex);
				}
			}
		}
		return Optional.empty();
	}

	/** The texts of {@code .comment}: each compiler that had a part in the file. */
	public List<String> comments() throws ObjectFormatException {
		Optional<Section> section = section(".comment");
		List<String> comments = new ArrayList<>();
		if (section.isPresent()) {
			ByteReader reader = bytes(section.get()).reader(0);
			while (!reader.atEnd()) {
				String comment = reader.text();
				if (!comment.isEmpty() && !comments.contains(comment)) {
					comments.add(comment);
				}
			}
		}
		return List.copyOf(comments);
	}

	/** For those who find that the contents of a section make no sense. */
	public ObjectFormatException damaged(Section section, long offset, String problem) {
		return new ObjectFormatException(file.toString(), section.name(), offset, problem);
	}

	/** The section's bytes, uncompressed. */
	Bytes bytes(Section section) throws ObjectFormatException {
		if (!section.compressed()) {
			return elf.raw(section);
		}
		Bytes known = contents.get(section.index());
		if (known == null) {
			known = new Bytes(file.toString(), section.name(), Compression.inflate(elf.raw(section)));
			contents.put(section.index(), known);
		}
		return known;
	}

	RelocationTable relocationTable(Section section) throws ObjectFormatException {
		RelocationTable known = relocations.get(section.index());
		if (known == null) {
			List<Bytes> tables = new ArrayList<>();
			for (Section table : relocationSections.getOrDefault(section.index(), List.of())) {
				tables.add(bytes(table));
			}
			known = RelocationTable.read(tables, relocatable() ? 0 : section.address(), section.compressed() ? bytes(section).size() : section.size());
			relocations.put(section.index(), known);
		}
		return known;
	}

	SymbolTable symbolTable() throws ObjectFormatException {
		return symbolTable.get();
	}

	FentrySites fentrySites() throws ObjectFormatException {
		return fentrySites.get();
	}

	private Relocation relocation(RelocationTable table, int index) throws ObjectFormatException {
		return new Relocation(table.offset(index), table.type(index), symbolTable().symbol(table.symbol(index)), table.addend(index));
	}

	private SymbolTable readSymbolTable() throws ObjectFormatException {
		Section table = null;
		Optional<Bytes> indices = Optional.empty();
		for (Section section : sections()) {
			if (section.type() == Section.SYMTAB && table == null) {
				table = section;
			} else if (section.type() == Section.SYMTAB_SHNDX) {
				indices = Optional.of(bytes(section));
			}
		}
		if (table == null) {
			Bytes none = new Bytes(file.toString(), ".symtab", ByteBuffer.allocate(0));
			return new SymbolTable(none, new StringTable(none), indices, sections());
		}
		Bytes entries = bytes(table);
		Section names = section(elf.link(table)).orElseThrow(() -> entries.damaged(0, "has no string table"));
		return new SymbolTable(entries, new StringTable(bytes(names)), indices, sections());
	}
}
