package dev.livepatch.core.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The directories and files of a line table; paths are put together when asked for. Safe for several threads.
 * <p>
 * Directory 0 is where the compiler ran (DWARF 5 §6.2.4.1); files in it are given relative to it, as with DWARF 4.
 */
final class FileTable {

	/** A name yet to be read: its form and value, and where a text in place begins. */
	record Name(int form, long value, int position, long directory) {
	}

	private final DwarfFile dwarf;
	private final int first;
	private final List<Name> directories;
	private final List<Name> files;
	private final Map<Long, String> paths = new ConcurrentHashMap<>();

	/** @param first the number of the first file and of the first directory: 0 in DWARF 5, 1 before, where 0 means none */
	FileTable(DwarfFile dwarf, int first, List<Name> directories, List<Name> files) {
		this.dwarf = dwarf;
		this.first = first;
		this.directories = List.copyOf(directories);
		this.files = List.copyOf(files);
	}

	String path(long number) throws ObjectFormatException {
		if (number == 0 && first == 1) {
			return "";
		}
		String known = paths.get(number);
		if (known == null) {
			Name file = entry(files, number, "file");
			String name = text(file);
			boolean bare = file.directory() == 0 || name.startsWith("/");
			known = normalised(bare ? name : text(entry(directories, file.directory(), "directory")) + "/" + name);
			paths.put(number, known);
		}
		return known;
	}

	private Name entry(List<Name> entries, long number, String what) throws ObjectFormatException {
		if (number < first || number - first >= entries.size()) {
			throw dwarf.line().bytes().damaged(0, what + " " + Long.toUnsignedString(number) + " of " + entries.size());
		}
		return entries.get((int) number - first);
	}

	private String text(Name name) throws ObjectFormatException {
		return switch (name.form()) {
			case Dwarf.FORM_STRING -> dwarf.line().bytes().text(name.position());
			case Dwarf.FORM_LINE_STRP -> dwarf.lineStrings().at(name.value());
			case Dwarf.FORM_STRP -> dwarf.strings().at(name.value());
			default -> throw dwarf.line().bytes().damaged(name.position(), "file name of unknown form 0x" + Integer.toHexString(name.form()));
		};
	}

	/** Without {@code .}, {@code ..} and double slashes, as far as the text alone allows. */
	static String normalised(String path) {
		if (!path.contains("./") && !path.contains("//") && !path.endsWith(".")) {
			return path;
		}
		List<String> kept = new ArrayList<>();
		for (String part : path.split("/")) {
			if (part.equals("..") && !kept.isEmpty() && !kept.getLast().equals("..")) {
				kept.removeLast();
			} else if (!part.isEmpty() && !part.equals(".")) {
				kept.add(part);
			}
		}
		return (path.startsWith("/") ? "/" : "") + String.join("/", kept);
	}
}
