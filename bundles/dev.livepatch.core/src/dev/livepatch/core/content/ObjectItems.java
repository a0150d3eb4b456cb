package dev.livepatch.core.content;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.livepatch.core.cause.Cause;
import dev.livepatch.core.cause.Reason;
import dev.livepatch.core.check.NewVariable;
import dev.livepatch.core.check.ObjectReport;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Severity;
import dev.livepatch.core.finding.SourcePlace;

/** The items of one object; each finding belongs to one of them. */
final class ObjectItems {
	private static final SourcePlace NOWHERE = new SourcePlace("", 0);
	private final ObjectReport object;
	private final List<Finding> findings;
	private final List<String> dropped;
	private final Map<String, Cause> causes;
	private final Set<Finding> told = new HashSet<>();

	/**
	 * @param findings about the object
	 * @param dropped  functions that the check before had
	 */
	ObjectItems(ObjectReport object, List<Finding> findings, List<String> dropped) {
		this.object = object;
		this.findings = findings;
		this.dropped = dropped;
		causes = object.causes().stream().collect(Collectors.toMap(Cause::function, Function.identity(), (first, again) -> first));
	}

	List<Item> all() {
		List<Item> items = new ArrayList<>();
		Set<String> functions = new LinkedHashSet<>(object.changed());
		functions.addAll(object.added());
		functions.forEach(f -> items.add(function(f)));
		items.addAll(refused());
		items.addAll(dropped(dropped.stream().filter(d -> items.stream().noneMatch(i -> i instanceof Item.Function f && f.name().equals(d))).toList(), object.source()));
		object.variables().forEach(v -> items.add(new Item.Variable(v, take(f -> concerns(f, v)))));
		object.extracted().callbacks().forEach(c -> items.add(new Item.Hook(c, object.places().getOrDefault(c.function(), NOWHERE))));
		object.extracted().shadows().forEach(s -> items.add(new Item.Shadow(s, object.places().getOrDefault(s.function(), NOWHERE))));
		take(f -> true).forEach(f -> items.add(new Item.Remark(f)));
		return items;
	}

	static List<Item> dropped(List<String> functions, String source) {
		return functions.stream().<Item>map(f -> new Item.Function(f, FunctionStatus.DROPPED, Optional.empty(), new SourcePlace(source, 0), List.of())).toList();
	}

	private Item function(String symbol) {
		List<Finding> own = take(f -> f.function().equals(symbol) || f.function().equals(plain(symbol)));
		Optional<Cause> cause = Optional.ofNullable(causes.get(symbol));
		SourcePlace declared = object.places().getOrDefault(symbol, NOWHERE);
		Optional<Finding> error = own.stream().filter(f -> f.severity() == Severity.ERROR).findFirst();
		if (error.isPresent()) {
			return new Item.Function(symbol, FunctionStatus.REFUSED, cause, place(error.get(), declared), own);
		}
		boolean edited = cause.filter(c -> c.reason() == Reason.EDITED).isPresent();
		return new Item.Function(symbol, status(symbol, edited), cause, edited ? cause.get().place() : declared, own);
	}

	private FunctionStatus status(String symbol, boolean edited) {
		return switch (object.verdict()) {
			case PATCHABLE -> !object.changed().contains(symbol) ? FunctionStatus.NEW : edited ? FunctionStatus.EDITED : FunctionStatus.AFFECTED;
			case UNSUPPORTED, UNCHANGED, FAILED -> FunctionStatus.WITHHELD;
		};
	}

	/** Functions that only a refusal names. */
	private List<Item> refused() {
		List<Item> items = new ArrayList<>();
		Set<String> names = findings.stream().filter(f -> f.severity() == Severity.ERROR && !f.function().isEmpty() && !told.contains(f)).map(Finding::function)
				.collect(Collectors.toCollection(LinkedHashSet::new));
		for (String name : names) {
			List<Finding> own = take(f -> f.function().equals(name));
			items.add(new Item.Function(name, FunctionStatus.REFUSED, Optional.ofNullable(causes.get(name)), place(own.getFirst(), NOWHERE), own));
		}
		return items;
	}

	private static boolean concerns(Finding finding, NewVariable variable) {
		return finding.subject().equals(variable.name()) && (finding.function().isEmpty() || variable.function().isEmpty() || finding.function().equals(variable.function()));
	}

	/** Findings that nothing has claimed yet, the worst first. */
	private List<Finding> take(Predicate<Finding> which) {
		List<Finding> taken = findings.stream().filter(f -> !told.contains(f) && which.test(f)).sorted(Comparator.comparing(Finding::severity)).toList();
		told.addAll(taken);
		return taken;
	}

	private static SourcePlace place(Finding finding, SourcePlace otherwise) {
		return finding.file().isEmpty() ? otherwise : new SourcePlace(finding.file(), finding.line());
	}

	/** A function's name in the source, without what the compiler appends to that of a copy. */
	private static String plain(String symbol) {
		int dot = symbol.indexOf('.', 1);
		return dot < 0 ? symbol : symbol.substring(0, dot);
	}
}
