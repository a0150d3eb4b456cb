package dev.livepatch.vm.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Symbol;
import dev.livepatch.vm.observation.PatchedFunction;

/** Where functions lie in the guest's memory, in the order in which {@code sympos} counts symbols of the same name: by address. */
final class Addresses {
	/** A line of {@code /proc/kallsyms}: {@code ffffffff81001000 t name	[module]}. */
	private static final Pattern KALLSYMS = Pattern.compile("([0-9a-f]{16}) \\S (\\S+)(?:\\s+\\[(\\S+)\\])?");

	private final Map<String, List<Long>> byName = new HashMap<>();
	private final ObjectFile vmlinux;

	private Addresses(ObjectFile vmlinux) {
		this.vmlinux = vmlinux;
	}

	/** Reads the kernel's own symbols, which tell addresses since the guest is booted with {@code nokaslr}. */
	static Addresses ofVmlinux(Path vmlinux, Collection<String> names) throws IOException {
		Addresses addresses = new Addresses(ObjectFile.read(vmlinux));
		Map<String, TreeSet<Long>> sorted = new HashMap<>();
		for (Symbol symbol : addresses.vmlinux.symbols()) {
			if (symbol.defined() && names.contains(symbol.name())) {
				sorted.computeIfAbsent(symbol.name(), n -> new TreeSet<>(Long::compareUnsigned)).add(symbol.value());
			}
		}
		sorted.forEach((name, values) -> addresses.byName.put(key(ParentObject.VMLINUX, name), List.copyOf(values)));
		return addresses;
	}

	/** Adds what the guest's symbol table tells about loaded modules. */
	void addModules(List<String> kallsyms) {
		Map<String, List<Long>> found = new HashMap<>();
		for (String line : kallsyms) {
			Matcher m = KALLSYMS.matcher(line);
			if (m.matches() && m.group(3) != null) {
				found.computeIfAbsent(key(m.group(3), m.group(2)), n -> new ArrayList<>()).add(Long.parseUnsignedLong(m.group(1), 16));
			}
		}
		byName.putAll(found);
	}

	Optional<Long> of(PatchedFunction function) {
		List<Long> all = byName.getOrDefault(key(function.parent(), function.function()), List.of());
		int index = Math.max(0, function.sympos() - 1);
		return index < all.size() ? Optional.of(all.get(index)) : Optional.empty();
	}

	/** The function of vmlinux at this address. */
	Optional<String> functionAt(long address) {
		try {
			return vmlinux.symbols().stream().filter(s -> s.function() && s.defined() && address >= s.value() && address < s.value() + Math.max(1, s.size()))
					.map(Symbol::name).findFirst();
		} catch (ObjectFormatException e) {
			throw new IllegalStateException("read before", e);
		}
	}

	private static String key(String parent, String name) {
		return parent + ":" + name;
	}
}
