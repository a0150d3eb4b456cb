package dev.livepatch.ide.ui.patch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.eclipse.osgi.util.NLS;

import dev.livepatch.core.check.NewVariable;
import dev.livepatch.core.check.Verdict;
import dev.livepatch.core.content.Counts;
import dev.livepatch.core.content.FunctionStatus;
import dev.livepatch.core.content.Item;
import dev.livepatch.core.content.PatchContent.Parent;
import dev.livepatch.core.content.PatchContent.PatchObject;
import dev.livepatch.core.content.PatchContent;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Severity;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.module.ShadowId;
import dev.livepatch.core.module.ShadowUse;
import dev.livepatch.ide.ui.Icons;
import dev.livepatch.ide.ui.patch.Row.Kind;

/** Makes the lines of the tree from what a patch consists of. */
final class Rows {
	/** How often a key was given: two findings can say the same of one place. */
	private final Map<String, Integer> keys = new HashMap<>();

	private Rows() {
	}

	static List<Row> of(PatchContent content) {
		Rows rows = new Rows();
		List<Row> all = new ArrayList<>();
		content.remarks().forEach(r -> all.add(rows.finding("", r.finding())));
		content.parents().forEach(p -> all.add(rows.parent(p)));
		return all;
	}

	private Row parent(Parent parent) {
		String status = Words.join(Words.number(parent.objects().size(), Messages.object, Messages.objects), Words.counts(parent.counts()));
		return new Row(key("", parent.name()), parent.name(), status, "", Row.NOWHERE, Icons.KERNEL, "", "", Kind.GROUP, parent.objects().stream().map(o -> object(parent, o)).toList());
	}

	private Row object(Parent parent, PatchObject object) {
		String key = key(parent.name(), object.path());
		List<Row> items = object.items().stream().map(i -> item(key, object, i)).toList();
		return new Row(key, object.path(), Words.join(Words.verdict(object.verdict()), Words.counts(object.counts())), "", new SourcePlace(object.source(), 0),
				object.verdict().map(Words::icon).orElse(Icons.SKIPPED), "", "", Kind.GROUP, items);
	}

	private Row item(String above, PatchObject object, Item item) {
		return switch (item) {
			case Item.Function function -> function(above, object, function);
			case Item.Variable variable -> variable(above, variable);
			case Item.Hook hook -> new Row(key(above, "callback " + hook.callback().moment() + " " + hook.callback().function()), hook.callback().function(), Messages.callback,
					NLS.bind(Messages.callbackAt, hook.callback().moment()), hook.place(), Icons.CALLBACK, "", "", Kind.OTHER, List.of());
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
		return new Row(key, function.name(), Words.join(Words.status(function.status()), Words.counts(counts)), reason, function.place(), icon(function.status(), counts),
				comparable ? function.name() : "", comparable ? object.path() : "", kind, function.findings().stream().map(f -> finding(key, f)).toList());
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
		return new Row(key, variable.name(), Words.join(what, Words.counts(Counts.of(item.findings()))), NLS.bind(variable.function().isEmpty() ? Messages.bytes : Messages.bytesIn, variable.size(), variable.function()), variable.place(), Icons.VARIABLE, "", "", Kind.OTHER,
				item.findings().stream().map(f -> finding(key, f)).toList());
	}

	private Row finding(String above, Finding finding) {
		String key = key(above, "finding " + finding.rule().id() + " " + finding.function() + " " + finding.subject());
		return new Row(key, finding.rule().title(), Words.severity(finding.severity()), finding.message(), new SourcePlace(finding.file(), finding.line()), Words.icon(finding.severity()), "", "",
				finding.severity() == Severity.ERROR ? Kind.REFUSED : Kind.OTHER, List.of());
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
		return new Row(key(above, "shadow " + use.function() + " " + use.call() + " " + name), name, Messages.shadow, reason, shadow.place(), Icons.VARIABLE, "", "", Kind.OTHER, List.of());
	}

	private String key(String above, String name) {
		String key = above + "\n" + name;
		int before = keys.merge(key, 1, Integer::sum);
		return before == 1 ? key : key + "\n" + before;
	}
}
