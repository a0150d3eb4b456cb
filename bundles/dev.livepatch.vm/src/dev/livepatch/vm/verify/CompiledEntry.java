package dev.livepatch.vm.verify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.livepatch.core.disasm.Disassembler;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.Relocation;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.object.Symbol;
import dev.livepatch.vm.guest.EntrySite;
import dev.livepatch.vm.observation.EntryState;
import dev.livepatch.vm.observation.EntryState.Moment;
import dev.livepatch.vm.observation.PatchedFunction;
import dev.livepatch.vm.source.SourceFinder;

/**
 * A function's entry as the compiler made it: {@code call __fentry__}, with a relocation as long as it is not linked. Of vmlinux's functions the object is looked for
 * in the build directory; without it vmlinux itself shows the call, already bound to its target.
 */
final class CompiledEntry {
	private final KernelBuild kernel;
	private final SourceFinder sources;
	private final Addresses addresses;
	private final Optional<Disassembler> disassembler;

	CompiledEntry(KernelBuild kernel, SourceFinder sources, Addresses addresses, Optional<Disassembler> disassembler) {
		this.kernel = kernel;
		this.sources = sources;
		this.addresses = addresses;
		this.disassembler = disassembler;
	}

	Map<PatchedFunction, EntryState> all(List<PatchedFunction> functions) {
		return functions.stream().distinct().collect(Collectors.toMap(f -> f, this::of));
	}

	private EntryState of(PatchedFunction function) {
		try {
			for (Path file : files(function)) {
				Optional<EntryState> found = in(ObjectFile.read(file), function);
				if (found.isPresent()) {
					return found.get();
				}
			}
			return unknown("cannot be found in the files of the kernel's build");
		} catch (IOException e) {
			return unknown("cannot be read: " + e.getMessage());
		}
	}

	/** The best first. */
	private List<Path> files(PatchedFunction function) throws IOException {
		return function.parent().equals(ParentObject.VMLINUX) ? Stream.concat(object(function).stream(), Stream.of(kernel.vmlinux())).toList()
				: kernel.moduleFile(function.parent()).stream().toList();
	}

	private Optional<Path> object(PatchedFunction function) {
		return addresses.of(function).flatMap(sources::definedIn).filter(f -> f.endsWith(".c"))
				.map(f -> kernel.build().resolve(f.substring(0, f.length() - 1) + "o")).filter(Files::isRegularFile);
	}

	private Optional<EntryState> in(ObjectFile object, PatchedFunction function) throws IOException {
		boolean vmlinux = !object.relocatable();
		List<Symbol> symbols = object.symbols().stream().filter(s -> s.function() && s.defined() && s.name().equals(function.function()))
				.filter(s -> !vmlinux || addresses.of(function).filter(a -> a == s.value()).isPresent()).toList();
		Optional<Section> section = symbols.size() == 1 ? object.section(symbols.getFirst().section()) : Optional.empty();
		if (section.isEmpty() || section.get().type() == Section.NOBITS) {
			return Optional.empty();
		}
		long offset = symbols.getFirst().value() - (vmlinux ? section.get().address() : 0);
		ByteBuffer data = object.data(section.get());
		if (offset < 0 || offset + EntrySite.READ > data.limit()) {
			return Optional.empty();
		}
		byte[] start = new byte[EntrySite.READ];
		data.get((int) offset, start);
		EntrySite site = EntrySite.of(symbols.getFirst().value(), start);
		return Optional.of(state(kernel.build().relativize(object.file()).toString(), site, object, section.get(), vmlinux));
	}

	private EntryState state(String where, EntrySite site, ObjectFile object, Section section, boolean vmlinux) throws IOException {
		Optional<Relocation> relocation = vmlinux ? Optional.empty() : object.relocation(section, site.address() + 1);
		Optional<String> target = relocation.map(r -> r.symbol().name()).or(() -> vmlinux && site.isCall() ? addresses.functionAt(site.target()) : Optional.empty());
		String instruction = target.isEmpty() || !site.isCall() ? site.instruction(disassembler)
				: "call " + target.get() + relocation.map(r -> " (relocation " + type(r) + " " + r.symbol().name() + signed(r.addend()) + ")").orElse("");
		return new EntryState(Moment.OBJECT, where, site.address(), site.hex(), instruction, List.of(), List.of());
	}

	private static String type(Relocation relocation) {
		return switch (relocation.type()) {
			case Relocation.R_X86_64_PC32 -> "R_X86_64_PC32";
			case Relocation.R_X86_64_PLT32 -> "R_X86_64_PLT32";
			default -> "of type " + relocation.type();
		};
	}

	private static String signed(long addend) {
		return addend == 0 ? "" : (addend < 0 ? "-0x" : "+0x") + Long.toHexString(Math.abs(addend));
	}

	private static EntryState unknown(String why) {
		return new EntryState(Moment.OBJECT, "", 0, "", why, List.of(), List.of());
	}
}
