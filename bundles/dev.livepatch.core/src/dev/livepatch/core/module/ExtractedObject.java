package dev.livepatch.core.module;

import java.util.List;
import java.util.Optional;

import dev.livepatch.core.disasm.Disassembler;
import dev.livepatch.core.disasm.DisassemblerUnavailable;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;

/**
 * What the differ took out of one object for the patch module, besides the functions to be redirected.
 *
 * @param callbacks in the order of their being called
 * @param shadows   by function, each once
 */
public record ExtractedObject(List<Callback> callbacks, List<ShadowUse> shadows) {
	/** Nothing was taken. */
	public static final ExtractedObject NONE = new ExtractedObject(List.of(), List.of());

	public ExtractedObject {
		callbacks = List.copyOf(callbacks);
		shadows = List.copyOf(shadows);
	}

	/** @param output as the differ wrote it */
	public static ExtractedObject of(ObjectFile output) throws ObjectFormatException {
		return of(output, disassembler());
	}

	/** @param disassembler without it, no shadow variable's id is known */
	public static ExtractedObject of(ObjectFile output, Optional<Disassembler> disassembler) throws ObjectFormatException {
		Pointers pointers = new Pointers(output);
		return new ExtractedObject(new KpatchData(pointers).callbacks(), Shadows.find(new Calls(pointers, disassembler)));
	}

	private static Optional<Disassembler> disassembler() {
		try {
			return Optional.of(Disassembler.capstone());
		} catch (DisassemblerUnavailable e) {
			return Optional.empty();
		}
	}
}
