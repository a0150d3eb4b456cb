package dev.livepatch.ide.ui.outline;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.eclipse.jface.viewers.BaseLabelProvider;
import org.eclipse.jface.viewers.DelegatingStyledCellLabelProvider.IStyledLabelProvider;
import org.eclipse.jface.viewers.StyledString;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.graphics.Image;

import dev.livepatch.core.status.EditedFunctions.Edit;
import dev.livepatch.core.status.EditedFunctions.Stated;
import dev.livepatch.core.status.FunctionStatus;
import dev.livepatch.ide.ui.Icons;

/** Names with what they are of, or what the kernel says of them; an icon for each. */
final class EntryLabels extends BaseLabelProvider implements IStyledLabelProvider {

	/** All that is shown of a function's status. */
	private record Shown(FunctionStatus.Kind kind, String text) {
		static Shown of(Stated function) {
			return new Shown(function.kind(), function.edit() == Edit.NONE ? function.summary() : NLS.bind(Messages.edited, function.summary()));
		}
	}

	private Map<Entry, Shown> statuses = Map.of();

	/** @return those that look different now */
	Set<Entry> show(List<Stated> functions) {
		Iterator<Stated> stated = functions.iterator();
		Map<Entry, Shown> now = new HashMap<>();
		Contents.of(functions.stream().map(Stated::function).toList()).outermost().forEach(entry -> now.put(entry, Shown.of(stated.next())));
		Set<Entry> changed = new HashSet<>(now.keySet());
		changed.addAll(statuses.keySet());
		Map<Entry, Shown> before = statuses;
		changed.removeIf(entry -> now.containsKey(entry) && now.get(entry).equals(before.get(entry)));
		statuses = now;
		return changed;
	}

	@Override
	public StyledString getStyledText(Object element) {
		Entry entry = (Entry) element;
		Shown status = statuses.get(entry);
		return new StyledString(entry.name().isEmpty() ? Messages.unnamed : entry.name())
				.append(" \u2013 " + (status == null ? entry.kind().text() : status.text()), StyledString.QUALIFIER_STYLER);
	}

	@Override
	public Image getImage(Object element) {
		Entry entry = (Entry) element;
		Shown status = statuses.get(entry);
		return (status == null ? entry.kind().icon() : icon(status.kind())).image();
	}

	private static Icons icon(FunctionStatus.Kind kind) {
		return switch (kind) {
			case FREED -> Icons.STATUS_FREED;
			case NOT_PATCHABLE -> Icons.STATUS_NOT_PATCHABLE;
			case ON_STACK -> Icons.STATUS_ON_STACK;
			case PATCHABLE -> Icons.STATUS_PATCHABLE;
			case INLINED -> Icons.STATUS_INLINED;
			case ADDED -> Icons.STATUS_ADDED;
			case UNKNOWN -> Icons.STATUS_UNKNOWN;
		};
	}
}
