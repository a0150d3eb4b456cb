package dev.livepatch.core.finding;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One verdict on one line.
 *
 * @param file     relative to the kernel tree; the project's own file ({@code livepatch.toml}, a patch) where the finding is about that; empty if about no file
 * @param line     from 1, counted in the patched file; 0 if about the whole file
 * @param function the function concerned, or empty
 * @param subject  what it is about besides the function, as the source names it: a variable, type, static key, function referred to or section; empty if nothing in particular
 * @param message  what is wrong and why, in a sentence or two
 * @param fix      what the author can do about it; never empty for errors
 * @param offers   edits of the author's files that do it, the best first; taking the change back is always possible and not among them
 * @param related  other places to look at: for a function that cannot be redirected, those that call it and can; for a type, the functions of the patch that use it
 */
public record Finding(Rule rule, Severity severity, String file, int line, String function, String subject, String message, String fix, List<Offer> offers, List<Related> related)
		implements Comparable<Finding> {
	private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::file).thenComparingInt(Finding::line)
			.thenComparing(Finding::severity).thenComparing(f -> f.rule().id()).thenComparing(Finding::function)
			.thenComparing(Finding::subject).thenComparing(Finding::message);

	/**
	 * An edit that the tools can make.
	 *
	 * @param kind  stable id of what it does, see {@code FixKind}
	 * @param title what it does, as a menu says it
	 */
	public record Offer(String kind, String title) {
	}

	/** @param what is there, as the source names it */
	public record Related(String what, SourcePlace place) {
	}

	public Finding {
		related = List.copyOf(related);
		offers = List.copyOf(offers);
	}

	/** With the rule's own severity and way out, about no function or subject in particular. */
	public static Finding of(Rule rule, SourcePlace place, String message) {
		return new Finding(rule, rule.severity(), place.file(), place.line(), "", "", message, rule.remedy(), List.of(), List.of());
	}

	/** The same, in other words. */
	public Finding saying(String text) {
		return new Finding(rule, severity, file, line, function, subject, text, fix, offers, related);
	}

	/** The same, at another place. */
	public Finding at(SourcePlace place) {
		return new Finding(rule, severity, place.file(), place.line(), function, subject, message, fix, offers, related);
	}

	/** The same, in a function. */
	public Finding in(String concerned) {
		return new Finding(rule, severity, file, line, concerned, subject, message, fix, offers, related);
	}

	/** The same, about a variable, type, key or section. */
	public Finding about(String named) {
		return new Finding(rule, severity, file, line, function, named, message, fix, offers, related);
	}

	/** The same, weighed otherwise than the rule does by itself. */
	public Finding as(Severity other, String wayOut) {
		return new Finding(rule, other, file, line, function, subject, message, wayOut, offers, related);
	}

	/** The same, with edits that the tools can make. */
	public Finding offering(List<Offer> edits) {
		return new Finding(rule, severity, file, line, function, subject, message, fix, edits, related);
	}

	/** The same, with other places to look at. */
	public Finding seeing(List<Related> places) {
		return new Finding(rule, severity, file, line, function, subject, message, fix, offers, places);
	}

	/** Sorted, and each once: the same finding in several objects has the places of all of them to look at. */
	public static List<Finding> merged(Collection<Finding> findings) {
		Map<Finding, Set<List<Related>>> places = new HashMap<>();
		for (Finding finding : findings) {
			places.computeIfAbsent(finding.seeing(List.of()), f -> new HashSet<>()).add(finding.related());
		}
		return places.entrySet().stream().map(f -> f.getKey().seeing(merged(f.getValue()))).sorted().toList();
	}

	/** In their own order where there is one; objects come in any. */
	private static List<Related> merged(Set<List<Related>> lists) {
		return lists.size() == 1 ? lists.iterator().next()
				: lists.stream().flatMap(List::stream).distinct().sorted(Comparator.comparing(Related::what).thenComparing(r -> r.place().file()).thenComparing(r -> r.place().line())).toList();
	}

	@Override
	public int compareTo(Finding other) {
		return ORDER.compare(this, other);
	}
}
