package dev.livepatch.core.cause;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What gcc inlined and cloned in one compile, by its {@code -fdump-ipa-clones} ({@code symtab_node::dump_callgraph_transformation} in its cgraph.cc):
 * <pre>
 * Callgraph clone;CALLEE;order;file;line;column;CALLER;order;file;line;column;inlining to
 * Callgraph clone;FUNCTION;order;file;line;column;CLONE;order;file;line;column;isra | constprop | part | …
 * Callgraph removal;FUNCTION;order;file;line;column
 * </pre>
 * Names are the assembler's. It knows of functions inlined of which no code was left, which debug information may not.
 */
final class CloneLog {
	static final CloneLog NONE = new CloneLog();
	private static final String CLONE = "Callgraph clone";
	private static final String INLINED = "inlining to";
	private static final int FIELDS = 12;
	private static final int FROM = 1;
	private static final int TO = 6;
	/** The largest file of a kernel has some 20,000 lines of log. */
	private static final int MOST_LINES = 1_000_000;

	private final Map<String, Set<String>> inlined = new HashMap<>();
	private final Map<String, String> clonedFrom = new HashMap<>();

	private CloneLog() {
	}

	/** Lines of another form are passed over. */
	static CloneLog read(Optional<Path> file) throws IOException {
		if (file.isEmpty()) {
			return NONE;
		}
		CloneLog log = new CloneLog();
		try (BufferedReader lines = Files.newBufferedReader(file.get(), StandardCharsets.ISO_8859_1)) {
			int count = 0;
			for (String line = lines.readLine(); line != null && count < MOST_LINES; line = lines.readLine()) {
				log.add(line.split(";", -1));
				count++;
			}
		}
		return log;
	}

	private void add(String[] fields) {
		if (fields.length != FIELDS || !fields[0].equals(CLONE)) {
			return;
		}
		if (fields[FIELDS - 1].equals(INLINED)) {
			inlined.computeIfAbsent(fields[TO], k -> new LinkedHashSet<>()).add(fields[FROM]);
		} else {
			clonedFrom.put(fields[TO], fields[FROM]);
		}
	}

	/** The functions inlined into a function at any depth, each with the one it was inlined into, outer ones first. */
	Map<String, String> inlinedInto(String function) {
		Map<String, String> found = new LinkedHashMap<>();
		Deque<String> open = new ArrayDeque<>(List.of(function));
		while (!open.isEmpty()) {
			String into = open.removeFirst();
			for (String callee : direct(into)) {
				if (!callee.equals(function) && found.putIfAbsent(callee, into) == null) {
					open.add(callee);
				}
			}
		}
		return found;
	}

	/** What was inlined before a function was cloned is in the clone as well. */
	private Set<String> direct(String function) {
		Set<String> all = new LinkedHashSet<>();
		Set<String> seen = new LinkedHashSet<>();
		for (String name = function; name != null && seen.add(name); name = clonedFrom.get(name)) {
			all.addAll(inlined.getOrDefault(name, Set.of()));
		}
		return all;
	}
}
