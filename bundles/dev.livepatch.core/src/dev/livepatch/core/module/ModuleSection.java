package dev.livepatch.core.module;

import java.util.Set;

import dev.livepatch.core.object.Section;

/**
 * A section of a module's file, and what becomes of it.
 *
 * @param size in bytes, in memory where it is loaded, else in the file
 */
public record ModuleSection(String name, long size, Residence residence) {
	/** Read by the loader and dropped ({@code setup_load_info} of kernel/module/main.c clears their {@code SHF_ALLOC}). */
	private static final Set<String> READ_AT_LOAD = Set.of(".modinfo", "__versions", "__version_ext_crcs", "__version_ext_names");

	/** Where a section is once the module is loaded. */
	public enum Residence {
		CODE("code"), READ_ONLY("read-only data"), DATA("data"),
		/** {@code .init*}, freed when the module has been initialised. */
		INIT("init, freed after load"),
		/** Never part of the kernel's memory: debug information, symbols, relocations, what the loader reads. */
		FILE("file only");

		private final String label;

		Residence(String label) {
			this.label = label;
		}

		/** Whether it stays in the kernel's memory. */
		public boolean kept() {
			return this != INIT && this != FILE;
		}

		@Override
		public String toString() {
			return label;
		}
	}

	static ModuleSection of(Section section) {
		return new ModuleSection(section.name(), section.size(), residence(section));
	}

	private static Residence residence(Section section) {
		if (!section.allocated() || READ_AT_LOAD.contains(section.name())) {
			return Residence.FILE;
		}
		if (section.name().startsWith(".init")) {
			return Residence.INIT;
		}
		return section.executable() ? Residence.CODE : section.writable() ? Residence.DATA : Residence.READ_ONLY;
	}
}
