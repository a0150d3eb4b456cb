package dev.livepatch.core.module;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import dev.livepatch.core.kernel.Exports;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.object.Symbol;
import dev.livepatch.core.process.Cancellation;

/**
 * How a module goes with a kernel, by the rules of the kernel's own loader (kernel/module/main.c, version.c; kernel/livepatch/core.c).
 *
 * @param release  of the kernel, as {@code uname -r} prints it
 * @param magic    how what it was built for compares
 * @param vermagic the kernel's; its release alone where vmlinux does not have the text
 * @param symbols  for each of {@link ModuleFacts#needed()}, by name and in its order
 * @param targets  for each function that is patched and each symbol that livepatch resolves
 */
public record KernelMatch(String release, Magic magic, String vermagic, Map<String, SymbolMatch> symbols, Map<Target, Presence> targets) {

	/** How two version magics compare ({@code same_magic}). */
	public enum Magic {
		SAME,
		/** Only the release differs, which the kernel passes over for a module with checksums. */
		OTHER_RELEASE,
		/** The kernel refuses it. */
		DIFFERS
	}

	/** What the kernel finds in its exports. */
	public enum SymbolState {
		/** Exported, with the same checksum. */
		MATCHES("matches"),
		/** Exported with another checksum: refused as {@code disagrees about version of symbol}. */
		DIFFERS("differs"),
		/** Exported by nobody in this kernel: refused as {@code Unknown symbol}. */
		MISSING("missing"),
		/** The same, but the module can do without. */
		OPTIONAL("missing, optional"),
		/** Exported, and the module has no checksum for it where the kernel wants one: refused as {@code no symbol version for}. */
		NO_VERSION("without a checksum"),
		/** Exported, in a kernel that does not compare checksums. */
		EXPORTED("exported");

		private final String label;

		SymbolState(String label) {
			this.label = label;
		}

		@Override
		public String toString() {
			return label;
		}
	}

	/**
	 * @param exporter {@code vmlinux}, a module's path without its ending, or empty
	 * @param version  the kernel's checksum; empty if it has none
	 */
	public record SymbolMatch(NeededSymbol symbol, SymbolState state, String exporter, String version) {
	}

	/**
	 * A symbol that livepatch looks for in an object.
	 *
	 * @param sympos as in {@link PatchedFunction#sympos()}
	 */
	public record Target(String object, String symbol, long sympos) {
		public static Target of(PatchedFunction function) {
			return new Target(function.object(), function.function(), function.sympos());
		}

		public static Target of(PatchRelocation relocation) {
			return new Target(relocation.symbolObject(), relocation.symbol(), relocation.sympos());
		}
	}

	/** What livepatch finds there ({@code klp_find_object_symbol}). */
	public enum Presence {
		FOUND("found"),
		/** Refused as {@code symbol not found in symbol table}, or {@code symbol position … not found}. */
		MISSING("not in this kernel"),
		/** Refused as {@code unresolvable ambiguity}. */
		AMBIGUOUS("several of this name"),
		/** The object is no part of this kernel build, or has no symbols left: nothing is wrong with the patch, it has nothing to do there. */
		UNKNOWN("object not in this kernel build");

		private final String label;

		Presence(String label) {
			this.label = label;
		}

		public boolean refused() {
			return this == MISSING || this == AMBIGUOUS;
		}

		@Override
		public String toString() {
			return label;
		}
	}

	public KernelMatch {
		symbols = Collections.unmodifiableMap(new LinkedHashMap<>(symbols));
		targets = Map.copyOf(targets);
	}

	/** Reads what is needed of the kernel: its list of exports, and for a live patch the symbols of what it patches. */
	public static KernelMatch of(ModuleFacts module, KernelBuild kernel, Cancellation cancellation) throws IOException {
		String vermagic = vermagic(kernel);
		boolean versioned = module.needed().stream().anyMatch(n -> n.version().isPresent());
		Exports exports = kernel.exports();
		boolean checked = kernel.config().enabled("CONFIG_MODVERSIONS");
		Map<String, SymbolMatch> symbols = new LinkedHashMap<>();
		module.needed().forEach(n -> symbols.put(n.name(), match(n, exports.of(n.name()), checked)));
		cancellation.check();
		Map<Target, Presence> targets = module.patch().isEmpty() ? Map.of() : new TargetFinder(kernel, cancellation).find(module.patch().get());
		return new KernelMatch(kernel.release(), compare(module.vermagic(), vermagic, versioned && checked), vermagic, symbols, targets);
	}

	public Presence presence(Target target) {
		return targets.getOrDefault(target, Presence.UNKNOWN);
	}

	/** @param symbol one of the module that was compared */
	public Optional<SymbolMatch> of(NeededSymbol symbol) {
		return Optional.ofNullable(symbols.get(symbol.name()));
	}

	private static SymbolMatch match(NeededSymbol symbol, Optional<Exports.Export> export, boolean checked) {
		if (export.isEmpty()) {
			return new SymbolMatch(symbol, symbol.weak() ? SymbolState.OPTIONAL : SymbolState.MISSING, "", "");
		}
		SymbolState state = !checked ? SymbolState.EXPORTED : symbol.version().isEmpty() ? SymbolState.NO_VERSION
				: symbol.version().get().equalsIgnoreCase(export.get().version()) ? SymbolState.MATCHES : SymbolState.DIFFERS;
		return new SymbolMatch(symbol, state, export.get().exporter(), checked ? export.get().version() : "");
	}

	private static Magic compare(String module, String kernel, boolean versioned) {
		String[] ours = module.strip().split(" ", 2);
		String[] theirs = kernel.strip().split(" ", 2);
		boolean sameOptions = theirs.length < 2 || ours.length == 2 && ours[1].equals(theirs[1]);
		boolean sameRelease = ours[0].equals(theirs[0]);
		return sameRelease && sameOptions ? Magic.SAME : sameOptions && versioned ? Magic.OTHER_RELEASE : Magic.DIFFERS;
	}

	/** {@code static const char vermagic[]} of kernel/module/main.c. */
	private static String vermagic(KernelBuild kernel) throws IOException {
		ObjectFile vmlinux = ObjectFile.read(kernel.vmlinux());
		Optional<Symbol> symbol = vmlinux.symbol("vermagic").filter(Symbol::defined);
		Optional<Section> section = symbol.flatMap(s -> vmlinux.section(s.section()));
		if (section.isEmpty() || section.get().type() == Section.NOBITS) {
			return kernel.release();
		}
		long start = symbol.get().value() - section.get().address();
		byte[] text = new byte[Math.clamp(symbol.get().size(), 0, 256)];
		if (start < 0 || start > vmlinux.data(section.get()).limit() - text.length) {
			return kernel.release();
		}
		vmlinux.data(section.get()).get((int) start, text);
		String found = new String(text, StandardCharsets.ISO_8859_1).split("\0", 2)[0];
		return found.isEmpty() ? kernel.release() : found;
	}
}
