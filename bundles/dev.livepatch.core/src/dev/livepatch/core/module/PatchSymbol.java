package dev.livepatch.core.module;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.livepatch.core.object.Symbol;

/** A symbol that livepatch resolves, by its name {@code .klp.sym.OBJECT.NAME,SYMPOS} (Documentation/livepatch/module-elf-format.rst). */
record PatchSymbol(String object, String name, long sympos) {
	private static final Pattern NAME = Pattern.compile("\\.klp\\.sym\\.([^.]+)\\.([^,]+),(\\d{1,18})", Pattern.DOTALL);

	static Optional<PatchSymbol> of(Symbol symbol) {
		Matcher matcher = NAME.matcher(symbol.name());
		return matcher.matches() ? Optional.of(new PatchSymbol(matcher.group(1), matcher.group(2), Long.parseLong(matcher.group(3)))) : Optional.empty();
	}

	/** What the source calls the symbol. */
	static String plain(Symbol symbol) {
		return of(symbol).map(PatchSymbol::name).orElse(symbol.name());
	}
}
