package dev.livepatch.core.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;

import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.ToolException;

/** A kernel module of one C file, built once for each kernel. */
public final class ExternalModule {
	private ExternalModule() {
	}

	/**
	 * @param name   letters, digits and {@code _}; the module's and the file's
	 * @param cache  directory for what can be made again; the module stays there
	 * @return the {@code .ko}
	 * @throws ToolException if it cannot be built; the log is kept, the message says where
	 */
	public static Path build(KernelBuild kernel, String name, String source, Path cache, Cancellation cancellation) throws ToolException {
		Path directory = cache.resolve("modules").resolve(new CacheFiles.Key("external module").add(kernel.fingerprint()).add(name).add(source).name());
		Path module = directory.resolve(name + ".ko");
		if (Files.exists(module)) {
			return module;
		}
		try {
			Path work = Kbuild.directory(CacheFiles.beside(directory));
			try {
				Files.writeString(work.resolve(name + ".c"), source);
				Files.writeString(work.resolve("Makefile"), "obj-m := " + name + ".o\n");
				Kbuild.make(kernel, work, List.of(), cancellation);
			} catch (CancellationException e) {
				CacheFiles.delete(work);
				throw e;
			}
			Path finished = CacheFiles.beside(module);
			Files.copy(work.resolve(name + ".ko"), finished);
			CacheFiles.publish(finished, module);
			CacheFiles.delete(work);
			return module;
		} catch (ToolException e) {
			throw e;
		} catch (IOException e) {
			throw new ToolException("module " + name + ".ko in " + directory + ": " + e.getMessage(), e);
		}
	}
}
