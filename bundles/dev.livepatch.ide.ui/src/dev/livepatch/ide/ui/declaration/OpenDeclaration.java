package dev.livepatch.ide.ui.declaration;

import java.util.List;

import org.eclipse.core.runtime.ILog;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IRegion;
import org.eclipse.jface.viewers.ArrayContentProvider;
import org.eclipse.jface.viewers.LabelProvider;
import org.eclipse.jface.window.Window;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.dialogs.ListDialog;
import org.eclipse.ui.texteditor.ITextEditor;

import dev.livepatch.core.index.Declaration;
import dev.livepatch.ide.ui.HelpContext;
import dev.livepatch.ide.ui.Icons;
import dev.livepatch.ide.ui.StatusLine;
import dev.livepatch.ide.ui.declaration.DeclarationJob.Answer;
import dev.livepatch.ide.ui.kernel.KernelFiles;

/** Goes from a place in an editor to what it means: looked for in the background, chosen by the user where it is in doubt. */
final class OpenDeclaration {
	private final ITextEditor editor;
	private final SourcePlace place;

	OpenDeclaration(ITextEditor editor, SourcePlace place) {
		this.editor = editor;
		this.place = place;
	}

	/** To be called in the UI thread. */
	void start() {
		new DeclarationJob(place, answer -> editor.getSite().getShell().getDisplay().asyncExec(() -> open(answer))).schedule();
	}

	private void open(Answer answer) {
		IWorkbenchPage page = editor.getSite().getPage();
		if (page.findEditor(editor.getEditorInput()) == null) {
			// closed meanwhile
			return;
		}
		List<Declaration> candidates = answer.candidates();
		if (candidates.isEmpty()) {
			String name = place.mention().text();
			StatusLine.say(editor, NLS.bind(name.startsWith("CONFIG_") ? Messages.notConfigured : Messages.notFound, name));
			return;
		}
		Declaration chosen = candidates.size() == 1 ? candidates.getFirst() : choose(editor.getSite().getShell(), candidates);
		if (chosen != null) {
			try {
				page.getNavigationHistory().markLocation(editor);
				if (KernelFiles.open(page, place.project(), answer.kernel(), chosen.file()) instanceof ITextEditor opened) {
					reveal(opened, chosen);
				}
			} catch (PartInitException | BadLocationException e) {
				ILog.of(OpenDeclaration.class).error(NLS.bind(Messages.failed, chosen.name(), e.getMessage()), e);
			}
		}
	}

	private static void reveal(ITextEditor editor, Declaration declaration) throws BadLocationException {
		IDocument document = editor.getDocumentProvider().getDocument(editor.getEditorInput());
		IRegion line = document.getLineInformation(Math.min(declaration.line(), document.getNumberOfLines()) - 1);
		int name = document.get(line.getOffset(), line.getLength()).indexOf(declaration.name());
		editor.selectAndReveal(line.getOffset() + Math.max(0, name), name < 0 ? 0 : declaration.name().length());
	}

	private static Declaration choose(Shell shell, List<Declaration> candidates) {
		ListDialog dialog = new ListDialog(shell);
		dialog.setTitle(Messages.chooseTitle);
		dialog.setMessage(NLS.bind(Messages.choose, candidates.getFirst().name()));
		dialog.setContentProvider(ArrayContentProvider.getInstance());
		dialog.setLabelProvider(LabelProvider.createTextImageProvider(d -> label((Declaration) d), d -> Icons.KERNEL_FILE.image()));
		dialog.setInput(candidates);
		dialog.setInitialSelections(candidates.getFirst());
		dialog.create();
		HelpContext.CHOOSE_DECLARATION.on(dialog.getShell());
		return dialog.open() == Window.OK && dialog.getResult().length == 1 ? (Declaration) dialog.getResult()[0] : null;
	}

	private static String of(String alone, String owned, String owner) {
		return owner.isEmpty() ? alone : NLS.bind(owned, owner);
	}

	private static String label(Declaration declaration) {
		String kind = switch (declaration.kind()) {
			case FUNCTION -> Messages.function;
			case TYPE -> Messages.type;
			case VARIABLE -> Messages.variable;
			case MACRO -> Messages.macro;
			case ENUMERATOR -> of(Messages.enumerator, Messages.enumeratorOf, declaration.owner());
			case MEMBER -> of(Messages.member, Messages.memberOf, declaration.owner());
			case DECLARED_ONLY -> Messages.declaredOnly;
		};
		return NLS.bind(Messages.label, new Object[] { declaration.file(), declaration.line(), kind });
	}
}
