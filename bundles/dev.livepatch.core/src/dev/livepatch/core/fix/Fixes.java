package dev.livepatch.core.fix;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;

/** Finds the edits that a finding can be met with. Pure text work: nothing is compiled, read or written. */
public final class Fixes {
	private static final Map<Rule, List<QuickFix>> BY_RULE = Map.ofEntries(
			Map.entry(Rule.INIT_CHANGED, List.of(KeptName::of, InitCallback::of)),
			Map.entry(Rule.EXIT_CHANGED, List.of(KeptName::of)),
			Map.entry(Rule.DATA_CHANGED, List.of(KeptName::of, DataCallback::of)),
			Map.entry(Rule.DATA_MOVED, List.of(DataCallback::of)),
			Map.entry(Rule.CONST_TABLE_CHANGED, List.of(KeptName::of)),
			Map.entry(Rule.TYPE_LAYOUT, List.of(ShadowVariable::of)),
			Map.entry(Rule.STATIC_LOCAL_REMOVED, List.of(KeptStaticLocal::of)),
			Map.entry(Rule.SYSCALL_BODY, List.of(SyscallMacro::of)),
			Map.entry(Rule.JUMP_LABEL, List.of(StaticKey::of)),
			Map.entry(Rule.STATIC_CALL, List.of(StaticCall::of)),
			Map.entry(Rule.RUNTIME_CONSTANT, List.of(RuntimeVariables::of)),
			Map.entry(Rule.CALLBACK_WITHOUT_UNDO, List.of(CallbackTwin::of)),
			Map.entry(Rule.FALSE_ALARM, List.of(IgnoreMacro::of, KeptLines::of)),
			Map.entry(Rule.CHANGED_BY_LINE_NUMBER, List.of(KeptLines::of)));

	private final ChangeSet change;
	private final Map<String, Optional<EditedFile>> files = new HashMap<>();

	/** For many findings of one change: each file is read once. Not for use by several threads. */
	public Fixes(ChangeSet change) {
		this.change = change;
	}

	/** The finding with what can be done about it but to take the change back. */
	public Finding offered(Finding finding) {
		return finding.offering(of(finding).stream().filter(f -> f.kind().result() != FixKind.Result.REVERTED).map(f -> new Finding.Offer(f.kind().id(), f.title())).toList());
	}

	/** The best first; empty where nothing is certain. */
	public List<Fix> of(Finding finding) {
		List<Fix> fixes = new ArrayList<>();
		Optional<EditedFile> file = files.computeIfAbsent(finding.file(), path -> EditedFile.of(change, path));
		if (file.isPresent()) {
			BY_RULE.getOrDefault(finding.rule(), List.of()).forEach(f -> f.of(finding, file.get()).ifPresent(fixes::add));
			Reversal.ofLines(finding, file.get()).ifPresent(fixes::add);
			fixes.add(Reversal.ofFile(file.get()));
		}
		return fixes;
	}
}
