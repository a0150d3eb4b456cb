package dev.livepatch.core.kernel;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which objects of a kernel build a name has to do with: a file they were made from, a symbol they refer to. */
final class ObjectIndex {
	private final List<String> objects;
	private final Map<String, ObjectNumbers> byName;

	/** @param byName places in {@code objects} */
	ObjectIndex(List<String> objects, Map<String, ObjectNumbers> byName) {
		this.objects = List.copyOf(objects);
		this.byName = byName;
	}

	/** The objects of a name, relative to the build directory, sorted. */
	List<String> objects(String name) {
		ObjectNumbers found = byName.get(name);
		return found == null ? List.of() : found.stream().mapToObj(objects::get).toList();
	}

	/** All names, sorted. */
	List<String> names() {
		return byName.keySet().stream().sorted().toList();
	}

	void write(DataOutputStream out) throws IOException {
		out.writeInt(objects.size());
		for (String object : objects) {
			out.writeUTF(object);
		}
		out.writeInt(byName.size());
		for (Map.Entry<String, ObjectNumbers> entry : byName.entrySet()) {
			out.writeUTF(entry.getKey());
			entry.getValue().write(out);
		}
	}

	static ObjectIndex read(DataInputStream in) throws IOException {
		List<String> objects = new ArrayList<>();
		for (int count = in.readInt(); count > 0; count--) {
			objects.add(in.readUTF());
		}
		Map<String, ObjectNumbers> byName = new HashMap<>();
		for (int count = in.readInt(); count > 0; count--) {
			byName.put(in.readUTF(), ObjectNumbers.read(in));
		}
		return new ObjectIndex(objects, byName);
	}
}
