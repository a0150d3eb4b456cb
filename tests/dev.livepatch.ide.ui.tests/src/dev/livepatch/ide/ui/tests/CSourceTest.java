package dev.livepatch.ide.ui.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.ITextOperationTarget;
import org.eclipse.jface.text.ITextViewer;
import org.eclipse.jface.text.TextSelection;
import org.eclipse.jface.text.source.ISourceViewer;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyleRange;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableItem;
import org.eclipse.ui.handlers.IHandlerService;
import org.eclipse.ui.ide.IDE;
import org.eclipse.ui.texteditor.ITextEditor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.livepatch.ide.project.ProjectFiles;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.kernel.KernelFileInput;
import dev.livepatch.ide.ui.kernel.KernelFiles;
import dev.livepatch.testing.DemoKernel;

/** C files in the generic editor: colours, comments, indentation. */
public class CSourceTest {
	private static final String TOGGLE_COMMENT = "dev.livepatch.ide.ui.toggleComment";
	private static final String SOURCE = """
			#include <linux/init.h>
			/* a comment
			   of two lines */
			static int __init start(const char __user *name)
			{
				return PAGE_SIZE;
			}
			EXPORT_SYMBOL(start);
			""";
	private IProject project;

	@BeforeEach
	void ready() throws Exception {
		project = Projects.open("c-source");
	}

	@AfterEach
	void delete() throws Exception {
		Projects.close(project);
	}

	@Test
	void kernelFilesAreColoured() throws Exception {
		ITextEditor editor = (ITextEditor) KernelFiles.open(Workbench.page(), project, DemoKernel.open(), "fs/proc/meminfo.c");
		assertTrue(editor.getEditorInput() instanceof KernelFileInput);
		StyledText text = text(editor);
		assertLooks(text, "static int meminfo_proc_show", "keyword", SWT.BOLD);
		assertLooks(text, "unsigned long pages", "type", SWT.NORMAL);
		assertLooks(text, "__init", "kernelWord", SWT.BOLD | SWT.ITALIC);
		assertLooks(text, "\"MemTotal:", "string", SWT.NORMAL);
		assertLooks(text, "// SPDX", "comment", SWT.NORMAL);
		assertLooks(text, "#include", "directive", SWT.BOLD);
		Workbench.until("tabs have eight columns", () -> text.getTabs() == 8);
		editor.selectAndReveal(document(editor).get().indexOf("meminfo_proc_show"), 0);
		Workbench.screenshot("c-source");
	}

	@Test
	void coloursFollowEdits() throws Exception {
		ITextEditor editor = open(SOURCE);
		StyledText text = text(editor);
		assertLooks(text, "   of two", "comment", SWT.NORMAL);
		assertLooks(text, "static", "keyword", SWT.BOLD);
		int end = SOURCE.indexOf("*/");
		document(editor).replace(end, 2, "");
		assertLooks(text, "static", "comment", SWT.NORMAL);
		assertLooks(text, "EXPORT_SYMBOL", "comment", SWT.NORMAL);
		document(editor).replace(document(editor).get().indexOf("{"), 0, "*/\n");
		assertLooks(text, "static", "comment", SWT.NORMAL);
		assertLooks(text, "return", "keyword", SWT.BOLD);
		assertLooks(text, "EXPORT_SYMBOL", "kernelWord", SWT.BOLD | SWT.ITALIC);
		document(editor).replace(SOURCE.indexOf("/*"), 2, "");
		assertLooks(text, "static", "keyword", SWT.BOLD);
	}

	@Test
	void aLongFileIsColouredInPieces() throws Exception {
		String scheduler = Files.readString(DemoKernel.open().sourceFile("kernel/sched/core.c"), StandardCharsets.ISO_8859_1);
		StringBuilder source = new StringBuilder();
		while (source.chars().filter(c -> c == '\n').count() < 25_000) {
			source.append(scheduler);
		}
		source.append("static int the_last_line;\n");
		long start = System.nanoTime();
		ITextEditor editor = open(source.toString());
		StyledText text = text(editor);
		long opened = System.nanoTime() - start;
		int last = source.lastIndexOf("static");
		start = System.nanoTime();
		Workbench.until("the last line has its colours", () -> text.getStyleRangeAtOffset(last) != null);
		long painted = System.nanoTime() - start;
		int middle = source.indexOf("\n}\n", document(editor).getLineOffset(12_000)) + 3;
		start = System.nanoTime();
		document(editor).replace(middle, 0, "int x;\n");
		long edited = System.nanoTime() - start;
		System.out.printf("25,000 lines: opened in %d ms, painted to the end in %d ms more, one edit %d ms%n", opened / 1_000_000, painted / 1_000_000, edited / 1_000_000);
		assertEquals(color("type"), text.getStyleRangeAtOffset(middle).foreground);
	}

