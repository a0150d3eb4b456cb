package dev.livepatch.core.kernel;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a module's {@code .modinfo} section says. */
final class ModuleInfo {
	private static final String DEPENDS = "depends=";

	private ModuleInfo() {
	}

	/** The modules that it needs directly. */
	static List<String> depends(Path module) throws KernelException {
		try {
			return ElfSections.read(module, ".modinfo").strings(".modinfo").stream().filter(s -> s.startsWith(DEPENDS))
					.flatMap(s -> Stream.of(s.substring(DEPENDS.length()).split(","))).filter(s -> !s.isBlank()).map(LinkedObjects::moduleName).toList();
		} catch (KernelException e) {
			throw e;
		} catch (IOException e) {
			throw new KernelException("the module " + module + " cannot be read: " + e.getMessage(), e);
		}
	}
}
