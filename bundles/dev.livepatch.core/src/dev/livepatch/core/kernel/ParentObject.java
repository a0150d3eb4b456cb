package dev.livepatch.core.kernel;

import java.nio.file.Path;

/**
 * What an object was linked into, and what a live patch names as the object to be patched.
 *
 * @param name   {@code vmlinux}, or a module's name with {@code _} for {@code -}
 * @param binary the linked file with its symbol table: {@code vmlinux} or the {@code .ko}
 */
public record ParentObject(String name, Path binary) {
	public static final String VMLINUX = "vmlinux";

	public boolean isVmlinux() {
		return name.equals(VMLINUX);
	}
}
