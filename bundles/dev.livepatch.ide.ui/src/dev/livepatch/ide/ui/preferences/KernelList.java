package dev.livepatch.ide.ui.preferences;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.layout.TableColumnLayout;
import org.eclipse.jface.viewers.ArrayContentProvider;
import org.eclipse.jface.viewers.ColumnLabelProvider;
import org.eclipse.jface.viewers.ColumnWeightData;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.jface.viewers.TableViewer;
import org.eclipse.jface.viewers.TableViewerColumn;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.events.SelectionListener;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.DirectoryDialog;

import dev.livepatch.ide.kernel.KernelInspection;
import dev.livepatch.ide.preferences.LivepatchPreferences;
import dev.livepatch.ide.ui.Background;
import dev.livepatch.ide.ui.Icons;

/** The kernel builds, each with what it is or what is wrong with it; one of them is the default. */
final class KernelList extends Composite {
	private final List<String> kernels = new ArrayList<>();
	private final Map<String, KernelInspection> known = new HashMap<>();
	private final TableViewer viewer;
	private final KernelReport report;
	private final Button remove;
	private final Button makeDefault;
	private final Background<Map<String, KernelInspection>> background;
	private String standard = "";

	KernelList(Composite parent) {
		super(parent, SWT.NONE);
		background = new Background<>(this, Messages.lookingAtKernels);
		GridLayoutFactory.fillDefaults().numColumns(2).applyTo(this);
		Composite tableArea = new Composite(this, SWT.NONE);
		GridDataFactory.fillDefaults().grab(true, true).hint(520, 110).applyTo(tableArea);
		viewer = new TableViewer(tableArea, SWT.BORDER | SWT.FULL_SELECTION | SWT.SINGLE);
		viewer.getTable().setHeaderVisible(true);
		viewer.setContentProvider(ArrayContentProvider.getInstance());
		TableColumnLayout layout = new TableColumnLayout();
		tableArea.setLayout(layout);
		column(layout, Messages.directory, 55, this::path, this::icon);
		column(layout, Messages.kernel, 45, this::summary, k -> null);
		viewer.addSelectionChangedListener(e -> selected());

		Composite buttons = new Composite(this, SWT.NONE);
		GridLayoutFactory.fillDefaults().applyTo(buttons);
		GridDataFactory.fillDefaults().applyTo(buttons);
		button(buttons, Messages.add, this::add);
		remove = button(buttons, Messages.remove, this::remove);
		makeDefault = button(buttons, Messages.makeDefault, this::makeDefault);
		report = new KernelReport(this);
		GridDataFactory.fillDefaults().grab(true, false).span(2, 1).hint(520, 70).applyTo(report);
		selected();
	}

	/** @param preferred the default kernel, or an empty text */
	void set(List<Path> paths, String preferred) {
		kernels.clear();
		paths.forEach(p -> kernels.add(p.toString()));
		standard = preferred;
		changed();
	}

	List<Path> kernels() {
		return kernels.stream().map(LivepatchPreferences::path).flatMap(Optional::stream).toList();
	}

	/** The default kernel, or an empty text. */
	String standard() {
		return kernels.contains(standard) ? standard : "";
	}

	private void changed() {
		viewer.setInput(kernels);
		selected();
		List<String> unknown = kernels.stream().filter(k -> !known.containsKey(k)).toList();
		if (!unknown.isEmpty()) {
			background.ask(() -> inspect(unknown), answers -> {
				known.putAll(answers);
				viewer.refresh();
				selected();
			});
		}
	}

	private static Map<String, KernelInspection> inspect(List<String> kernels) {
		Map<String, KernelInspection> result = new HashMap<>();
		kernels.forEach(k -> result.put(k, KernelInspection.of(k)));
		return result;
	}

	private void selected() {
		String kernel = selection();
		remove.setEnabled(kernel != null);
		makeDefault.setEnabled(kernel != null && !kernel.equals(standard));
		if (kernel == null) {
			report.clear();
		} else if (known.containsKey(kernel)) {
			report.show(known.get(kernel));
		} else {
			report.looking();
		}
	}

	private String selection() {
		return (String) viewer.getStructuredSelection().getFirstElement();
	}

	private void add() {
		DirectoryDialog dialog = new DirectoryDialog(getShell(), SWT.OPEN | SWT.SHEET);
		dialog.setText(Messages.addTitle);
		dialog.setMessage(LivepatchPreferences.KERNEL.description());
		String chosen = dialog.open();
		if (chosen != null) {
			String kernel = Path.of(chosen).normalize().toString();
			if (!kernels.contains(kernel)) {
				kernels.add(kernel);
			}
			changed();
			viewer.setSelection(new StructuredSelection(kernel), true);
		}
	}

	private void remove() {
		kernels.remove(selection());
		changed();
	}

	private void makeDefault() {
		standard = selection();
		viewer.refresh();
		selected();
	}

	private String path(String kernel) {
		return kernel.equals(standard) ? NLS.bind(Messages.isDefault, kernel) : kernel;
	}

	private String summary(String kernel) {
		return known.containsKey(kernel) ? known.get(kernel).summary() : Messages.looking;
	}

	private Image icon(String kernel) {
		return known.containsKey(kernel) ? KernelReport.icon(known.get(kernel)) : Icons.RUNNING.image();
	}

	private void column(TableColumnLayout layout, String title, int weight, Function<String, String> text,
			Function<String, Image> image) {
		TableViewerColumn column = new TableViewerColumn(viewer, SWT.NONE);
		column.getColumn().setText(title);
		column.setLabelProvider(ColumnLabelProvider.createTextImageProvider(k -> text.apply((String) k), k -> image.apply((String) k)));
		layout.setColumnData(column.getColumn(), new ColumnWeightData(weight, 120, true));
	}

	private static Button button(Composite parent, String text, Runnable action) {
		Button button = new Button(parent, SWT.PUSH);
		button.setText(text);
		button.addSelectionListener(SelectionListener.widgetSelectedAdapter(e -> action.run()));
		GridDataFactory.fillDefaults().grab(true, false).applyTo(button);
		return button;
	}
}
