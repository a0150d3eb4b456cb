package dev.livepatch.ide.ui.example;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.viewers.ArrayContentProvider;
import org.eclipse.jface.viewers.LabelProvider;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.jface.viewers.TableViewer;
import org.eclipse.jface.wizard.WizardPage;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;

import dev.livepatch.doc.Example;
import dev.livepatch.ide.preferences.KernelChoice;
import dev.livepatch.ide.preferences.LivepatchPreferences;
import dev.livepatch.ide.ui.HelpContext;
import dev.livepatch.ide.ui.Icons;
import dev.livepatch.ide.ui.preferences.KernelSelector;

/** Asks for the example and the kernel. */
final class ExamplePage extends WizardPage {
	private TableViewer list;
	private Label about;
	private KernelSelector kernel;

	ExamplePage() {
		super("example");
		setTitle(Messages.title);
		setDescription(Messages.description);
	}

	@Override
	public void createControl(Composite parent) {
		Composite page = new Composite(parent, SWT.NONE);
		GridLayoutFactory.swtDefaults().spacing(5, 8).applyTo(page);
		list = new TableViewer(page, SWT.BORDER | SWT.SINGLE | SWT.V_SCROLL);
		list.setContentProvider(ArrayContentProvider.getInstance());
		list.setLabelProvider(new LabelProvider() {
			@Override
			public String getText(Object element) {
				return ((Example) element).name();
			}

			@Override
			public Image getImage(Object element) {
				return (((Example) element).canBeVerified() ? Icons.PASSED : Icons.FAILED).image();
			}
		});
		list.addSelectionChangedListener(e -> validate());
		GridDataFactory.fillDefaults().grab(true, true).hint(SWT.DEFAULT, 190).applyTo(list.getControl());
		about = new Label(page, SWT.WRAP);
		GridDataFactory.fillDefaults().grab(true, false).hint(400, SWT.DEFAULT).applyTo(about);
		kernel = new KernelSelector(page, KernelChoice.known(), this::validate);
		GridDataFactory.fillDefaults().grab(true, false).applyTo(kernel);
		setControl(page);
		HelpContext.EXAMPLE.on(page);
		fill();
		KernelChoice.workspaceDefault().or(() -> KernelChoice.known().stream().findFirst()).map(Path::toString).ifPresent(kernel::select);
		list.getControl().setFocus();
	}

	Example example() {
		return (Example) list.getStructuredSelection().getFirstElement();
	}

	Path kernel() {
		return LivepatchPreferences.path(kernel.text()).orElseThrow();
	}

	private void fill() {
		try {
			List<Example> examples = Example.all();
			list.setInput(examples);
			list.setSelection(new StructuredSelection(examples.get(0)));
		} catch (IOException e) {
			setErrorMessage(NLS.bind(Messages.notFound, e.getMessage()));
			setPageComplete(false);
		}
	}

	private void validate() {
		Example example = example();
		String problem = null;
		String hint = null;
		if (example == null) {
			hint = Messages.choose;
		} else if (ResourcesPlugin.getWorkspace().getRoot().getProject(example.name()).exists()) {
			problem = NLS.bind(Messages.exists, example.name());
		} else if (kernel.text().isEmpty()) {
			hint = Messages.chooseKernel;
		} else if (kernel.severity() == IStatus.ERROR) {
			problem = Messages.badKernel;
		}
		about.setText(example == null ? "" : NLS.bind(example.canBeVerified() ? Messages.verified : Messages.refused, example.description()));
		about.getParent().layout();
		setErrorMessage(problem);
		setMessage(hint, INFORMATION);
		setPageComplete(problem == null && hint == null && kernel.inspection() != null && kernel.inspection().usable());
	}
}
