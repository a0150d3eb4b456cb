package dev.livepatch.vm.observation;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The bits of {@code /proc/sys/kernel/tainted}, in their order (Documentation/admin-guide/tainted-kernels.rst, {@code kernel/panic.c: taint_flags}). */
public enum Taint {
	PROPRIETARY('P', "a proprietary module was loaded"),
	FORCED_LOAD('F', "a module was loaded by force"),
	OUT_OF_SPEC('S', "a processor out of specification"),
	FORCED_UNLOAD('R', "a module was removed by force"),
	MACHINE_CHECK('M', "a machine check"),
	BAD_PAGE('B', "a bad page, or a page in a state it must not be in"),
	USER('U', "asked for by a program"),
	DIED('D', "an oops or a BUG"),
	ACPI_TABLE('A', "an ACPI table was replaced"),
	WARNED('W', "a warning"),
	STAGING('C', "a staging driver was loaded"),
	FIRMWARE('I', "a bug of the firmware was worked around"),
	OUT_OF_TREE('O', "a module from outside the kernel's tree was loaded: each patch module is one"),
	UNSIGNED('E', "a module without a signature was loaded: patch modules have none"),
	LOCKUP('L', "a soft lockup"),
	LIVE_PATCHED('K', "a live patch was loaded"),
	AUXILIARY('X', "the distribution's own"),
	RANDOMISED('T', "built with randomised structures"),
	TEST('N', "a test was run inside the kernel"),
	FIRMWARE_CALL('J', "a firmware control call");

	private final char letter;
	private final String meaning;

	Taint(char letter, String meaning) {
		this.letter = letter;
		this.meaning = meaning;
	}

	/** As in the kernel's log. */
	public char letter() {
		return letter;
	}

	public String meaning() {
		return meaning;
	}

	/** Whether loading any patch module brings it, however good the patch is. */
	public boolean comesWithPatches() {
		return switch (this) {
			case OUT_OF_TREE, UNSIGNED, LIVE_PATCHED -> true;
			case PROPRIETARY, FORCED_LOAD, OUT_OF_SPEC, FORCED_UNLOAD, MACHINE_CHECK, BAD_PAGE, USER, DIED, ACPI_TABLE, WARNED, STAGING, FIRMWARE, LOCKUP, AUXILIARY,
					RANDOMISED, TEST, FIRMWARE_CALL -> false;
		};
	}

	/** @param mask as the file tells it; bits without a name are left out */
	public static Set<Taint> of(long mask) {
		EnumSet<Taint> taints = EnumSet.noneOf(Taint.class);
		for (Taint taint : values()) {
			if ((mask >> taint.ordinal() & 1) != 0) {
				taints.add(taint);
			}
		}
		return Collections.unmodifiableSet(taints);
	}

	/** Such as {@code K (a live patch was loaded)}. */
	@Override
	public String toString() {
		return letter + " (" + meaning + ")";
	}
}
