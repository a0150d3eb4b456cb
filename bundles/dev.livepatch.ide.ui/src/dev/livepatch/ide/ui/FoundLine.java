package dev.livepatch.ide.ui;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;

import dev.livepatch.ide.preferences.ToolProbe;

/** An icon and a line that says what was found; long paths can be scrolled and copied. */
public final class FoundLine extends Composite {
	private final Label icon;
	private final Text text;

	public FoundLine(Composite parent) {
		super(parent, SWT.NONE);
		GridLayoutFactory.fillDefaults().numColumns(2).applyTo(this);
		icon = new Label(this, SWT.NONE);
		GridDataFactory.swtDefaults().hint(16, 16).applyTo(icon);
		text = new Text(this, SWT.SINGLE | SWT.READ_ONLY);
		text.setBackground(parent.getBackground());
		GridDataFactory.fillDefaults().grab(true, false).hint(400, SWT.DEFAULT).applyTo(text);
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
		text.setText(line);
		text.setToolTipText(line);
	}

	public String text() {
		return text.getText();
	}
}
