package dev.livepatch.ide.ui.module;

import java.util.Optional;
import java.util.stream.Collectors;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;

import dev.livepatch.core.module.ModuleVerdict;
import dev.livepatch.ide.ui.Icons;

/** What a module is, in words, above what it says of itself. */
final class OverviewPage {
	private final Composite page;
	private final Label icon;
	private final Text headline;
	private final Text reasons;
	private ModuleTable table;

	OverviewPage(Composite parent) {
		page = new Composite(parent, SWT.NONE);
		GridLayoutFactory.swtDefaults().numColumns(2).margins(10, 10).spacing(8, 6).applyTo(page);
		icon = new Label(page, SWT.NONE);
		GridDataFactory.fillDefaults().align(SWT.BEGINNING, SWT.CENTER).hint(16, 16).applyTo(icon);
		headline = text(SWT.MULTI | SWT.WRAP);
		headline.setFont(JFaceResources.getFontRegistry().getBold(JFaceResources.DIALOG_FONT));
		new Label(page, SWT.NONE);
		reasons = text(SWT.MULTI | SWT.WRAP);
		say(null, Messages.OverviewPage_reading, "");
	}

	private Text text(int style) {
		Text text = new Text(page, style | SWT.READ_ONLY);
		GridDataFactory.fillDefaults().grab(true, false).hint(400, SWT.DEFAULT).applyTo(text);
		return text;
	}

	Composite control() {
		return page;
	}

	Optional<ModuleTable> table() {
		return Optional.ofNullable(table);
	}

	void show(Reading reading) {
		Optional.ofNullable(table).map(t -> (Control) t.viewer().getTable()).ifPresent(Control::dispose);
		table = null;
		if (reading.facts().isEmpty()) {
			say(Icons.FAILED.image(), Messages.OverviewPage_unreadable, reading.problem());
		} else {
			ModuleVerdict verdict = ModuleVerdict.of(reading.facts().get(), reading.match());
			String why = verdict.reasons().stream().collect(Collectors.joining("\n")) + (reading.kernel().isEmpty() ? "" : "\n" + reading.kernel());
			say(image(verdict.level()), verdict.headline(), why);
			table = new ModuleTable(page, new ModulePages(reading.facts().get(), reading.match()).overview());
			GridDataFactory.fillDefaults().grab(true, true).span(2, 1).applyTo(table.viewer().getTable());
		}
		page.layout(true, true);
	}

	private void say(Image image, String sentence, String more) {
		icon.setImage(image);
		// known only when the theme has been applied
		headline.setBackground(page.getBackground());
		reasons.setBackground(page.getBackground());
		headline.setText(sentence);
		reasons.setText(more);
	}

	private static Image image(ModuleVerdict.Level level) {
		return switch (level) {
			case FITS -> Icons.PASSED.image();
			case WARNING -> Icons.WARNING.image();
			case REFUSED -> Icons.FAILED.image();
			case UNKNOWN -> Icons.SKIPPED.image();
		};
	}
}
