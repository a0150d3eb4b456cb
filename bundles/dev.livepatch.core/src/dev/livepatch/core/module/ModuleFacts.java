package dev.livepatch.core.module;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import dev.livepatch.core.kernel.ModuleInfo;
import dev.livepatch.core.module.ModuleSection.Residence;
import dev.livepatch.core.object.ObjectFormatException;

/**
 * What a module's file says.
 *
 * @param name      as the kernel will show it; the file's own if it does not say
 * @param info      in the file's order
 * @param module    whether it is a module at all, and not only an object
 * @param patch     empty if it is no live patch
 * @param needed    sorted by name
 * @param sections  in the file's order
 * @param fileSize  in bytes, as it is stored
 * @param remark    what of the file could not be read for a reason outside of it (no disassembler); empty if nothing
 */
public record ModuleFacts(Path file, String name, boolean module, ModuleInfo info, Optional<Signature> signature, Optional<LivePatch> patch, List<NeededSymbol> needed,
		List<ModuleSection> sections, long fileSize, String remark) {

	public ModuleFacts {
		needed = List.copyOf(needed);
		sections = List.copyOf(sections);
	}

	/**
	 * Reads a {@code .ko}, also one compressed with gzip or xz.
	 *
	 * @throws ObjectFormatException if it is damaged, or not an object of this kind of machine
	 * @throws IOException           if it cannot be read, or is compressed otherwise; says what to do
	 */
	public static ModuleFacts read(Path file) throws IOException {
		return ModuleReader.read(file);
	}

	/** What the module was built for: {@code uname -r}, then the options that must be the same; empty if it does not say. */
	public String vermagic() {
		return info.value("vermagic").orElse("");
	}

	/** The kernel's release that it was built for, as {@code uname -r} prints it; empty if it does not say. */
	public String release() {
		return vermagic().split(" ", 2)[0];
	}

	/** Bytes of all sections that are kept while the module is loaded. */
	public long keptSize() {
		return sections.stream().filter(s -> s.residence().kept()).mapToLong(ModuleSection::size).sum();
	}

	/** Bytes that are freed when the module has been initialised. */
	public long freedSize() {
		return size(Residence.INIT);
	}

	/** Bytes of all sections with one fate. */
	public long size(Residence residence) {
		return sections.stream().filter(s -> s.residence() == residence).mapToLong(ModuleSection::size).sum();
	}
}
