package dev.livepatch.ide.ui.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.NullProgressMonitor;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.ITextViewer;
import org.eclipse.jface.text.Position;
import org.eclipse.jface.text.source.Annotation;
import org.eclipse.jface.text.source.projection.ProjectionAnnotation;
import org.eclipse.jface.text.source.projection.ProjectionAnnotationModel;
import org.eclipse.jface.text.source.projection.ProjectionViewer;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.handlers.IHandlerService;
import org.eclipse.ui.ide.IDE;
import org.eclipse.ui.texteditor.ITextEditor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.livepatch.ide.ui.kernel.KernelFiles;
import dev.livepatch.ide.ui.source.SourceReader;
import dev.livepatch.testing.DemoKernel;

/** Folding of C files in the generic editor. */
public class CFoldingTest {
	private static final String GENERIC_EDITOR = "org.eclipse.ui.genericeditor.GenericEditor";
	private static final String SOURCE = """
			/*
			 * What it does
			 */
			#include <linux/init.h>
			#ifdef CONFIG_X
			static int first(void)
			{
				if (1)
					return 1;
				return 2;
			}
			#endif
			static int second(void)
			{
				return 3;
			}
			""";
	private static final Set<String> FOLDS = Set.of("1-3", "5-11", "6-11", "13-16");
	private static final String FOLDED = """
			 * What it does
			#include <linux/init.h>
			#ifdef CONFIG_X
			#endif
			static int second(void)
			""";
	private IProject project;
	private ITextEditor editor;

	@BeforeEach
	void ready() throws Exception {
		project = Projects.open("folding");
	}

	@AfterEach
	void delete() throws Exception {
		Projects.close(project);
	}

	private void open() throws Exception {
		IFile file = project.getFile("a.c");
		file.create(SOURCE.getBytes(), true, false, new NullProgressMonitor());
		editor = (ITextEditor) IDE.openEditor(Workbench.page(), file, GENERIC_EDITOR);
		Workbench.until("the file can be folded", () -> folds().equals(FOLDS));
	}

	private ProjectionViewer viewer() {
		return (ProjectionViewer) editor.getAdapter(ITextViewer.class);
	}

	private IDocument document() {
		return editor.getDocumentProvider().getDocument(editor.getEditorInput());
	}

	/** First and last lines of what can be folded, and a minus behind what is. */
	private Set<String> folds() throws Exception {
		Set<String> folds = new TreeSet<>();
		ProjectionAnnotationModel model = viewer().getProjectionAnnotationModel();
		for (Iterator<Annotation> all = model.getAnnotationIterator(); all.hasNext();) {
			ProjectionAnnotation fold = (ProjectionAnnotation) all.next();
			Position place = model.getPosition(fold);
			int first = document().getLineOfOffset(place.getOffset()) + 1;
			int last = document().getLineOfOffset(place.getOffset() + place.getLength() - 1) + 1;
			folds.add(first + "-" + last + (fold.isCollapsed() ? "-" : ""));
		}
		return folds;
	}

	private String visible() {
		return viewer().getTextWidget().getText().replace("\r", "");
	}

	private void run(String command) throws Exception {
		Workbench.page().activate(editor);
		PlatformUI.getWorkbench().getService(IHandlerService.class).executeCommand("org.eclipse.ui.edit.text.folding." + command, null);
	}

	@Test
	void thePlatformsCommandsFoldAndUnfold() throws Exception {
		open();
		assertEquals(SOURCE, visible(), "nothing is folded at first");
		run("collapse_all");
		Workbench.until("all is folded", () -> visible().equals(FOLDED));
		run("expand_all");
		Workbench.until("nothing is folded", () -> visible().equals(SOURCE));
		editor.selectAndReveal(SOURCE.indexOf("return 3"), 0);
		run("collapse");
		Workbench.until("the function at the caret is folded", () -> !visible().contains("return 3"));
		assertTrue(visible().contains("return 2"), visible());
	}

	@Test
	void whatIsFoldedStaysSoWhileOtherTextIsEdited() throws Exception {
		open();
		run("collapse_all");
		Workbench.until("all is folded", () -> visible().equals(FOLDED));
		document().replace(0, 0, "static int brand_new(void)\n{\n}\n");
		Workbench.until("the new function can be folded", () -> folds().equals(Set.of("1-3", "4-6-", "8-14-", "9-14-", "16-19-")));
		assertEquals("static int brand_new(void)\n{\n}\n" + FOLDED, visible());

		int second = document().get().indexOf("static int second");
		document().replace(second, 0, "/* half a comment\n");
		Workbench.until("the text with half a comment is read", () -> SourceReader.attach(viewer()).source().isPresent());
		document().replace(second, "/* half a comment\n".length(), "\n\t");
		Workbench.until("the second function is a line further down", () -> folds().equals(Set.of("1-3", "4-6-", "8-14-", "9-14-", "17-20-")));
		assertFalse(visible().contains("return"), visible());
		document().set(SOURCE.replace("first(", "other("));
		Workbench.until("the folds are those of the new text", () -> folds().stream().map(f -> f.replaceFirst("-$", "")).collect(Collectors.toSet()).equals(FOLDS));
		editor.doRevertToSaved();
	}

	@Test
	void whatIsChosenInAFoldComesToLight() throws Exception {
		open();
		run("collapse_all");
		Workbench.until("all is folded", () -> visible().equals(FOLDED));
		editor.selectAndReveal(SOURCE.indexOf("return 2"), 6);
		Workbench.until("the function is unfolded", () -> visible().contains("return 2"));
		assertFalse(visible().contains("return 3"), visible());
	}

	@Test
	void aFileOfTheKernelIsSeenAtAGlance() throws Exception {
		editor = (ITextEditor) KernelFiles.open(Workbench.page(), project, DemoKernel.open(), "fs/seq_file.c");
		String all = visible();
		Workbench.until("the file can be folded", () -> folds().size() > 50);
		assertEquals(all, visible(), "nothing is folded at first");
		run("collapse_all");
		Workbench.until("all is folded", () -> visible().lines().count() < all.lines().count() / 3);
		assertTrue(visible().contains("int seq_open(struct file *file, const struct seq_operations *op)\n"), visible());
		Workbench.screenshot("folding");
	}
}
