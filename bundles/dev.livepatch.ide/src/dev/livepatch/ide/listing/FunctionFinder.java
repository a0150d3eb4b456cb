package dev.livepatch.ide.listing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.SubMonitor;
import org.eclipse.osgi.util.NLS;

import dev.livepatch.core.build.AffectedObject;
import dev.livepatch.core.build.CompileException;
import dev.livepatch.core.build.CompiledPair;
import dev.livepatch.core.build.ObjectCompiler;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.change.LivepatchProject;
import dev.livepatch.core.evidence.AuthorSource;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.KernelException;
import dev.livepatch.core.kernel.RecordedCommand;
import dev.livepatch.core.listing.ObjectListings;
import dev.livepatch.core.listing.ObjectListings.Change;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.ide.check.CheckResults;
import dev.livepatch.ide.check.CheckState;
import dev.livepatch.ide.kernel.KernelBuilds;
import dev.livepatch.ide.preferences.Tools;
import dev.livepatch.ide.project.ProjectLayout;

/** Finds both versions of a function: in the objects of the project's last check, or in objects compiled for the purpose. Not for the UI thread. */
public final class FunctionFinder {
	/** A header's function can be in thousands of objects; as many are compiled to look for it. */
	private static final int MOST_COMPILED = 4;
	private final ProjectLayout layout;
	private final KernelBuild kernel;
	private final ChangeSet change;
	private final AuthorSource source;
	private final SubMonitor progress;
	private final Cancellation cancellation;
	private int compiled;

	private FunctionFinder(IProject project, SubMonitor progress) throws IOException {
		this.layout = ProjectLayout.of(project);
		this.progress = progress;
		this.cancellation = progress::isCanceled;
		this.kernel = KernelBuilds.of(project);
		this.change = LivepatchProject.open(layout.directory()).change(kernel.source(), cancellation);
		this.source = new AuthorSource(kernel, change, cancellation);
	}

	/**
	 * @throws IOException if there is no such function, or something fails on the way; says what to do
	 */
	public static FoundFunction find(IProject project, WantedFunction wanted, IProgressMonitor monitor) throws IOException {
		return new FunctionFinder(project, SubMonitor.convert(monitor, NLS.bind(Messages.FunctionFinder_task, wanted), 100)).find(wanted);
	}

	private FoundFunction find(WantedFunction wanted) throws IOException {
		for (AffectedObject object : candidates(wanted).values()) {
			cancellation.check();
			Optional<Versions> versions = checked(object);
			if (versions.isEmpty() && compiled < MOST_COMPILED) {
				compiled++;
				versions = Optional.of(compile(object));
			}
			if (versions.isPresent()) {
				ObjectListings listings = new ObjectListings(ObjectFile.read(versions.get().original()), ObjectFile.read(versions.get().patched()), source);
				Optional<FoundFunction> found = found(object, listings, wanted);
				if (found.isPresent()) {
					return found.get();
				}
			}
		}
		throw new IOException(switch (wanted) {
			case WantedFunction.Named named -> NLS.bind(Messages.FunctionFinder_noFunction, named.name());
			case WantedFunction.AtLine line -> NLS.bind(Messages.FunctionFinder_noFunctionAt, line.kernelPath(), line.line());
			case WantedFunction.AnyChanged any -> Messages.FunctionFinder_nothingChanged;
		});
	}

	private Optional<FoundFunction> found(AffectedObject object, ObjectListings listings, WantedFunction wanted) throws IOException {
		List<ObjectListings.Function> functions = listings.functions();
		Optional<String> name = switch (wanted) {
			case WantedFunction.Named named -> Optional.of(named.name());
			case WantedFunction.AtLine line -> listings.functionAt(line.kernelPath(), line.line());
			case WantedFunction.AnyChanged any -> functions.stream().filter(f -> f.change() != Change.SAME).map(ObjectListings.Function::symbol).findFirst();
		};
		if (name.isEmpty()) {
			return Optional.empty();
		}
		List<String> symbols = listings.symbolsOf(name.get());
		Optional<String> symbol = symbols.stream().filter(s -> functions.stream().anyMatch(f -> f.symbol().equals(s) && f.change() != Change.SAME)).findFirst().or(() -> symbols.stream().findFirst());
		return symbol.map(s -> new FoundFunction(object.path(), kernel.release(), listings, functions, s, note(name.get(), s, symbols)));
	}

	private static String note(String name, String symbol, List<String> symbols) {
		if (symbol.equals(name)) {
			return "";
		}
		String others = symbols.size() == 1 ? "" : " " + NLS.bind(Messages.FunctionFinder_others, symbols.size() - 1);
		return NLS.bind(symbol.startsWith(name + ".") ? Messages.FunctionFinder_variant : Messages.FunctionFinder_inlined, name, symbol) + others;
	}

