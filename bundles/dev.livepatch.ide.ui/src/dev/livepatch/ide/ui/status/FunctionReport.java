package dev.livepatch.ide.ui.status;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IMarker;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.osgi.util.NLS;

import dev.livepatch.core.disasm.Disassembler;
import dev.livepatch.core.disasm.Instruction;
import dev.livepatch.core.status.CompiledCopy;
import dev.livepatch.core.status.EditedFunctions.Edit;
import dev.livepatch.core.status.EditedFunctions.Stated;
import dev.livepatch.core.status.FunctionStatus;
import dev.livepatch.core.status.InlineCopy;
import dev.livepatch.core.status.Site;
import dev.livepatch.ide.check.CheckResults;
import dev.livepatch.ide.check.CheckState;
import dev.livepatch.ide.check.Markers;

/**
 * All that is known of a function, line by line, with links. Made off the UI thread.
 *
 * @param title the function's name
 */
record FunctionReport(String title, List<Line> lines) {
	/** Callers, copies and variants that are listed. */
	private static final int MOST = 5;

	/** A line of the report. */
	sealed interface Line {
		record Text(String text) implements Line {
		}

		/** Bytes or instructions, in the font of code. */
		record Code(String text) implements Line {
		}

		record Link(String text, Site site) implements Line {
		}

		/** Opens the comparison of the function's two disassemblies. */
		record Compare(String symbol) implements Line {
		}
	}

	FunctionReport {
		lines = List.copyOf(lines);
	}

	static FunctionReport of(EditorFile file, Stated function) {
		List<Line> lines = new ArrayList<>();
		function.statuses().stream().map(FunctionStatus::summary).distinct().map(Line.Text::new).forEach(lines::add);
		for (CompiledCopy copy : function.facts().compiled().stream().limit(MOST).toList()) {
			lines.add(new Line.Text(NLS.bind(Messages.compiled, new Object[] { copy.symbol(), copy.size(), copy.section(), copy.object(), copy.parent().name() })));
			lines.add(new Line.Code(NLS.bind(Messages.entry, copy.entryText())));
			instructions(copy).ifPresent(text -> lines.add(new Line.Code(text)));
		}
		List<InlineCopy> copies = function.facts().inlined();
		add(lines, Messages.inlined, copies.stream().map(c -> new Line.Link(c.patchable() ? c.holder() : NLS.bind(Messages.inlinedNotPatchable, c.holder()), c.site())).toList());
		add(lines, Messages.callers, function.facts().callers().stream().map(s -> new Line.Link(s.caller(), s)).toList());
		verdict(file, function).forEach(text -> lines.add(new Line.Text(text)));
		if (function.edit() != Edit.NONE) {
			lines.add(new Line.Compare(function.facts().compiled().stream().map(CompiledCopy::symbol).findFirst().orElse(function.function().symbols().getFirst())));
		}
		return new FunctionReport(function.function().name(), lines);
	}

	private static void add(List<Line> lines, String title, List<Line.Link> links) {
		if (!links.isEmpty()) {
			lines.add(new Line.Text(title));
			lines.addAll(links.subList(0, Math.min(MOST, links.size())));
			if (links.size() > MOST) {
				lines.add(new Line.Text(NLS.bind(Messages.more, links.size() - MOST)));
			}
		}
	}

	/** The first instructions, where the library that knows them is there. The last one may be cut off: it is left out. */
	private static Optional<String> instructions(CompiledCopy copy) {
		try {
			List<Instruction> code = Disassembler.capstone().disassemble(copy.entry(), 0).stream().takeWhile(i -> !i.mnemonic().equals(Instruction.DATA)).toList();
			return code.isEmpty() ? Optional.empty() : Optional.of(code.stream().map(i -> (i.mnemonic() + " " + i.operands()).strip()).collect(Collectors.joining("; ")));
		} catch (IOException e) {
			// the bytes have to do; the preference page tells what to install
			return Optional.empty();
		}
	}

	private static List<String> verdict(EditorFile file, Stated function) {
		List<String> findings = function.edit() == Edit.NONE ? List.of() : file.file().map(f -> findings(f, function)).orElse(List.of());
		if (!findings.isEmpty()) {
			return findings;
		}
		return function.edit() == Edit.NONE ? List.of(Messages.notEdited) : List.of(switch (CheckResults.of(file.project())) {
			case CheckState.NeverChecked never -> Messages.neverChecked;
			case CheckState.Running running -> Messages.checking;
			case CheckState.Checked checked -> NLS.bind(Messages.lastCheckClean, checked.check().result().verdict().name().toLowerCase(Locale.ROOT));
			case CheckState.Failed failed -> NLS.bind(Messages.checkFailed, failed.reason());
			case CheckState.Stale stale -> NLS.bind(Messages.stale, stale.why());
		});
	}

	private static List<String> findings(IFile file, Stated function) {
		try {
			return Stream.of(file.findMarkers(Markers.FINDING, true, IResource.DEPTH_ZERO)).filter(m -> about(m, function))
					.map(m -> NLS.bind(Messages.lastCheck, m.getAttribute(IMarker.MESSAGE, ""))).limit(MOST).toList();
		} catch (CoreException e) {
			// deleted in between
			return List.of();
		}
	}

	private static boolean about(IMarker marker, Stated function) {
		String named = marker.getAttribute(Markers.FUNCTION, "");
		return function.function().symbols().contains(named) || function.function().extent().hasLine(marker.getAttribute(IMarker.LINE_NUMBER, 0));
	}
}
