package dev.livepatch.ide.ui.preferences;

import java.util.stream.Collectors;

import org.eclipse.jface.dialogs.Dialog;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;

import dev.livepatch.core.kernel.KernelProblem;
import dev.livepatch.ide.kernel.KernelInspection;
import dev.livepatch.ide.ui.Icons;

/** Says what a kernel build is, or what is wrong with it and what to do. */
final class KernelReport extends Composite {
	private final Label icon;
	private final Text text;

	KernelReport(Composite parent) {
		super(parent, SWT.NONE);
		GridLayoutFactory.fillDefaults().numColumns(2).applyTo(this);
		icon = new Label(this, SWT.NONE);
		GridDataFactory.swtDefaults().align(SWT.BEGINNING, SWT.BEGINNING).hint(16, 16).applyTo(icon);
		// a text, so that it can be read by key and copied
		text = new Text(this, SWT.MULTI | SWT.WRAP | SWT.READ_ONLY | SWT.V_SCROLL);
		text.setBackground(parent.getBackground());
		GridDataFactory.fillDefaults().grab(true, true).applyTo(text);
	}

	void looking() {
		show(Icons.RUNNING.image(), Messages.lookingAtKernel);
	}

	void clear() {
		show(null, "");
	}

	void show(KernelInspection inspection) {
		String head = inspection.kernel().map(k -> NLS.bind(Messages.release, k.release(), k.source())).orElse("");
		String problems = inspection.problems().stream().map(KernelReport::text).collect(Collectors.joining("\n"));
		show(icon(inspection), head.isEmpty() || problems.isEmpty() ? head + problems : head + "\n" + problems);
	}

	static Image icon(KernelInspection inspection) {
		if (!inspection.usable()) {
			return Icons.FAILED.image();
		}
		return inspection.problems().isEmpty() ? Icons.PASSED.image() : JFaceResources.getImage(Dialog.DLG_IMG_MESSAGE_WARNING);
	}

	private static String text(KernelProblem problem) {
		return switch (problem.severity()) {
			case ERROR -> Messages.error;
			case WARNING -> Messages.warning;
		} + problem.message() + (problem.remedy().isEmpty() ? "" : " " + problem.remedy());
	}

	private void show(Image image, String message) {
		icon.setImage(image);
		text.setText(message);
	}
}
