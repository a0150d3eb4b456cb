package dev.livepatch.vm.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.core.object.DebugInfo;
import dev.livepatch.core.object.Frame;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.object.Symbol;

/** Finds the source of code in the debug information of vmlinux and modules, each read when first asked for. Safe for several threads. */
public final class SourceFinder {
	private record Loaded(ObjectFile object, DebugInfo debug) {
	}

	private final KernelBuild kernel;
	private final Map<String, Path> modules;
	private final Map<String, Optional<Loaded>> loaded = new HashMap<>();

	/** @param modules files of modules that are not the kernel's own, by name */
	public SourceFinder(KernelBuild kernel, Map<String, Path> modules) {
		this.kernel = kernel;
		this.modules = Map.copyOf(modules);
	}

	/**
	 * The functions inlined into each other at a place, the innermost first, the compiled function last. Files are relative to the kernel tree where they are in it.
	 *
	 * @return empty where there is no debug information, or none for this place
	 */
	public List<Frame> frames(CodeAddress address) {
		try {
			Optional<Loaded> file = load(address.module());
			Optional<Symbol> symbol = file.isPresent() ? symbol(file.get().object(), address) : Optional.empty();
			if (symbol.isEmpty()) {
				return List.of();
			}
			Section section = file.get().object().section(symbol.get().section()).orElseThrow();
			long base = file.get().object().relocatable() ? 0 : section.address();
			long offset = symbol.get().value() - base + address.offset();
			return file.get().debug().frames(section, offset).stream().map(f -> new Frame(f.function(), kernel.kernelPath(f.file()), f.line())).toList();
		} catch (IOException e) {
			// the place stays a symbol and an offset
			return List.of();
		}
	}

	/**
	 * The source file that a function is defined in, relative to the kernel tree where it is in it.
	 *
	 * @param address in vmlinux, as the linker placed it
	 */
	public Optional<String> definedIn(long address) {
		try {
			Optional<Loaded> file = load(ParentObject.VMLINUX);
			if (file.isPresent()) {
				for (Section section : file.get().object().sections()) {
					if (section.executable() && address >= section.address() && address < section.address() + section.size()) {
						return file.get().debug().function(section, address - section.address()).map(f -> kernel.kernelPath(f.file()));
					}
				}
			}
		} catch (IOException e) {
			// unknown then
		}
		return Optional.empty();
	}

	/** Static functions may share a name: the kernel's distance to the next symbol tells them apart, which is the size and what fills the gap. */
	private static Optional<Symbol> symbol(ObjectFile object, CodeAddress address) throws IOException {
		return object.symbols().stream().filter(s -> s.defined() && s.name().equals(address.symbol()) && s.size() <= address.size())
				.min(Comparator.comparingLong(s -> address.size() - s.size()));
	}

	private synchronized Optional<Loaded> load(String module) throws IOException {
		Optional<Loaded> known = loaded.get(module);
		if (known == null) {
			Optional<Path> file = module.equals(ParentObject.VMLINUX) ? Optional.of(kernel.vmlinux())
					: modules.containsKey(module) ? Optional.of(modules.get(module)) : symbolFile(module);
			loaded.put(module, Optional.empty());
			if (file.isPresent()) {
				ObjectFile object = ObjectFile.read(file.get());
				loaded.put(module, Optional.of(new Loaded(object, DebugInfo.read(object))));
			}
			known = loaded.get(module);
		}
		return known;
	}

	private Optional<Path> symbolFile(String module) throws IOException {
		Optional<Path> file = kernel.moduleFile(module);
		return file.isPresent() ? Optional.of(kernel.symbolFile(new ParentObject(module, file.get()))) : file;
	}
}
