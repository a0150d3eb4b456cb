package dev.livepatch.core.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Section;

/**
 * What a module's {@code .modinfo} section says: texts {@code name=value}, each with a NUL behind it (include/linux/moduleparam.h, {@code __MODULE_INFO}).
 *
 * @param fields in the file's order; names may come several times
 */
public record ModuleInfo(List<Field> fields) {
	private static final String DEPENDS = "depends";

	/** One entry; the value is empty where there is no {@code =}. */
	public record Field(String name, String value) {
	}

	public ModuleInfo {
		fields = List.copyOf(fields);
	}

	/** Nothing where the object has no such section, as one that is no module. */
	public static ModuleInfo of(ObjectFile object) throws ObjectFormatException {
		Optional<Section> section = object.section(".modinfo");
		String text = section.isEmpty() ? "" : StandardCharsets.UTF_8.decode(object.data(section.get())).toString();
		return new ModuleInfo(Stream.of(text.split("\0")).filter(entry -> !entry.isEmpty()).map(ModuleInfo::field).toList());
	}

	private static Field field(String entry) {
		int equals = entry.indexOf('=');
		return equals < 0 ? new Field(entry, "") : new Field(entry.substring(0, equals), entry.substring(equals + 1));
	}

	/** The first of this name. */
	public Optional<String> value(String name) {
		return fields.stream().filter(f -> f.name().equals(name)).map(Field::value).findFirst();
	}

	/** The modules that it needs directly, as the kernel names them. */
	public List<String> depends() {
		return fields.stream().filter(f -> f.name().equals(DEPENDS)).flatMap(f -> Stream.of(f.value().split(","))).filter(s -> !s.isBlank()).map(LinkedObjects::moduleName).toList();
	}

	/** The modules that a module's file needs directly. */
	static List<String> depends(Path module) throws KernelException {
		try {
			return of(ObjectFile.read(module)).depends();
		} catch (IOException e) {
			throw new KernelException("the module " + module + " cannot be read: " + e.getMessage(), e);
		}
	}
}
