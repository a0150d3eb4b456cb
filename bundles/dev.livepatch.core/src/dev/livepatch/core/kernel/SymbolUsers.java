package dev.livepatch.core.kernel;

import java.io.DataInputStream;
import java.io.DataOutputStream;
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
	private final List<String> objects;
	private final Map<String, ObjectNumbers> users;

	private SymbolUsers(List<String> objects, Map<String, ObjectNumbers> users) {
		this.objects = objects;
		this.users = users;
	}

	/**
	 * Reads the symbol tables of the given objects with all processors. Objects that are not there are passed over.
	 *
	 * @param objects relative to the build directory, sorted
	 */
	static SymbolUsers scan(Path build, List<String> objects, Cancellation cancellation) throws KernelException {
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
		return new SymbolUsers(List.copyOf(objects), users);
	}

	private static List<String> undefined(Path object) throws IOException {
		try {
			return ObjectFile.read(object).symbols().stream().filter(s -> s.section() == Symbol.UNDEFINED).map(Symbol::name).toList();
		} catch (NoSuchFileException e) {
			return List.of();
		}
	}

	/** The objects that refer to a symbol without defining it, sorted. */
	List<String> of(String symbol) {
		ObjectNumbers found = users.get(symbol);
		return found == null ? List.of() : found.stream().mapToObj(objects::get).toList();
	}

	void write(DataOutputStream out) throws IOException {
		out.writeInt(objects.size());
		for (String object : objects) {
			out.writeUTF(object);
		}
		out.writeInt(users.size());
		for (Map.Entry<String, ObjectNumbers> entry : users.entrySet()) {
			out.writeUTF(entry.getKey());
			entry.getValue().write(out);
		}
	}

	static SymbolUsers read(DataInputStream in) throws IOException {
		List<String> objects = new ArrayList<>();
		for (int count = in.readInt(); count > 0; count--) {
			objects.add(in.readUTF());
		}
		Map<String, ObjectNumbers> users = new HashMap<>();
		for (int count = in.readInt(); count > 0; count--) {
			users.put(in.readUTF(), ObjectNumbers.read(in));
		}
		return new SymbolUsers(List.copyOf(objects), users);
	}
}
