package dev.livepatch.ide.ui.exchange;

import java.io.IOException;
import java.util.Optional;

import org.eclipse.core.resources.IProject;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.jface.wizard.WizardPage;
import org.eclipse.swt.SWT;
import org.eclipse.swt.events.SelectionListener;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;

import dev.livepatch.core.change.LivepatchProject;
import dev.livepatch.core.change.ProjectSettings;
import dev.livepatch.core.exchange.Authors;
import dev.livepatch.core.exchange.CommitMessage;
import dev.livepatch.core.exchange.PatchExport;
import dev.livepatch.core.exchange.PatchExport.Signature;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.Background;
import dev.livepatch.ide.ui.HelpContext;

/** Asks what a patch says about itself; begins with what the project says. */
final class HeaderPage extends WizardPage {
	private final ExportPage export;
	private Text author;
	private Text signer;
	private Text subject;
	private Text body;
	private Button sign;
	private Button origin;
	private Button remember;
	private Background<Header> reader;
	private Optional<IProject> shown = Optional.empty();
	private CommitMessage read = CommitMessage.NONE;

	/** @param problem why it cannot be read; null if it can */
	private record Header(CommitMessage message, Optional<String> signer, boolean said, String problem) {
	}

	HeaderPage(ExportPage export) {
		super("header"); //$NON-NLS-1$
		this.export = export;
		setTitle(Messages.HeaderPage_title);
		setDescription(Messages.HeaderPage_description);
		setPageComplete(false);
	}

	@Override
	public void createControl(Composite parent) {
		Composite page = new Composite(parent, SWT.NONE);
		GridLayoutFactory.swtDefaults().numColumns(2).applyTo(page);
		reader = new Background<>(page, Messages.HeaderPage_reading);
		author = field(page, Messages.HeaderPage_from);
		author.setMessage(Messages.HeaderPage_signerHint);
		subject = field(page, Messages.HeaderPage_subject);
		Label label = new Label(page, SWT.NONE);
		label.setText(Messages.HeaderPage_body);
		GridDataFactory.swtDefaults().align(SWT.BEGINNING, SWT.BEGINNING).applyTo(label);
		body = new Text(page, SWT.BORDER | SWT.MULTI | SWT.V_SCROLL | SWT.H_SCROLL);
		body.setFont(JFaceResources.getTextFont());
		GridDataFactory.fillDefaults().grab(true, true).hint(500, 180).applyTo(body);
		signer = field(page, Messages.HeaderPage_signer);
		signer.setMessage(Messages.HeaderPage_signerHint);
		sign = check(page, Messages.HeaderPage_sign);
		remember = check(page, Messages.HeaderPage_remember);
		origin = check(page, Messages.HeaderPage_origin);
		setControl(page);
		HelpContext.EXPORT_HEADER.on(page);
		validate();
	}

	private Text field(Composite parent, String label) {
		new Label(parent, SWT.NONE).setText(label);
		Text text = new Text(parent, SWT.BORDER);
		text.addModifyListener(e -> validate());
		GridDataFactory.fillDefaults().grab(true, false).applyTo(text);
		return text;
	}

	private Button check(Composite parent, String text) {
		new Label(parent, SWT.NONE);
		Button button = new Button(parent, SWT.CHECK);
		button.setText(text);
		button.setSelection(true);
		button.addSelectionListener(SelectionListener.widgetSelectedAdapter(e -> validate()));
		return button;
	}

	@Override
	public void setVisible(boolean visible) {
		super.setVisible(visible);
		if (visible && !export.project().equals(shown)) {
			shown = export.project();
			reader.ask(outdated -> read(ProjectLayout.of(shown.orElseThrow()), outdated), this::show);
		}
	}

	private static Header read(ProjectLayout layout, Cancellation outdated) {
		try {
			LivepatchProject project = LivepatchProject.open(layout.directory());
			Optional<String> said = project.settings().author();
			return new Header(PatchExport.message(project), said.or(() -> Authors.configured(layout.directory(), outdated)), said.isPresent(), null);
		} catch (IOException e) {
			return new Header(CommitMessage.NONE, Optional.empty(), false, e.getMessage());
		}
	}

	private void show(Header header) {
		read = header.message();
		author.setText(read.author().isEmpty() ? header.signer().orElse("") : read.author()); //$NON-NLS-1$
		signer.setText(header.signer().orElse("")); //$NON-NLS-1$
		subject.setText(read.subject());
		body.setText(read.body());
		origin.setEnabled(read.commit().isPresent());
		remember.setSelection(!header.said());
		validate();
		if (header.problem() != null) {
			setErrorMessage(header.problem());
			setPageComplete(false);
		}
	}

	CommitMessage message() {
		return new CommitMessage(author.getText(), read.date(), subject.getText(), body.getText(), read.commit());
	}

	Signature signature() {
		String person = signer.getText().strip();
		return new Signature(person.isEmpty() ? author.getText().strip() : person, sign.getSelection(), origin.isEnabled() && origin.getSelection());
	}

	boolean isRemembering() {
		return remember.getSelection() && sign.getSelection();
	}

	private void validate() {
		boolean signed = ProjectSettings.isAuthor(signer.getText().strip()) || !sign.getSelection() && signer.getText().isBlank();
		boolean named = ProjectSettings.isAuthor(author.getText().strip());
		remember.setEnabled(sign.getSelection());
		setErrorMessage(null);
		setMessage(subject.getText().isBlank() ? Messages.HeaderPage_enterSubject : !signed || !named ? Messages.HeaderPage_enterSigner : null, INFORMATION);
		setPageComplete(shown.isPresent() && !subject.getText().isBlank() && signed && named);
	}
}
