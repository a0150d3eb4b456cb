package dev.livepatch.core.kernel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.livepatch.core.process.Cancellation;

/**
 * A built x86-64 kernel: its build directory, its source tree, and what kbuild recorded. Read-only and safe to share between threads;
 * a kernel that was built anew has to be opened anew.
 */
public final class KernelBuild {
	private final Path build;
	private final Path source;
	private final String release;
	private final KernelConfig config;
	private LinkedObjects linked;
	private final TreePaths paths;
	private final RecordedCommands commands;
	private final Indexes indexes;
	private Exports exports;
	private List<KernelProblem> problems;
	private String fingerprint;

	private KernelBuild(BuildDirectory directory) {
		build = directory.build();
		source = directory.source().root();
		release = directory.release();
		config = directory.config();
		paths = new TreePaths(build, source, directory.source().names());
		commands = new RecordedCommands(this, paths);
		indexes = new Indexes(build, paths);
	}

	/**
	 * Opens a build directory, in the source tree or given to make as {@code O=}.
	 *
	 * @throws KernelException if the directory is no kernel build, or its source tree cannot be found. What is wrong with a kernel
	 *                         build otherwise is told by {@link #problems()}.
	 */
	public static KernelBuild open(Path buildDir) throws KernelException {
		return new KernelBuild(BuildDirectory.open(buildDir));
	}

	/** The build directory's real path. */
	public Path build() {
		return build;
	}

	/** The source tree's real path; the build directory itself for a build in the tree. */
	public Path source() {
		return source;
	}

	/** As {@code uname -r} would print it. */
	public String release() {
		return release;
	}

	public KernelConfig config() {
		return config;
	}

	/** What stands in the way of live patching this kernel, each with what to do; errors first. Found out once; asks the compiler for its version. */
	public synchronized List<KernelProblem> problems() {
		if (problems == null) {
			problems = List.copyOf(new KernelChecks(this).problems());
		}
		return problems;
	}

	public Path vmlinux() {
		return build.resolve("vmlinux");
	}

	public Path symvers() {
		return build.resolve("Module.symvers");
	}

	/** What the kernel and its modules export, read once. */
	public synchronized Exports exports() throws KernelException {
		if (exports == null) {
			exports = Exports.read(symvers());
		}
		return exports;
	}

	/** The image that a machine can boot, if it was made. */
	public Optional<Path> bootImage() {
		return Optional.of(build.resolve("arch/x86/boot/bzImage")).filter(Files::isRegularFile);
	}

	/** Stands for this very build: the kernel's build id (its size and time where it has none) and its configuration. Letters and digits. */
	public synchronized String fingerprint() {
		if (fingerprint == null) {
			fingerprint = Fingerprint.of(build, vmlinux(), release);
		}
		return fingerprint;
	}

	/**
	 * Stands for the modules' files as they are at this moment: another one when any of them was built anew, which leaves vmlinux, and with it the {@link #fingerprint}, as it was.
	 * Looks at each file. Letters and digits.
	 */
	public String modules() throws KernelException {
		return Fingerprint.ofModules(build, symvers(), linked().moduleFiles());
	}

	/**
	 * What was recorded about one object.
	 *
	 * @param object relative to the build directory
	 * @return empty if there is no record, or the object was not compiled but linked from others
	 */
	public Optional<RecordedCommand> command(String object) throws KernelException {
		return commands.of(object);
	}

	/**
	 * The object that a {@code .c} file was compiled to and that was linked into the kernel or a module, but whose {@code .cmd} file is gone: nothing is known of its dependencies either.
	 *
	 * @param sourcePath relative to the source tree
	 */
	public Optional<String> unrecordedObject(String sourcePath) throws KernelException {
		String object = sourcePath.replaceFirst("\\.c$", ".o");
		return sourcePath.endsWith(".c") && parent(object).isPresent() && !Files.exists(DependencyIndex.commandFile(build, object)) ? Optional.of(object) : Optional.empty();
	}

	/**
	 * The objects of vmlinux and of the modules that were made from a file, by whatever way it got in (as the source, an include, an
	 * include of an include), sorted by object.
	 *
	 * @param sourcePath relative to the source tree
	 */
	public List<RecordedCommand> objectsOf(String sourcePath, Cancellation cancellation) throws KernelException {
		return commands.of(index(cancellation).objects(sourcePath), cancellation);
	}

	/**
	 * What else was made from a file: code that is in neither vmlinux nor a module as an object of it (the vDSO, real-mode and boot code), and the assembly that constants are taken from
	 * ({@code asm-offsets.s}). The first time, the build directory is searched. Sorted by object.
	 *
	 * @param sourcePath relative to the source tree
	 */
	public List<RecordedCommand> outsideObjectsOf(String sourcePath, Cancellation cancellation) throws KernelException {
		List<String> made = indexes.outside(linked().objects(), vmlinux(), cancellation).objects(sourcePath);
		List<RecordedCommand> recorded = new ArrayList<>();
		for (String object : made) {
			commands.of(object).ifPresent(recorded::add);
		}
		return recorded;
	}

