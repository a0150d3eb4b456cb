package dev.livepatch.ide.ui.exchange;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;

import dev.livepatch.core.exchange.CommitQuery;

/** The fields that say which commits of a clone are listed. */
final class CommitFilters {
	private final Composite fields;
	private final Runnable changed;
	private final Text text;
	private final Text author;
	private final Text path;
	private final Text range;
	private final Text fixes;

	/** @param changed called after each edit */
	CommitFilters(Composite parent, Runnable changed) {
		this.changed = changed;
		fields = new Composite(parent, SWT.NONE);
		GridLayoutFactory.fillDefaults().numColumns(6).applyTo(fields);
		text = field(Messages.CommitsPage_text, Messages.CommitsPage_textHint);
		author = field(Messages.CommitsPage_author, Messages.CommitsPage_authorHint);
		path = field(Messages.CommitsPage_path, Messages.CommitsPage_pathHint);
		range = field(Messages.CommitsPage_range, Messages.CommitsPage_rangeHint);
		fixes = field(Messages.CommitsPage_fixes, Messages.CommitsPage_fixesHint);
	}

	private Text field(String label, String hint) {
		new Label(fields, SWT.NONE).setText(label);
		Text field = new Text(fields, SWT.BORDER | SWT.SEARCH);
		field.setMessage(hint);
		field.addModifyListener(e -> changed.run());
		GridDataFactory.fillDefaults().grab(true, false).applyTo(field);
		return field;
	}

	Composite control() {
		return fields;
	}

	CommitQuery query() {
		return new CommitQuery(text.getText(), author.getText(), path.getText(), range.getText(), fixes.getText());
	}
}