	/** In the order in which they are looked at, by path: those of the change first. */
	private Map<String, AffectedObject> candidates(WantedFunction wanted) throws IOException {
		Map<String, AffectedObject> candidates = new LinkedHashMap<>();
		switch (wanted) {
			case WantedFunction.Named named when named.object().isPresent() -> {
				addAll(kernel.command(named.object().get()).stream().toList(), candidates);
				if (candidates.isEmpty()) {
					throw new KernelException(NLS.bind(Messages.FunctionFinder_noObject, named.object().get(), kernel.build()));
				}
			}
			case WantedFunction.Named named -> addOfChange(candidates);
			case WantedFunction.AtLine line -> {
				List<RecordedCommand> commands = kernel.objectsOf(line.kernelPath(), cancellation);
				// those that were checked first, else those that were made from this very file
				addAll(commands.stream().filter(c -> Files.exists(patched(c.object()))).toList(), candidates);
				addAll(commands.stream().filter(c -> c.source().equals(line.kernelPath())).toList(), candidates);
				addAll(commands, candidates);
			}
			case WantedFunction.AnyChanged any -> addOfChange(candidates);
		}
		return candidates;
	}

	private void addOfChange(Map<String, AffectedObject> candidates) throws IOException {
		for (String object : checkedObjects()) {
			addAll(kernel.command(object).stream().toList(), candidates);
		}
		for (FileChange file : change.files()) {
			String path = file.originalPath().orElse(file.path());
			addAll(kernel.objectsOf(path, cancellation).stream().filter(c -> c.source().equals(path)).toList(), candidates);
		}
		for (FileChange file : change.files()) {
			addAll(kernel.objectsOf(file.originalPath().orElse(file.path()), cancellation), candidates);
		}
	}

	private void addAll(List<RecordedCommand> commands, Map<String, AffectedObject> candidates) throws KernelException {
		for (RecordedCommand command : commands) {
			kernel.parent(command.object()).ifPresent(parent -> candidates.putIfAbsent(command.object(), new AffectedObject(command, parent)));
		}
	}

	private List<String> checkedObjects() throws IOException {
		Path directory = layout.checkDirectory().resolve("patched");
		if (!Files.isDirectory(directory)) {
			return List.of();
		}
		try (Stream<Path> files = Files.walk(directory)) {
			return files.filter(f -> f.toString().endsWith(".o")).map(f -> directory.relativize(f).toString()).sorted().toList();
		}
	}

	private Path patched(String object) {
		return layout.checkDirectory().resolve("patched").resolve(object);
	}

	private record Versions(Path original, Path patched) {
	}

	/** What the last check compiled, if nothing was saved since. */
	private Optional<Versions> checked(AffectedObject object) throws IOException {
		Path original = layout.checkDirectory().resolve("original").resolve(object.path());
		Path patched = patched(object.path());
		if (CheckResults.of(layout.project()) instanceof CheckState.Running) {
			// which is writing these very files
			return Optional.empty();
		}
		try {
			FileTime made = Files.getLastModifiedTime(patched);
			return Files.exists(original) && made.compareTo(saved()) > 0 ? Optional.of(new Versions(original, patched)) : Optional.empty();
		} catch (NoSuchFileException e) {
			return Optional.empty();
		}
	}

	private FileTime saved() throws IOException {
		List<Path> inputs = new ArrayList<>();
		for (FileChange file : change.files()) {
			inputs.add(layout.directory().resolve(ProjectLayout.SOURCES).resolve(file.path()));
		}
		if (layout.isPatchOnly()) {
			try (Stream<Path> files = Files.list(layout.directory())) {
				files.filter(f -> f.toString().endsWith("." + ProjectLayout.PATCH_EXTENSION)).forEach(inputs::add);
			}
		}
		FileTime last = FileTime.fromMillis(0);
		for (Path input : inputs) {
			FileTime time = Files.exists(input) ? Files.getLastModifiedTime(input) : last;
			last = time.compareTo(last) > 0 ? time : last;
		}
		return last;
	}

	private Versions compile(AffectedObject object) throws IOException {
		progress.subTask(NLS.bind(Messages.FunctionFinder_compiling, object.path()));
		Path work = layout.directory().resolve(ProjectLayout.OUTPUT).resolve("compare");
		try {
			CompiledPair pair = new ObjectCompiler(kernel, Tools.toolchain()).compile(object, change, work, cancellation);
			return new Versions(pair.original(), pair.patched());
		} catch (CompileException e) {
			throw new IOException(NLS.bind(Messages.FunctionFinder_doesNotCompile, object.path(), e.getMessage()), e);
		}
	}
}
