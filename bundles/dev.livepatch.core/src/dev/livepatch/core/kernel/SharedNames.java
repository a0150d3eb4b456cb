package dev.livepatch.core.kernel;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.Symbol;
import dev.livepatch.core.object.SymbolBinding;
import dev.livepatch.core.object.SymbolType;

/**
 * The names of global symbols of {@code vmlinux} or a module that static ones bear as well. A live patch looks for a global symbol by its name alone (position 0, "there is only one"):
 * the kernel then finds two and refuses the patch ({@code klp_find_object_symbol} in kernel/livepatch/core.c, {@code lookup_global_symbol} of create-diff-object).
 *
 * @param names of functions and variables
 */
record SharedNames(Set<String> names) {

	static SharedNames of(Path binary) throws KernelException {
		try {
			Set<String> seen = new HashSet<>();
			Set<String> global = new HashSet<>();
			Set<String> several = new HashSet<>();
			for (Symbol symbol : ObjectFile.read(binary).symbols()) {
				if (symbol.defined() && symbol.type() != SymbolType.SECTION && symbol.type() != SymbolType.FILE) {
					if (symbol.binding() != SymbolBinding.LOCAL) {
						global.add(symbol.name());
					}
					if (!seen.add(symbol.name())) {
						several.add(symbol.name());
					}
				}
			}
			several.retainAll(global);
			return new SharedNames(Set.copyOf(several));
		} catch (IOException e) {
			throw new KernelException("the symbols of " + binary + " cannot be read: " + e.getMessage(), e);
		}
	}

	void write(DataOutputStream out) throws IOException {
		out.writeInt(names.size());
		for (String name : names) {
			out.writeUTF(name);
		}
	}

	static SharedNames read(DataInputStream in) throws IOException {
		Set<String> names = new HashSet<>();
		for (int count = in.readInt(); count > 0; count--) {
			names.add(in.readUTF());
		}
		return new SharedNames(Set.copyOf(names));
	}
}
