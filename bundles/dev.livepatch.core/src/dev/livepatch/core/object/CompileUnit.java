package dev.livepatch.core.object;

/** A compiled source file with its headers: what its own debugging entry says (DWARF 5 §3.1.1), and its facts and lines, read when first needed. */
final class CompileUnit {
	private final Unit unit;
	private final UnitBases bases;
	private final String name;
	private final String directory;
	private final CodeRanges code;
	private final Lazy<LineHeader> lineHeader;
	private final Lazy<LineTable> lines;
	private final Lazy<UnitFacts> facts = new Lazy<>(() -> new UnitScanner(this).scan());

	private CompileUnit(Unit unit, UnitBases bases, AttributeReader root) throws ObjectFormatException {
		this.unit = unit;
		this.bases = bases;
		this.name = textOrEmpty(root, Dwarf.AT_NAME);
		this.directory = textOrEmpty(root, Dwarf.AT_COMP_DIR);
		this.code = root.code();
		long lineOffset = root.number(Dwarf.AT_STMT_LIST, -1);
		this.lineHeader = new Lazy<>(() -> lineOffset == -1 ? LineHeader.NONE : LineHeader.read(unit.dwarf(), lineOffset));
		this.lines = new Lazy<>(() -> lineOffset == -1 ? LineTable.NONE : LineTable.read(unit.dwarf(), lineHeader.get()));
	}

	static CompileUnit read(Unit unit) throws ObjectFormatException {
		DieCursor root = unit.cursor();
		if (!root.next()) {
			throw unit.dwarf().info().bytes().damaged(unit.firstDie(), "unit without a debugging entry");
		}
		UnitBases bases = UnitBases.read(unit, root);
		return new CompileUnit(unit, bases, new AttributeReader(root, bases));
	}

	private static String textOrEmpty(AttributeReader attributes, int attribute) throws ObjectFormatException {
		String text = attributes.text(attribute);
		return text == null ? "" : text;
	}

	Unit unit() {
		return unit;
	}

	UnitBases bases() {
		return bases;
	}

	/** The source file as the compiler was given it. */
	String name() {
		return name;
	}

	/** Where the compiler ran. */
	String directory() {
		return directory;
	}

	CodeRanges code() {
		return code;
	}

	/** The path of a file of {@code DW_AT_decl_file} or {@code DW_AT_call_file}; empty if the number stands for none or the unit has no line table. */
	String path(long file) throws ObjectFormatException {
		LineHeader header = lineHeader.get();
		return header == LineHeader.NONE ? "" : header.path(file);
	}

	LineTable lines() throws ObjectFormatException {
		return lines.get();
	}

	UnitFacts facts() throws ObjectFormatException {
		return facts.get();
	}
}
