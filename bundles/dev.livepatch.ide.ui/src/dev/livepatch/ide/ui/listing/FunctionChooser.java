package dev.livepatch.ide.ui.listing;

import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.events.SelectionListener;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;

import dev.livepatch.core.listing.ObjectListings.Change;
import dev.livepatch.core.listing.ObjectListings.Function;
import dev.livepatch.ide.listing.FoundFunction;
import dev.livepatch.ide.ui.Icons;

/** The object's functions, those that differ first, and what there is to be said of the one that is shown. */
final class FunctionChooser {
	private final Text sentence;

	FunctionChooser(Composite page, FoundFunction found, Consumer<String> chosen) {
		Composite row = new Composite(page, SWT.NONE);
		GridLayoutFactory.swtDefaults().numColumns(4).margins(6, 3).applyTo(row);
		GridDataFactory.fillDefaults().grab(true, false).applyTo(row);
		new Label(row, SWT.NONE).setText(Messages.FunctionChooser_function);
		Combo combo = new Combo(row, SWT.READ_ONLY);
		List<Function> functions = found.functions().stream().sorted(Comparator.comparing((Function f) -> f.change() == Change.SAME).thenComparing(Function::symbol)).toList();
		functions.forEach(f -> combo.add(text(f)));
		combo.setVisibleItemCount(25);
		functions.stream().filter(f -> f.symbol().equals(found.symbol())).findFirst().ifPresent(f -> combo.select(functions.indexOf(f)));
		combo.addSelectionListener(SelectionListener.widgetSelectedAdapter(e -> chosen.accept(functions.get(combo.getSelectionIndex()).symbol())));
		combo.setToolTipText(NLS.bind(Messages.FunctionChooser_tip, found.object()));
		new Label(row, SWT.NONE).setText(NLS.bind(Messages.FunctionChooser_of, found.object()));
		sentence = new Text(row, SWT.SINGLE | SWT.READ_ONLY);
		sentence.setBackground(page.getBackground());
		GridDataFactory.fillDefaults().grab(true, false).align(SWT.FILL, SWT.CENTER).indent(12, 0).applyTo(sentence);
	}

	private static String text(Function function) {
		return switch (function.change()) {
			case SAME -> function.symbol();
			case CHANGED -> NLS.bind(Messages.FunctionChooser_changed, function.symbol());
			case NEW -> NLS.bind(Messages.FunctionChooser_new, function.symbol());
			case REMOVED -> NLS.bind(Messages.FunctionChooser_removed, function.symbol());
		};
	}

	void say(String text) {
		sentence.setText(text);
		sentence.setToolTipText(text);
	}

	static Composite page(Composite parent) {
		Composite page = new Composite(parent, SWT.NONE);
		GridLayoutFactory.fillDefaults().spacing(0, 0).applyTo(page);
		return page;
	}

	/** In place of a comparison. */
	static Control message(Composite parent, String problem) {
		Composite page = new Composite(parent, SWT.NONE);
		GridLayoutFactory.swtDefaults().numColumns(2).margins(12, 12).spacing(8, 0).applyTo(page);
		Label icon = new Label(page, SWT.NONE);
		icon.setImage(Icons.FAILED.image());
		GridDataFactory.fillDefaults().align(SWT.BEGINNING, SWT.BEGINNING).applyTo(icon);
		Text text = new Text(page, SWT.MULTI | SWT.WRAP | SWT.READ_ONLY);
		text.setBackground(page.getBackground());
		text.setText(problem);
		GridDataFactory.fillDefaults().grab(true, true).applyTo(text);
		return page;
	}

	/** All of a page below the chooser. A comparison lays out its parent while it makes its controls: this one knows how at any time, and never gives them what they would prefer. */
	static Composite rest(Composite page) {
		Composite rest = new Composite(page, SWT.NONE);
		rest.setLayout(new FillLayout());
		GridDataFactory.fillDefaults().grab(true, true).applyTo(rest);
		return rest;
	}
}
