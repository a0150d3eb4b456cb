package dev.livepatch.core.kernel;

import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.Section;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a module's {@code .modinfo} section says. */
final class ModuleInfo {
	private static final String DEPENDS = "depends=";

	private ModuleInfo() {
	}

	/** The modules that it needs directly. */
	static List<String> depends(Path module) throws KernelException {
		try {
			ObjectFile object = ObjectFile.read(module);
			Optional<Section> section = object.section(".modinfo");
			String text = section.isEmpty() ? "" : StandardCharsets.ISO_8859_1.decode(object.data(section.get())).toString();
			return Stream.of(text.split("\0")).filter(s -> s.startsWith(DEPENDS)).flatMap(s -> Stream.of(s.substring(DEPENDS.length()).split(",")))
					.filter(s -> !s.isBlank()).map(LinkedObjects::moduleName).toList();
		} catch (IOException e) {
			throw new KernelException("the module " + module + " cannot be read: " + e.getMessage(), e);
		}
	}
}
