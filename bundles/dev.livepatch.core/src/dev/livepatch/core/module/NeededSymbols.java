package dev.livepatch.core.module;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.object.Symbol;
import dev.livepatch.core.object.SymbolBinding;

/** What a module leaves undefined, with the checksums of {@code struct modversion_info} (include/linux/module.h) or of the longer form of Linux 6.14. */
final class NeededSymbols {
	/** {@code unsigned long crc; char name[64 - sizeof(unsigned long)]}. */
	private static final int ENTRY = 64;
	private static final int NAME = 8;

	private NeededSymbols() {
	}

	static List<NeededSymbol> read(ObjectFile object) throws ObjectFormatException {
		Map<String, String> versions = versions(object);
		Map<String, NeededSymbol> needed = new TreeMap<>();
		versions.forEach((name, version) -> needed.put(name, new NeededSymbol(name, Optional.of(version), false)));
		for (Symbol symbol : object.symbols()) {
			if (symbol.section() == Symbol.UNDEFINED && !symbol.name().isEmpty()) {
				needed.put(symbol.name(), new NeededSymbol(symbol.name(), Optional.ofNullable(versions.get(symbol.name())), symbol.binding() == SymbolBinding.WEAK));
			}
		}
		return List.copyOf(needed.values());
	}

	private static Map<String, String> versions(ObjectFile object) throws ObjectFormatException {
		Map<String, String> versions = new TreeMap<>();
		Optional<Section> table = object.section("__versions");
		ByteBuffer data = table.isPresent() ? object.data(table.get()) : ByteBuffer.allocate(0);
		for (int at = 0; at <= data.limit() - ENTRY; at += ENTRY) {
			String name = text(data, at + NAME, at + ENTRY);
			if (!name.isEmpty()) {
				versions.put(name, hexadecimal((int) data.getLong(at)));
			}
		}
		Optional<Section> checksums = object.section("__version_ext_crcs");
		Optional<Section> names = object.section("__version_ext_names");
		if (checksums.isPresent() && names.isPresent()) {
			ByteBuffer numbers = object.data(checksums.get());
			ByteBuffer texts = object.data(names.get());
			int from = 0;
			for (int at = 0; at <= numbers.limit() - Integer.BYTES && from < texts.limit(); at += Integer.BYTES) {
				String name = text(texts, from, texts.limit());
				from += name.getBytes(StandardCharsets.ISO_8859_1).length + 1;
				versions.putIfAbsent(name, hexadecimal(numbers.getInt(at)));
			}
		}
		return versions;
	}

	/** Up to a NUL. */
	private static String text(ByteBuffer data, int from, int to) {
		int end = from;
		while (end < to && data.get(end) != 0) {
			end++;
		}
		byte[] text = new byte[end - from];
		data.get(from, text);
		return new String(text, StandardCharsets.ISO_8859_1);
	}

	private static String hexadecimal(int checksum) {
		return "0x%08x".formatted(checksum);
	}
}
