package dev.livepatch.ide.ui.preferences;

import org.eclipse.core.runtime.preferences.PreferenceMetadata;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.events.SelectionListener;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.DirectoryDialog;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;

import dev.livepatch.ide.preferences.LivepatchPreferences;
import dev.livepatch.ide.preferences.ToolProbe;
import dev.livepatch.ide.ui.Background;
import dev.livepatch.ide.ui.FoundLine;

/** A tool's path, with what it leads to beneath it: the program found and its version, or what is wrong. Fills three columns. */
final class ToolField {
	private final PreferenceMetadata<String> preference;
	private final ToolProbe probe;
	private final Text text;
	private final FoundLine found;
	private final Background<ToolProbe.Found> background;
	private final Runnable looked;
	private String problem;

	/**
	 * @param directory whether the value is a directory, and not a file
	 * @param looked    called in the UI thread whenever {@link #problem()} may have changed
	 */
	ToolField(Composite parent, PreferenceMetadata<String> preference, ToolProbe probe, boolean directory, Runnable looked) {
		this.preference = preference;
		this.looked = looked;
		this.probe = probe;
		new Label(parent, SWT.NONE).setText(preference.name());
		text = new Text(parent, SWT.BORDER);
		text.setMessage(Messages.automatic);
		text.setToolTipText(preference.description());
		text.setText(LivepatchPreferences.workspace(preference));
		text.addModifyListener(e -> look());
		GridDataFactory.fillDefaults().grab(true, false).align(SWT.FILL, SWT.CENTER).applyTo(text);
		Button browse = new Button(parent, SWT.PUSH);
		browse.setText(Messages.browse);
		browse.addSelectionListener(SelectionListener.widgetSelectedAdapter(e -> browse(directory)));
		new Label(parent, SWT.NONE);
		found = FoundLine.wrapping(parent);
		GridDataFactory.fillDefaults().grab(true, false).span(2, 1).applyTo(found);
		background = new Background<>(found, NLS.bind(Messages.lookingFor, preference.name().replaceAll("[&:]", "")));
		look();
	}

	PreferenceMetadata<String> preference() {
		return preference;
	}

	String value() {
		return text.getText().strip();
	}

	/** What is wrong with the tool, in full; null if nothing is, or as long as it is not known. */
	String problem() {
		return problem;
	}

	void reset() {
		text.setText(preference.defaultValue());
	}

	private void look() {
		found.looking();
		String value = value();
		background.ask(() -> probe.probe(value), answer -> {
			found.show(answer);
			problem = answer.ok() ? null : answer.message();
			looked.run();
		});
	}

	private void browse(boolean directory) {
		String chosen;
		if (directory) {
			DirectoryDialog dialog = new DirectoryDialog(text.getShell(), SWT.OPEN | SWT.SHEET);
			dialog.setMessage(preference.description());
			dialog.setFilterPath(value());
			chosen = dialog.open();
		} else {
			FileDialog dialog = new FileDialog(text.getShell(), SWT.OPEN | SWT.SHEET);
			dialog.setFileName(value());
			chosen = dialog.open();
		}
		if (chosen != null) {
			text.setText(chosen);
		}
	}
}
