package dev.livepatch.core.kernel;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.Symbol;
import dev.livepatch.core.process.Cancellation;

/** Which objects of a kernel build refer to which symbols that other objects define, as their own symbol tables say. */
final class SymbolUsers {
	private SymbolUsers() {
	}

	/**
	 * Reads the symbol tables of the given objects with all processors. Objects that are not there are passed over.
	 *
	 * @param objects relative to the build directory, sorted
	 */
	static ObjectIndex scan(Path build, List<String> objects, Cancellation cancellation) throws KernelException {
		List<List<String>> undefined = new ArrayList<>();
		objects.forEach(object -> undefined.add(List.of()));
		try {
			Workers.run(objects.size(), () -> build, (directory, object) -> undefined.set(object, undefined(directory.resolve(objects.get(object)))), cancellation);
		} catch (IOException e) {
			throw new KernelException("the objects below " + build + " cannot be read: " + e.getMessage(), e);
		}
		Map<String, ObjectNumbers> users = new HashMap<>();
		for (int object = 0; object < undefined.size(); object++) {
			for (String name : undefined.get(object)) {
				users.computeIfAbsent(name, n -> new ObjectNumbers()).add(object);
			}
		}
		return new ObjectIndex(objects, users);
	}

	private static List<String> undefined(Path object) throws IOException {
		try {
			return ObjectFile.read(object).symbols().stream().filter(s -> s.section() == Symbol.UNDEFINED).map(Symbol::name).toList();
		} catch (NoSuchFileException e) {
			return List.of();
		}
	}
}
