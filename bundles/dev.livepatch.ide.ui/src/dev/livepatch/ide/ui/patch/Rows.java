package dev.livepatch.ide.ui.patch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.eclipse.core.resources.IProject;
import org.eclipse.osgi.util.NLS;

import dev.livepatch.core.check.NewVariable;
import dev.livepatch.core.check.Verdict;
import dev.livepatch.core.content.Counts;
import dev.livepatch.core.content.FunctionStatus;
import dev.livepatch.core.content.Item;
import dev.livepatch.core.content.PatchContent;
import dev.livepatch.core.content.PatchContent.Parent;
import dev.livepatch.core.content.PatchContent.PatchObject;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Severity;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.module.ShadowId;
import dev.livepatch.core.module.ShadowUse;
import dev.livepatch.ide.ui.Icons;
import dev.livepatch.ide.ui.patch.Row.Kind;

/** Makes the lines of the tree from what a patch consists of. */
final class Rows {
	/** More objects than this are shown by directory. */
	private static final int MOST_TOGETHER = 60;
	/** How often a key was given: two findings can say the same of one place. */
	private final Map<String, Integer> keys = new HashMap<>();

	private final IProject project;

	private Rows(IProject project) {
		this.project = project;
	}

	static List<Row> of(IProject project, PatchContent content) {
		Rows rows = new Rows(project);
		List<Row> all = new ArrayList<>();
		content.remarks().forEach(r -> all.add(rows.finding("", r.finding())));
		content.parents().forEach(p -> all.add(rows.parent(p)));
		return all;
	}

	private Row parent(Parent parent) {
		String key = key("", parent.name());
		return group(key, parent.name(), Icons.KERNEL, parent.objects(), parent.counts(), byDirectory(key, parent.objects()));
	}

	/** A change to a header reaches objects all over the kernel: nobody looks through thousands in a row. */
	private List<Row> byDirectory(String above, List<PatchObject> objects) {
		Map<String, List<PatchObject>> directories = objects.stream().collect(Collectors.groupingBy(o -> o.path().substring(0, o.path().lastIndexOf('/') + 1), TreeMap::new, Collectors.toList()));
		if (objects.size() <= MOST_TOGETHER || directories.size() == 1) {
			return objects(above, objects);
		}
		return directories.entrySet().stream().map(d -> {
			String key = key(above, d.getKey());
			return group(key, d.getKey().isEmpty() ? "/" : d.getKey(), Icons.FOLDER, d.getValue(), Counts.sum(d.getValue().stream().map(PatchObject::counts).toList()), objects(key, d.getValue()));
		}).toList();
	}

	private Row group(String key, String name, Icons icon, List<PatchObject> objects, Counts counts, List<Row> children) {
		return row(key, name, Words.join(Words.number(objects.size(), Messages.object, Messages.objects), Words.counts(counts)), "", Row.NOWHERE, icon, Kind.GROUP, children);
	}

	private List<Row> objects(String above, List<PatchObject> objects) {
		return objects.stream().map(o -> object(above, o)).toList();
	}

	private Row object(String above, PatchObject object) {
		String key = key(above, object.path());
		List<Row> items = object.items().stream().map(i -> item(key, object, i)).toList();
		return row(key, object.path(), Words.join(Words.verdict(object.verdict()), Words.counts(object.counts())), "", new SourcePlace(object.source(), 0),
				object.verdict().map(Words::icon).orElse(Icons.SKIPPED), Kind.GROUP, items);
	}

	private Row row(String key, String name, String status, String reason, SourcePlace place, Icons icon, Kind kind, List<Row> children) {
		return new Row(key, name, status, reason, place, icon, kind, about("", "", List.of()), children);
	}

	private Row.About about(String symbol, String object, List<Finding> findings) {
		return new Row.About(project, symbol, object, findings);
	}

	private Row item(String above, PatchObject object, Item item) {
		return switch (item) {
			case Item.Function function -> function(above, object, function);
			case Item.Variable variable -> variable(above, variable);
			case Item.Hook hook -> row(key(above, "callback " + hook.callback().moment() + " " + hook.callback().function()), hook.callback().function(), Messages.callback,
					NLS.bind(Messages.callbackAt, hook.callback().moment()), hook.place(), Icons.CALLBACK, Kind.OTHER, List.of());
			case Item.Shadow shadow -> shadow(above, shadow);
			case Item.Remark remark -> finding(above, remark.finding());
		};
	}

