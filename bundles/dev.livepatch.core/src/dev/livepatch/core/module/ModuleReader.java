package dev.livepatch.core.module;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import dev.livepatch.core.disasm.Disassembler;
import dev.livepatch.core.disasm.DisassemblerUnavailable;
import dev.livepatch.core.kernel.ModuleInfo;
import dev.livepatch.core.module.LivePatch.Maker;
import dev.livepatch.core.module.Pointers.Place;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;

/** Puts together what the parts of a module's file say. */
final class ModuleReader {
	private static final String EXTENSION = "\\.ko(\\.\\w+)?$";
	private final ObjectFile object;
	private final Pointers pointers;
	private String remark = "";

	private ModuleReader(ObjectFile object) {
		this.object = object;
		this.pointers = new Pointers(object);
	}

	static ModuleFacts read(Path file) throws IOException {
		ModuleReader reader = new ModuleReader(Packing.of(file).read(file));
		return reader.facts(file, Signature.of(file));
	}

	private ModuleFacts facts(Path file, Optional<Signature> signature) throws IOException {
		ModuleInfo info = ModuleInfo.of(object);
		String name = info.value("name").orElseGet(() -> file.getFileName().toString().replaceFirst(EXTENSION, "").replace('-', '_'));
		boolean module = object.relocatable() && object.section(".gnu.linkonce.this_module").isPresent();
		Optional<LivePatch> patch = info.value("livepatch").isPresent() ? Optional.of(patch()) : Optional.empty();
		return new ModuleFacts(file, name, module, info, signature, patch, NeededSymbols.read(object), object.sections().stream().map(ModuleSection::of).toList(), Files.size(file), remark);
	}

	private LivePatch patch() throws ObjectFormatException {
		Calls calls = new Calls(pointers, disassembler());
		EnablingCode enabling = new EnablingCode(pointers, calls);
		SourceData source = SourceData.of(pointers);
		KpatchData kpatch = new KpatchData(pointers);
		KlpBuildData klpBuild = new KlpBuildData(pointers);
		Optional<Place> made = enabling.patch();
		Optional<Long> replaceOffset = source.replaceOffset();
		Optional<Boolean> replace = replaceOffset.isEmpty() ? Optional.empty() : enabling.replace(replaceOffset.get());
		if (kpatch.present()) {
			return patch(Maker.KPATCH, kpatch.functions(), kpatch.callbacks(), calls, replace);
		}
		if (klpBuild.present()) {
			return patch(Maker.KLP_BUILD, klpBuild.functions(), klpBuild.callbacks(), calls, replace);
		}
		if (made.isPresent() && source.known()) {
			return patch(Maker.SOURCE, source.functions(made.get()), source.callbacks(made.get()), calls, replace);
		}
		return patch(Maker.UNKNOWN, List.of(), List.of(), calls, replace);
	}

	private LivePatch patch(Maker maker, List<PatchedFunction> functions, List<Callback> callbacks, Calls calls, Optional<Boolean> replace) throws ObjectFormatException {
		return new LivePatch(maker, functions.stream().sorted(Comparator.comparing(PatchedFunction::object).thenComparing(PatchedFunction::function)).toList(),
				callbacks.stream().sorted(Comparator.comparing(Callback::object).thenComparing(Callback::moment)).toList(), PatchRelocations.read(pointers), Shadows.find(calls), replace);
	}

	/** Empty without the library, which is said. */
	private Optional<Disassembler> disassembler() {
		try {
			return Optional.of(Disassembler.capstone());
		} catch (DisassemblerUnavailable e) {
			remark = "Shadow variable ids and the replace flag are read from code, which needs the disassembler. " + e.getMessage();
			return Optional.empty();
		}
	}
}
