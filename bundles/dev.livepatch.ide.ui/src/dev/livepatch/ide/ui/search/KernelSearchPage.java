package dev.livepatch.ide.ui.search;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.Adapters;
import org.eclipse.jface.dialogs.DialogPage;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.search.ui.ISearchPage;
import org.eclipse.search.ui.ISearchPageContainer;
import org.eclipse.search.ui.NewSearchUI;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.texteditor.ITextEditor;

import dev.livepatch.core.search.ExpressionException;
import dev.livepatch.core.search.FileNames;
import dev.livepatch.core.search.SearchText;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.FoundLine;
import dev.livepatch.ide.ui.HelpContext;
import dev.livepatch.ide.ui.Icons;
import dev.livepatch.ide.ui.Selections;

/** Asks what to look for, and in which kernel. */
public final class KernelSearchPage extends DialogPage implements ISearchPage {
	private ISearchPageContainer container;
	private List<IProject> projects;
	private final PreviousSearches previous = new PreviousSearches();
	private Combo text;
	private Button caseSensitive;
	private Button regularExpression;
	private Button wholeWord;
	private Combo project;
	private Combo fileNames;
	private FoundLine problem;

	@Override
	public void setContainer(ISearchPageContainer container) {
		this.container = container;
	}

	@Override
	public void createControl(Composite parent) {
		Composite page = new Composite(parent, SWT.NONE);
		GridLayoutFactory.swtDefaults().numColumns(2).applyTo(page);
		text = text(page, Messages.containing, previous.texts());
		new Label(page, SWT.NONE);
		Composite options = new Composite(page, SWT.NONE);
		GridLayoutFactory.fillDefaults().numColumns(3).applyTo(options);
		caseSensitive = option(options, Messages.caseSensitive, previous.caseSensitive());
		regularExpression = option(options, Messages.regularExpression, previous.regularExpression());
		wholeWord = option(options, Messages.wholeWord, previous.wholeWord());
		new Label(page, SWT.NONE).setText(Messages.kernelOf);
		project = new Combo(page, SWT.READ_ONLY);
		GridDataFactory.fillDefaults().grab(true, false).applyTo(project);
		fileNames = text(page, Messages.fileNames, previous.fileNames());
		Label hint = new Label(page, SWT.WRAP);
		hint.setText(Messages.fileNamesHint);
		GridDataFactory.fillDefaults().span(2, 1).grab(true, false).hint(500, SWT.DEFAULT).applyTo(hint);
		problem = new FoundLine(page);
		GridDataFactory.fillDefaults().span(2, 1).grab(true, false).applyTo(problem);
		fill();
		HelpContext.KERNEL_SEARCH.on(page);
		setControl(page);
	}

	private Combo text(Composite page, String label, String[] used) {
		new Label(page, SWT.NONE).setText(label);
		Combo field = new Combo(page, SWT.BORDER | SWT.DROP_DOWN);
		field.setItems(used);
		field.addModifyListener(e -> validate());
		GridDataFactory.fillDefaults().grab(true, false).applyTo(field);
		return field;
	}

	private Button option(Composite options, String label, boolean on) {
		Button button = new Button(options, SWT.CHECK);
		button.setSelection(on);
		button.setText(label);
		button.addListener(SWT.Selection, e -> validate());
		return button;
	}

	private void fill() {
		projects = Arrays.stream(ResourcesPlugin.getWorkspace().getRoot().getProjects()).filter(ProjectLayout::isLivepatch).toList();
		projects.forEach(p -> project.add(p.getName()));
		IWorkbenchPage page = PlatformUI.getWorkbench().getActiveWorkbenchWindow().getActivePage();
		project.select(Selections.project(container.getSelection(), page).map(projects::indexOf).filter(i -> i >= 0).orElse(0));
		Optional.ofNullable(page).map(p -> Adapters.adapt(p.getActiveEditor(), ITextEditor.class)).flatMap(CaretWord::in).map(SearchText::text)
				.or(() -> Arrays.stream(previous.texts()).findFirst()).ifPresent(text::setText);
	}

	private SearchText typed() {
		return new SearchText(text.getText(), regularExpression.getSelection(), caseSensitive.getSelection(), wholeWord.getSelection());
	}

	private void validate() {
		if (problem == null) {
			return;
		}
		String wrong = "";
		if (projects.isEmpty()) {
			wrong = Messages.noProject;
		} else if (!text.getText().isEmpty()) {
			try {
				typed().compile();
			} catch (ExpressionException e) {
				wrong = e.getMessage();
			}
		}
		problem.show(wrong.isEmpty() ? null : Icons.FAILED.image(), wrong);
		container.setPerformActionEnabled(wrong.isEmpty() && !text.getText().isEmpty());
	}

	@Override
	public void setVisible(boolean visible) {
		super.setVisible(visible);
		if (visible) {
			validate();
			text.setSelection(new Point(0, text.getText().length()));
			text.setFocus();
		}
	}

	@Override
	public boolean performAction() {
		previous.add(typed(), fileNames.getText());
		NewSearchUI.runQueryInBackground(new KernelSearchQuery(projects.get(project.getSelectionIndex()), typed(), FileNames.of(fileNames.getText())));
		return true;
	}
}
