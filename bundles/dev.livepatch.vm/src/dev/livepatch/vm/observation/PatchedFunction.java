package dev.livepatch.vm.observation;

/**
 * A function that a live patch replaces.
 *
 * @param parent   {@code vmlinux} or a module's name with {@code _} for {@code -}
 * @param function the symbol's name, compiler suffixes such as {@code .isra.0} included
 * @param sympos   0 if the name is unique in its parent, else the position (from 1) among the symbols of that name in the order
 *                 of {@code /proc/kallsyms} ({@code struct klp_func} in {@code include/linux/livepatch.h})
 */
public record PatchedFunction(String parent, String function, int sympos) {

	@Override
	public String toString() {
		return (parent.equals("vmlinux") ? "" : parent + ":") + function + (sympos > 1 ? "," + sympos : "");
	}
}