	/** The paths of the objects that {@link #objectsOf} tells more about: quick, however many there are. */
	public List<String> objectPathsOf(String sourcePath, Cancellation cancellation) throws KernelException {
		return index(cancellation).objects(sourcePath);
	}

	/** All {@code .c} and {@code .h} files of the source tree that objects of this kernel were made from, sorted. */
	public List<String> sources(Cancellation cancellation) throws KernelException {
		return index(cancellation).names().stream().filter(f -> f.endsWith(".c") || f.endsWith(".h")).toList();
	}

	/** Looks at the files each time: they can change without the kernel, when it is configured anew. */
	public GeneratedHeaders generatedHeaders() throws KernelException {
		return GeneratedHeaders.of(build);
	}

	/**
	 * The objects of vmlinux and of the modules that refer to a symbol that others define, sorted; empty if this kernel was not built as a whole here. The first time, the symbols of
	 * all objects are read.
	 */
	public Optional<List<String>> usersOf(String symbol, Cancellation cancellation) throws KernelException {
		return complete() ? Optional.of(indexes.users(linked().objects(), cancellation).objects(symbol)) : Optional.empty();
	}

	/**
	 * Whether vmlinux or a module has a global symbol of this name and static ones besides, so that the name alone does not tell which is meant. Not for a module whose static symbols
	 * were stripped and whose debug file is not there: what it has cannot be known.
	 */
	public boolean sharesName(ParentObject parent, String globalSymbol) throws KernelException {
		Optional<Path> symbols = parent.isVmlinux() ? Optional.of(parent.binary()) : DebugFile.find(parent.binary(), build, release);
		return symbols.isPresent() && indexes.sharedNames(symbols.get()).names().contains(globalSymbol);
	}

	/** What an object was linked into; empty for what is in neither vmlinux nor a module (host tools, vdso, real-mode and boot code). */
	public Optional<ParentObject> parent(String object) throws KernelException {
		return linked().parent(object);
	}

	/**
	 * The file with all symbols, and the debug information, of what objects were linked into: the binary itself, or its debug file where it was stripped.
	 *
	 * @throws KernelException if it was stripped and no debug file of the same build can be found
	 */
	public Path symbolFile(ParentObject parent) throws KernelException {
		return parent.isVmlinux() ? parent.binary() : DebugFile.of(parent.binary(), build, release);
	}

	/** Whether the kernel was built here as a whole. In a distribution's prepared build directory, only objects that were made one by one are recorded. */
	public boolean complete() throws KernelException {
		return linked().complete();
	}

	/** The file of a module of this kernel, if it was built. */
	public Optional<Path> moduleFile(String moduleName) throws KernelException {
		return linked().module(moduleName).filter(Files::isRegularFile);
	}

	/**
	 * The modules that have to be loaded before a module, in an order in which they can be.
	 *
	 * @throws KernelException if a module was not built
	 */
	public List<String> moduleDependencies(String moduleName) throws KernelException {
		Set<String> order = new LinkedHashSet<>();
		String name = LinkedObjects.moduleName(moduleName);
		addDependencies(name, new LinkedHashSet<>(Set.of(name)), order);
		order.remove(name);
		return List.copyOf(order);
	}

	private void addDependencies(String name, Set<String> above, Set<String> order) throws KernelException {
		Path file = moduleFile(name).orElseThrow(() -> new KernelException("the kernel in " + build + " has no module " + name + "; run make modules there"));
		for (String needed : ModuleInfo.depends(file)) {
			if (above.add(needed)) {
				addDependencies(needed, above, order);
			}
		}
		order.add(name);
	}

	/** Where a file of the source tree is, or a header that the build generated. The path is taken as it is: check what an author wrote before. */
	public Path sourceFile(String kernelPath) {
		return (GeneratedHeaders.contains(kernelPath) ? build : source).resolve(kernelPath);
	}

	/** A file as line tables and command files name it (absolute, or relative to the build directory, where the compiler ran), relative to the source tree; as it is named if it is not in it. */
	public String kernelPath(String named) {
		TreePaths.Located located = paths.locate(named);
		return located.place() == TreePaths.Place.SOURCE ? located.path() : named;
	}

	private synchronized LinkedObjects linked() throws KernelException {
		if (linked == null) {
			linked = LinkedObjects.read(build);
		}
		return linked;
	}

	private ObjectIndex index(Cancellation cancellation) throws KernelException {
		return indexes.dependencies(linked().objects(), cancellation);
	}
}
