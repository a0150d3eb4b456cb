package dev.livepatch.corpus.tests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.check.Verdict;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.testing.Checkout;

/**
 * A patch to the demo kernel with what is expected of it, written above its first file ({@code corpus/README.md}).
 *
 * @param name     area and name, for instance {@code mm/oom-score}
 * @param expected the verdict of a check
 * @param differ   the differ's own, where the check is stricter; else the same
 * @param changes  functions that must be among those to be redirected
 * @param places   findings that there must be; of errors, all
 */
record CorpusCase(String name, Path patch, Verdict expected, Verdict differ, List<String> changes, List<Place> places) {
	private static final Pattern FIELD = Pattern.compile("(Expect|Differ|Changes|Finding): +(.*)");
	private static final Pattern FINDING = Pattern.compile("(\\S+) (\\S+?):(\\d+)(?:: (.*))?");

	/** A finding's rule and line, with the text of that line in the patched file. */
	record Place(Rule rule, String file, int line, String text) {

		static Place of(Finding finding, ChangeSet change) {
			List<String> lines = lines(finding.file(), change);
			String text = finding.line() > 0 && finding.line() <= lines.size() ? lines.get(finding.line() - 1).strip() : "";
			return new Place(finding.rule(), finding.file(), finding.line(), text);
		}

		/** Where the sources are a little newer than the patch, the nearest line with the text is meant. */
		Place in(ChangeSet change) {
			if (text.isEmpty()) {
				return this;
			}
			List<String> lines = lines(file, change);
			return IntStream.rangeClosed(1, lines.size()).filter(n -> lines.get(n - 1).strip().equals(text)).boxed()
					.min(Comparator.comparingInt(n -> Math.abs(n - line))).map(n -> new Place(rule, file, n, text)).orElse(this);
		}

		private static List<String> lines(String file, ChangeSet change) {
			return change.file(file).flatMap(FileChange::patched).map(t -> t.lines().toList()).orElse(List.of());
		}

		@Override
		public String toString() {
			return rule.id() + " " + file + ":" + line + (text.isEmpty() ? "" : ": " + text);
		}
	}

	/** All, sorted by name. */
	static List<CorpusCase> all() throws IOException {
		Path corpus = Checkout.root().resolve("tests/dev.livepatch.corpus.tests/corpus");
		List<CorpusCase> cases = new ArrayList<>();
		try (Stream<Path> files = Files.walk(corpus)) {
			for (Path patch : files.filter(f -> f.toString().endsWith(".patch")).sorted().toList()) {
				cases.add(read(corpus.relativize(patch).toString().replaceFirst("\\.patch$", ""), patch));
			}
		}
		return cases;
	}

	private static CorpusCase read(String name, Path patch) throws IOException {
		Verdict expected = null;
		Verdict differ = null;
		List<String> changes = new ArrayList<>();
		List<Place> places = new ArrayList<>();
		for (String line : Files.readString(patch, StandardCharsets.ISO_8859_1).lines().takeWhile(l -> !l.startsWith("--- ")).toList()) {
			Matcher field = FIELD.matcher(line);
			if (field.matches()) {
				String value = field.group(2);
				switch (field.group(1)) {
					case "Expect" -> expected = verdict(value, patch);
					case "Differ" -> differ = verdict(value, patch);
					case "Changes" -> changes.addAll(List.of(value.split(" +")));
					default -> places.add(place(value, patch));
				}
			}
		}
		if (expected == null) {
			throw new AssertionError(patch + " does not say what to expect");
		}
		return new CorpusCase(name, patch, expected, differ == null ? expected : differ, List.copyOf(changes), List.copyOf(places));
	}

	private static Verdict verdict(String name, Path patch) {
		return Arrays.stream(Verdict.values()).filter(v -> v.toString().equals(name)).findFirst().orElseThrow(() -> new AssertionError(patch + ": no verdict " + name));
	}

	private static Place place(String text, Path patch) {
		Matcher finding = FINDING.matcher(text);
		if (!finding.matches()) {
			throw new AssertionError(patch + ": a finding is “rule file:line: text of the line”, not " + text);
		}
		Rule rule = Rule.byId(finding.group(1)).orElseThrow(() -> new AssertionError(patch + ": no rule " + finding.group(1)));
		return new Place(rule, finding.group(2), Integer.parseInt(finding.group(3)), Optional.ofNullable(finding.group(4)).orElse("").strip());
	}

	/** What is expected, in the form in which it is written in the patch. */
	String text(ChangeSet change) {
		return text(expected, differ, changes, places.stream().map(p -> p.in(change)).toList());
	}

	static String text(Verdict verdict, Verdict differ, List<String> changes, List<Place> places) {
		Stream<String> findings = places.stream().map(p -> "Finding: " + p).sorted();
		return Stream.concat(Stream.of("Expect: " + verdict, "Differ: " + differ, "Changes: " + String.join(" ", changes)), findings).collect(Collectors.joining("\n"));
	}

	/** {@code area-name} as a patch may be called. */
	String patchName() {
		return name.replace('/', '-');
	}

	@Override
	public String toString() {
		return name;
	}
}
