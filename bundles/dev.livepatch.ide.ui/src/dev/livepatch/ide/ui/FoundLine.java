package dev.livepatch.ide.ui;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;

import dev.livepatch.ide.preferences.ToolProbe;

/** An icon and a line that says what was found; long paths can be scrolled and copied, sentences may take more lines. */
public final class FoundLine extends Composite {
	private final Label icon;
	private final Text text;

	public FoundLine(Composite parent) {
		this(parent, SWT.SINGLE, 400);
	}

	/** Which wraps what does not fit into its width. */
	public static FoundLine wrapping(Composite parent) {
		return new FoundLine(parent, SWT.MULTI | SWT.WRAP, 100);
	}

	private FoundLine(Composite parent, int style, int width) {
		super(parent, SWT.NONE);
		GridLayoutFactory.fillDefaults().numColumns(2).applyTo(this);
		icon = new Label(this, SWT.NONE);
		GridDataFactory.swtDefaults().align(SWT.CENTER, (style & SWT.WRAP) == 0 ? SWT.CENTER : SWT.BEGINNING).hint(16, 16).applyTo(icon);
		text = new Text(this, style | SWT.READ_ONLY);
		text.setBackground(parent.getBackground());
		GridDataFactory.fillDefaults().grab(true, false).align(SWT.FILL, SWT.CENTER).hint(width, SWT.DEFAULT).applyTo(text);
	}

	public void looking() {
		show(Icons.RUNNING.image(), Messages.looking);
	}

	public void show(ToolProbe.Found found) {
		show((found.ok() ? Icons.PASSED : Icons.FAILED).image(), found.text());
	}

	/** @param image null for none */
	public void show(Image image, String line) {
		icon.setImage(image);
		((GridData) icon.getLayoutData()).exclude = image == null;
		icon.setVisible(image != null);
		if (!line.equals(text.getText())) {
			text.setText(line);
			text.setToolTipText(line);
		}
		text.requestLayout();
	}

	public String text() {
		return text.getText();
	}
}