	private Row function(String above, PatchObject object, Item.Function function) {
		String key = key(above, function.name());
		Counts counts = Counts.of(function.findings());
		boolean refused = function.status() == FunctionStatus.REFUSED;
		String because = function.cause().map(Words::reason).orElse("");
		String reason = refused ? function.findings().getFirst().rule().title() + " [" + function.findings().getFirst().rule().id() + "]"
				: function.status() == FunctionStatus.WITHHELD ? Words.join(Words.withheld(object.verdict()), because) : because;
		Kind kind = refused ? Kind.REFUSED : function.cause().isPresent() && function.cause().get().brief().isEmpty() ? Kind.EDITED : Kind.OTHER;
		// the code of both versions is there, unless the object did not compile
		boolean comparable = function.status() != FunctionStatus.DROPPED && object.verdict().filter(v -> v != Verdict.FAILED).isPresent();
		return new Row(key, function.name(), Words.join(Words.status(function.status()), Words.counts(counts)), reason, function.place(), icon(function.status(), counts), kind,
				about(comparable ? function.name() : "", comparable ? object.path() : "", function.findings()), function.findings().stream().map(f -> finding(key, f)).toList());
	}

	private static Icons icon(FunctionStatus status, Counts counts) {
		return switch (status) {
			case EDITED, AFFECTED -> counts.warnings() > 0 ? Icons.WARNING : Icons.PASSED;
			case NEW -> counts.warnings() > 0 ? Icons.WARNING : Icons.ADDED;
			case REFUSED -> Icons.FAILED;
			case WITHHELD, DROPPED -> Icons.SKIPPED;
		};
	}

	private Row variable(String above, Item.Variable item) {
		NewVariable variable = item.variable();
		String key = key(above, "variable " + variable.name() + " " + variable.function());
		String what = variable.constant() ? Messages.constant : variable.function().isEmpty() ? Messages.variable : Messages.staticLocal;
		String size = NLS.bind(variable.function().isEmpty() ? Messages.bytes : Messages.bytesIn, variable.size(), variable.function());
		return new Row(key, variable.name(), Words.join(what, Words.counts(Counts.of(item.findings()))), size, variable.place(), Icons.VARIABLE, Kind.OTHER, about("", "", item.findings()),
				item.findings().stream().map(f -> finding(key, f)).toList());
	}

	private Row finding(String above, Finding finding) {
		String key = key(above, "finding " + finding.rule().id() + " " + finding.function() + " " + finding.subject());
		return new Row(key, finding.rule().title(), Words.severity(finding.severity()), finding.message(), new SourcePlace(finding.file(), finding.line()), Words.icon(finding.severity()),
				finding.severity() == Severity.ERROR ? Kind.REFUSED : Kind.OTHER, about("", "", List.of(finding)), List.of());
	}

	private Row shadow(String above, Item.Shadow shadow) {
		ShadowUse use = shadow.use();
		String call = NLS.bind(Messages.shadowUse, use.function(), use.call());
		String name = switch (use.id()) {
			case ShadowId.Constant constant -> NLS.bind(Messages.shadowOf, constant);
			case ShadowId.Varying varying -> Messages.shadowVaries;
			case ShadowId.Unread unread -> Messages.shadowUnread;
		};
		String reason = switch (use.id()) {
			case ShadowId.Constant constant -> call;
			case ShadowId.Varying varying -> NLS.bind(Messages.shadowVarying, call);
			case ShadowId.Unread unread -> NLS.bind(Messages.shadowNotRead, call, unread.why());
		};
		return row(key(above, "shadow " + use.function() + " " + use.call() + " " + name), name, Messages.shadow, reason, shadow.place(), Icons.VARIABLE, Kind.OTHER, List.of());
	}

	private String key(String above, String name) {
		String key = above + "\n" + name;
		int before = keys.merge(key, 1, Integer::sum);
		return before == 1 ? key : key + "\n" + before;
	}
}