	@Test
	void linesBecomeCommentsAndBack() throws Exception {
		ITextEditor editor = open(SOURCE);
		select(editor, "static int", "{\n");
		execute(TOGGLE_COMMENT);
		assertTrue(document(editor).get().contains("//static int __init start(const char __user *name)\n//{\n\treturn"), document(editor).get());
		assertLooks(text(editor), "//static", "comment", SWT.NORMAL);
		select(editor, "//static int", "//{\n");
		execute(TOGGLE_COMMENT);
		assertEquals(SOURCE, document(editor).get());
		select(editor, "static int", "{\n");
		execute(TOGGLE_COMMENT);
		((ITextViewer) editor.getAdapter(ITextOperationTarget.class)).getTextOperationTarget().doOperation(ITextOperationTarget.UNDO);
		assertEquals(SOURCE, document(editor).get(), "one undo");
	}

	@Test
	void newLinesAreIndentedAsTheKernelIs() throws Exception {
		ITextEditor editor = open("int f(void)\n{");
		type(editor, "\nif (x)\ny();\nz();\nwhile (1) {\nq();\n}\nreturn 0;\n}");
		assertEquals("int f(void)\n{\n\tif (x)\n\t\ty();\n\tz();\n\twhile (1) {\n\t\tq();\n\t}\n\treturn 0;\n}", document(editor).get());
	}

	@Test
	void commentsGoOnInTheNextLine() throws Exception {
		ITextEditor editor = open("");
		type(editor, "/*\na\n/");
		assertEquals("/*\n * a\n * /", document(editor).get());
	}

	/** The editor's own proposals would be {@code comment} too. */
	@Test
	void onlyWordsOfTheCodeAreProposed() throws Exception {
		ITextEditor editor = open(SOURCE);
		type(editor, "co");
		ITextOperationTarget target = editor.getAdapter(ITextOperationTarget.class);
		target.doOperation(ISourceViewer.CONTENTASSIST_PROPOSALS);
		Workbench.until("proposals are shown", () -> proposals().isPresent());
		assertEquals(List.of("const"), Stream.of(proposals().orElseThrow().getItems()).map(TableItem::getText).toList());
		proposals().orElseThrow().getShell().close();
		Workbench.until("the proposals are closed", () -> proposals().isEmpty());
	}

	private static Optional<Table> proposals() {
		return Stream.of(Display.getCurrent().getShells()).filter(s -> s.isVisible() && s != Workbench.page().getWorkbenchWindow().getShell()).flatMap(s -> Stream.of(s.getChildren()))
				.flatMap(c -> c instanceof Composite inner ? Stream.concat(Stream.of(c), Stream.of(inner.getChildren())) : Stream.of(c))
				.filter(Table.class::isInstance).map(Table.class::cast).findFirst();
	}

	private ITextEditor open(String source) throws Exception {
		IFile file = ProjectLayout.of(project).source("lib/c_source_test.c");
		ProjectFiles.write(file, source.getBytes(StandardCharsets.ISO_8859_1), null);
		return (ITextEditor) IDE.openEditor(Workbench.page(), file);
	}

	/** As keys would: every character by itself, through the viewer. */
	private static void type(ITextEditor editor, String keys) {
		StyledText text = text(editor);
		text.setCaretOffset(text.getCharCount());
		for (char key : keys.toCharArray()) {
			text.insert(String.valueOf(key));
			text.setCaretOffset(text.getCharCount());
		}
	}

	private static void select(ITextEditor editor, String from, String to) {
		String text = document(editor).get();
		int start = text.indexOf(from);
		editor.getSelectionProvider().setSelection(new TextSelection(start, text.indexOf(to, start) + to.length() - start));
	}

	private static void execute(String command) throws Exception {
		Workbench.window().getService(IHandlerService.class).executeCommand(command, null);
	}

	private static void assertLooks(StyledText text, String at, String colour, int style) {
		int offset = text.getText().indexOf(at);
		assertNotEquals(-1, offset, at);
		StyleRange range = text.getStyleRangeAtOffset(offset);
		assertNotNull(range, "no colour at " + at);
		assertEquals(color(colour), range.foreground, at);
		assertEquals(style, range.fontStyle, at);
	}

	private static Color color(String name) {
		return JFaceResources.getColorRegistry().get("dev.livepatch.ide.ui.source." + name);
	}

	private static StyledText text(ITextEditor editor) {
		return (StyledText) editor.getAdapter(Control.class);
	}

	private static IDocument document(ITextEditor editor) {
		return editor.getDocumentProvider().getDocument(editor.getEditorInput());
	}
}
