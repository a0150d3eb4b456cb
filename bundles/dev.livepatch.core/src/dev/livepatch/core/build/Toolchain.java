package dev.livepatch.core.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.livepatch.core.kernel.CacheDirectory;
import dev.livepatch.core.process.ToolException;

/**
 * Where the kpatch tools lie, and where derived files are kept.
 *
 * @param kpatchDir  directory of {@code create-diff-object} and {@code create-klp-module}
 * @param kpatchData directory of {@code patch/}, the sources of the patch module's hook ({@code share/kpatch})
 * @param cache      directory for what can be made again; made when first needed
 */
public record Toolchain(Path kpatchDir, Path kpatchData, Path cache) {
	/** Environment variable: an installed or unpacked kpatch package, or its prefix. */
	public static final String KPATCH = "LIVEPATCH_KPATCH";

	/** Environment variable: the directory for derived files. */
	public static final String CACHE = CacheDirectory.VARIABLE;

	private static final Pattern RHEL = Pattern.compile("\\.el[789]");
	private static final Pattern SCRIPT_VERSION = Pattern.compile("^VERSION=\"?([0-9][0-9.]*)\"?$", Pattern.MULTILINE);
	// kpatch's own layout, then Debian's, each as a prefix and as a package's root; last a source tree
	private static final List<String[]> LAYOUTS = List.of(new String[] { "libexec/kpatch", "share/kpatch" },
			new String[] { "lib/kpatch", "share/kpatch" }, new String[] { "usr/libexec/kpatch", "usr/share/kpatch" },
			new String[] { "usr/lib/kpatch", "usr/share/kpatch" }, new String[] { "usr/local/libexec/kpatch", "usr/local/share/kpatch" },
			new String[] { "kpatch-build", "kmod" });

	/**
	 * Finds the tools: where {@link #KPATCH} says, else in {@code /usr} and {@code /usr/local}, else unpacked in the cache.
	 *
	 * @param environment as {@link System#getenv()}
	 * @throws ToolException if there are none; the message says where they were looked for
	 */
	public static Toolchain locate(Map<String, String> environment) throws ToolException {
		Path cache = CacheDirectory.of(environment);
		String chosen = environment.getOrDefault(KPATCH, "");
		List<Path> roots = chosen.isEmpty() ? List.of(Path.of("/usr"), Path.of("/usr/local"), cache.resolve("kpatch")) : List.of(Path.of(chosen));
		for (Path root : roots) {
			Optional<Toolchain> found = in(root.toAbsolutePath(), cache);
			if (found.isPresent()) {
				return found.get();
			}
		}
		throw new ToolException("create-diff-object of kpatch-build is not in " + roots.stream().map(Path::toString).collect(Collectors.joining(", "))
				+ "; install kpatch-build (0.9.10 or newer), or set " + KPATCH + " to where the package is unpacked");
	}

	private static Optional<Toolchain> in(Path root, Path cache) {
		for (String[] layout : LAYOUTS) {
			Toolchain candidate = new Toolchain(root.resolve(layout[0]), root.resolve(layout[1]), cache);
			if (Files.isExecutable(candidate.createDiffObject()) && Files.isDirectory(candidate.patchSources())) {
				return Optional.of(candidate);
			}
		}
		return Optional.empty();
	}

	/** Where derived files are kept. */
	public static Path cacheDirectory(Map<String, String> environment) {
		return CacheDirectory.of(environment);
	}

	public Path createDiffObject() {
		return kpatchDir.resolve("create-diff-object");
	}

	public Path createKlpModule() {
		return kpatchDir.resolve("create-klp-module");
	}

	/** The patch module's hook sources, and the headers that patched files may include ({@code kpatch-macros.h}, {@code kpatch-syscall.h}). */
	public Path patchSources() {
		return kpatchData.resolve("patch");
	}

	/** The version that the package's own scripts name; the tools themselves have no option for it. */
	public Optional<String> kpatchVersion() {
		// the two scripts can differ; kpatch's is the one that releases keep up to date
		Path prefix = kpatchData.getParent().getParent();
		List<Path> scripts = new ArrayList<>();
		if (prefix != null) {
			scripts.addAll(List.of(prefix.resolve("sbin/kpatch"), prefix.resolve("bin/kpatch"), prefix.resolve("bin/kpatch-build")));
		}
		for (Path script : scripts) {
			if (Files.isRegularFile(script)) {
				try {
					Matcher matcher = SCRIPT_VERSION.matcher(Files.readString(script, StandardCharsets.ISO_8859_1));
					if (matcher.find()) {
						return Optional.of(matcher.group(1));
					}
				} catch (IOException e) {
					// the version is for reports only: try the next script
					continue;
				}
			}
		}
		return Optional.empty();
	}

	/**
	 * Whether patches for a kernel carry {@code .klp.arch} sections: those before 5.8, and RHEL's before 4.18.0-284.el8
	 * (kpatch-build's {@code use_klp_arch}).
	 *
	 * @param release as {@code uname -r} prints it
	 */
	public static boolean klpArch(String release) {
		return !since(release, List.of(5, 8), List.of(4, 18, 0, 284));
	}

	/**
	 * Whether a kernel knows atomic replace: 5.1 and newer, RHEL's from 4.18.0-193.el8 (kpatch-build's {@code support_klp_replace}).
	 *
	 * @param release as {@code uname -r} prints it
	 */
	public static boolean klpReplace(String release) {
		return since(release, List.of(5, 1), List.of(4, 18, 0, 193));
	}

	private static boolean since(String release, List<Integer> plain, List<Integer> rhel) {
		List<Integer> wanted = RHEL.matcher(release).find() ? rhel : plain;
		List<Integer> numbers = Pattern.compile("\\D+").splitAsStream(release).filter(n -> !n.isEmpty() && n.length() < 9).map(Integer::valueOf).toList();
		for (int i = 0; i < wanted.size(); i++) {
			int order = Integer.compare(i < numbers.size() ? numbers.get(i) : 0, wanted.get(i));
			if (order != 0) {
				return order > 0;
			}
		}
		return true;
	}
}
