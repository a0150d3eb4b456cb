package dev.livepatch.ide.ui.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.NullProgressMonitor;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.eclipse.jface.text.AbstractInformationControl;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IDocumentExtension4;
import org.eclipse.jface.text.IInformationControlExtension2;
import org.eclipse.jface.text.ITextViewer;
import org.eclipse.jface.text.ITextViewerExtension5;
import org.eclipse.jface.text.Region;
import org.eclipse.jface.text.codemining.ICodeMining;
import org.eclipse.jface.text.source.Annotation;
import org.eclipse.jface.text.source.IAnnotationModel;
import org.eclipse.jface.text.source.ISourceViewer;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.ui.forms.widgets.FormText;
import org.eclipse.ui.ide.IDE;
import org.eclipse.ui.texteditor.ITextEditor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.check.ObjectReport;
import dev.livepatch.ide.LivepatchIde;
import dev.livepatch.ide.check.CheckResults;
import dev.livepatch.ide.check.CheckState.Checked;
import dev.livepatch.ide.preferences.LivepatchPreferences;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.status.FileStatus;
import dev.livepatch.ide.ui.kernel.KernelFiles;
import dev.livepatch.ide.ui.status.EditorStatus;
import dev.livepatch.ide.ui.status.StatusHover;
import dev.livepatch.ide.ui.status.StatusMinings;
import dev.livepatch.testing.DemoKernel;

/** What the kernel says of each function stands beside it while the author types, before anything is saved or compiled. */
public class StatusTest {
	private static final String TYPE = "dev.livepatch.ide.ui.status.";
	private static final String SEQ_FILE = "fs/seq_file.c";
	private static final String VERSION = "fs/proc/version.c";
	private static final int KEYS = 40;
	private IProject project;

	@BeforeEach
	void ready() {
		Workbench.ready();
	}

	@AfterEach
	void delete() throws Exception {
		InstanceScope.INSTANCE.getNode(LivepatchIde.ID).remove(LivepatchPreferences.ALL_STATUSES.identifer());
		Projects.close(project);
	}

	private ITextEditor edit(String path, String text) throws Exception {
		project = Projects.create("status", new FileChange.Modified(path, DemoKernel.text(path), text));
		Workbench.checked();
		ITextEditor editor = (ITextEditor) IDE.openEditor(Workbench.page(), ProjectLayout.of(project).source(path));
		current(editor);
		return editor;
	}

	/** Types a text where another one stands, as one change. */
	private static void type(ITextEditor editor, String before, String typed) throws Exception {
		IDocument document = document(editor);
		int at = document.get().indexOf(before);
		assertTrue(at >= 0, "the kernel's file has no " + before);
		document.replace(at + before.length(), 0, typed);
	}

	private static FileStatus current(ITextEditor editor) {
		Workbench.until("the statuses are those of the text", () -> isCurrent(editor));
		return status(editor).status().orElseThrow();
	}

	private static boolean isCurrent(ITextEditor editor) {
		return EditorStatus.of(viewer(editor)).flatMap(EditorStatus::status).filter(s -> s.stamp() == ((IDocumentExtension4) document(editor)).getModificationStamp()).isPresent();
	}

	private static EditorStatus status(ITextEditor editor) {
		return EditorStatus.of(viewer(editor)).orElseThrow(() -> new AssertionError("nothing has attached the statuses to the editor"));
	}

	private static ITextViewer viewer(ITextEditor editor) {
		return editor.getAdapter(ITextViewer.class);
	}

	private static IDocument document(ITextEditor editor) {
		return editor.getDocumentProvider().getDocument(editor.getEditorInput());
	}

	/** Kinds of the status annotations by the text that they stand at. */
	private static Map<String, String> annotations(ITextEditor editor) throws Exception {
		IAnnotationModel model = editor.getDocumentProvider().getAnnotationModel(editor.getEditorInput());
		Map<String, String> found = new TreeMap<>();
		for (Iterator<Annotation> all = model.getAnnotationIterator(); all.hasNext();) {
			Annotation one = all.next();
			if (one.getType().startsWith(TYPE)) {
				var place = model.getPosition(one);
				found.put(document(editor).get(place.getOffset(), place.getLength()), one.getType().substring(TYPE.length()));
			}
		}
		return found;
	}

	/** The lines above functions, as the provider gives them to the editor. */
	private static List<String> minings(ITextEditor editor) throws Exception {
		StatusMinings provider = new StatusMinings();
		provider.setContext(editor);
		return provider.provideCodeMinings(viewer(editor), new NullProgressMonitor()).get().stream().map(ICodeMining::getLabel).toList();
	}

	/** Lines (from 0) above which the editor has drawn something. */
	private static List<Integer> drawn(ITextEditor editor) throws Exception {
		IAnnotationModel model = ((ISourceViewer) viewer(editor)).getAnnotationModel();
		List<Integer> lines = new ArrayList<>();
		for (Iterator<Annotation> all = model.getAnnotationIterator(); all.hasNext();) {
			Annotation one = all.next();
			if (one.getClass().getSimpleName().contains("LineHeader")) {
				lines.add(document(editor).getLineOfOffset(model.getPosition(one).getOffset()));
			}
		}
		return lines;
	}

	@Test
	void eachEditedFunctionBearsItsStatusWhileItIsTyped() throws Exception {
		ITextEditor editor = edit(SEQ_FILE, DemoKernel.text(SEQ_FILE));
		assertEquals(Map.of(), annotations(editor), "nothing is edited yet");
		type(editor, "int seq_open(struct file *file, const struct seq_operations *op)\n{", "\n\tpr_debug(\"open\\n\");");
		type(editor, "static void *seq_buf_alloc(unsigned long size)\n{", "\n\tpr_debug(\"alloc\\n\");");
		type(editor, "void __init seq_file_init(void)\n{", "\n\tif (1) {");
		type(editor, "#include <linux/seq_file.h>\n", "\nstatic int brand_new(void)\n{\n\treturn 1;\n}\n");
		current(editor);
		assertEquals(Map.of("brand_new", "added", "seq_buf_alloc", "inlined", "seq_open", "patchable", "seq_file_init", "freed"), annotations(editor));
		List<String> minings = minings(editor);
		assertEquals(4, minings.size(), minings.toString());
		assertEquals("patchable through fentry in vmlinux", minings.get(2));
		assertTrue(minings.get(1).startsWith("inlined into 3 functions: "), minings.get(1));
		assertTrue(minings.get(3).startsWith("freed after boot (.init.text)"), minings.get(3));
		Workbench.until("the editor draws the lines above the functions", () -> drawn(editor).size() == 4);
		editor.selectAndReveal(document(editor).get().indexOf("int seq_open(") - 200, 0);
		Workbench.screenshot("status-annotations");

		document(editor).set(document(editor).get().replace("\n\tpr_debug(\"open\\n\");", ""));
		current(editor);
		assertNull(annotations(editor).get("seq_open"), "it is the kernel's again");
		editor.doRevertToSaved();
	}

	@Test
	void allFunctionsBearItIfTheAuthorWants() throws Exception {
		InstanceScope.INSTANCE.getNode(LivepatchIde.ID).putBoolean(LivepatchPreferences.ALL_STATUSES.identifer(), true);
		project = Projects.create("status");
		Workbench.checked();
		ITextEditor editor = (ITextEditor) KernelFiles.open(Workbench.page(), project, DemoKernel.open(), "kernel/kthread.c");
		FileStatus status = current(editor);
		assertEquals(status.functions().size(), minings(editor).size());
		assertEquals(Map.of(), annotations(editor), "nothing is edited");
		Workbench.until("the editor draws the lines above the functions", () -> !drawn(editor).isEmpty());
		editor.selectAndReveal(document(editor).get().indexOf("static int kthread(void *_create)") + 700, 0);
		Workbench.screenshot("status-all");
		InstanceScope.INSTANCE.getNode(LivepatchIde.ID).putBoolean(LivepatchPreferences.ALL_STATUSES.identifer(), false);
		Workbench.until("the lines above the functions go", () -> drawn(editor).isEmpty());
	}

	@Test
	void theHoverTellsAllThatIsKnown() throws Exception {
		ITextEditor editor = edit(SEQ_FILE, DemoKernel.text(SEQ_FILE));
		type(editor, "static int traverse(struct seq_file *m, loff_t offset)\n{", "\n\tpr_debug(\"traverse\\n\");");
		current(editor);
		StatusHover hover = new StatusHover();
		int name = document(editor).get().indexOf("traverse(");
		Region region = (Region) hover.getHoverRegion(viewer(editor), name + 3);
		assertEquals("traverse", document(editor).get(region.getOffset(), region.getLength()));
		Object info = hover.getHoverInfo2(viewer(editor), region);
		AbstractInformationControl control = (AbstractInformationControl) hover.getHoverControlCreator().createInformationControl(Workbench.window().getShell());
		((IInformationControlExtension2) control).setInput(info);
		Point size = control.computeSizeHint();
		control.setSize(size.x, size.y);
		control.setLocation(Workbench.window().getShell().toDisplay(320, 200));
		control.setVisible(true);
		try {
			assertTrue(Workbench.find(shell(control), FormText.class, t -> t.getSize().y > 100) != null, "the report is laid out");
			String report = report(info);
			assertTrue(report.contains("patchable in part, as traverse.part.0"), report);
			assertTrue(report.contains("bytes in .text of fs/seq_file.o (vmlinux)"), report);
			assertTrue(report.contains("e8 00 00 00 00"), report);
			assertTrue(report.contains("callq"), report);
			assertTrue(report.contains("seq_read_iter"), report);
			assertTrue(report.contains("out of date") || report.contains("last check") || report.contains("Last check"), report);
			Workbench.screenshot("status-hover");
		} finally {
			control.dispose();
			editor.doRevertToSaved();
		}
	}

	@Test
	void theMouseOverAFunctionsNameBringsTheHoverUp() throws Exception {
		ITextEditor editor = edit(SEQ_FILE, DemoKernel.text(SEQ_FILE));
		assertEquals("org.eclipse.ui.genericeditor.GenericEditor", editor.getEditorSite().getId());
		StyledText text = (StyledText) editor.getAdapter(Control.class);
		int name = document(editor).get().indexOf("seq_open(struct file");
		editor.selectAndReveal(name, 0);
		Workbench.settle();
		Point place = text.toDisplay(text.getLocationAtOffset(((ITextViewerExtension5) viewer(editor)).modelOffset2WidgetOffset(name + 3)));
		for (int step = 0; step < 3; step++) {
			Event move = new Event();
			move.type = SWT.MouseMove;
			move.x = place.x + step;
			move.y = place.y + 6;
			Display.getCurrent().post(move);
		}
		Workbench.until("the hover is there", () -> Arrays.stream(Display.getCurrent().getShells())
				.anyMatch(s -> s.isVisible() && Workbench.find(s, FormText.class, t -> true) != null));
		Workbench.screenshot("status-hover-mouse");
	}

	private static Shell shell(AbstractInformationControl control) {
		return Arrays.stream(Display.getCurrent().getShells()).filter(s -> Workbench.find(s, FormText.class, t -> true) != null).reduce((first, last) -> last).orElseThrow();
	}

	private static String report(Object info) throws Exception {
		var accessor = info.getClass().getDeclaredMethod("report");
		accessor.setAccessible(true);
		return accessor.invoke(info).toString();
	}

	@Test
	void aFileOf25000LinesIsOpenedTypedInSavedAndChecked() throws Exception {
		StringBuilder large = new StringBuilder(DemoKernel.text(VERSION)).append("\nstatic const int padding[] = {\n");
		while (large.length() < 25_500 * 4) {
			large.append("\t1,\n");
		}
		ITextEditor editor = edit(VERSION, large.append("};\n\nint the_last(int a)\n{\n\treturn a;\n}\n").toString());
		assertTrue(document(editor).getNumberOfLines() > 25_000, "lines: " + document(editor).getNumberOfLines());
		type(editor, "int the_last(int a)\n{", "\n\tif (a)\n\t\treturn 1;");
		type(editor, "utsname()->version);", "\n\tseq_puts(m, \"long\\n\");");
		current(editor);
		assertEquals(Map.of("the_last", "added", "version_proc_show", "patchable"), annotations(editor));
		editor.doSave(null);
		Workbench.checked();
		assertEquals(document(editor).get(), Projects.text(ProjectLayout.of(project).source(VERSION)));
		ObjectReport checked = assertInstanceOf(Checked.class, CheckResults.of(project)).check().result().objects().getFirst();
		assertEquals(List.of("version_proc_show"), checked.changed());
		assertEquals(List.of("the_last"), checked.added());
	}

	@Test
	void aKeyIsAnsweredAtOnceInAnOrdinaryAndInALongFile() throws Exception {
		String filter = DemoKernel.text("net/core/filter.c");
		StringBuilder large = new StringBuilder(filter).append("\nstatic const int padding[] = {\n");
		for (int line = (int) filter.lines().count(); line < 25_000 - 800; line++) {
			large.append("\t").append(line).append(",\n");
		}
		large.append("};\n");
		for (int i = 0; i < 100; i++) {
			large.append("\nstatic int added_").append(i).append("(int a)\n{\n\tif (a)\n\t\treturn ").append(i).append(";\n\treturn a;\n}\n");
		}
		ITextEditor editor = edit("net/core/filter.c", filter);
		measure(editor, "bpf_skb_load_bytes, ", "net/core/filter.c");
		document(editor).set(large.toString());
		current(editor);
		measure(editor, "bpf_skb_load_bytes, ", "25,000 lines");
	}

	/** Types keys one after the other, each when the one before was answered; and all at once. */
	private static void measure(ITextEditor editor, String place, String what) throws Exception {
		StyledText text = (StyledText) editor.getAdapter(Control.class);
		IDocument document = document(editor);
		int head = document.get().indexOf("{", document.get().indexOf(place)) + 1;
		List<Long> times = new ArrayList<>();
		long longest = 0;
		for (int key = 0; key < KEYS; key++) {
			long start = System.nanoTime();
			document.replace(head + key, 0, key % 10 == 9 ? "\n" : "x");
			longest = Math.max(longest, System.nanoTime() - start);
			longest = Math.max(longest, dispatchUntilCurrent(editor));
			times.add((System.nanoTime() - start) / 1_000_000);
		}
		times.sort(null);
		System.out.printf("key to annotation, %s (%d lines): median %d ms, 90%% %d ms, max %d ms; longest stop of the UI thread %d ms%n", what, document.getNumberOfLines(), times.get(KEYS / 2),
				times.get(KEYS * 9 / 10), times.getLast(), longest / 1_000_000);
		assertEquals(document.get().length(), text.getCharCount(), "all keys arrived");
		editor.doRevertToSaved();
	}

	/** @return the longest time in nanoseconds that the UI thread was at work without a look at its events */
	private static long dispatchUntilCurrent(ITextEditor editor) {
		Display display = Display.getCurrent();
		long[] longest = { 0 };
		Workbench.until("the key is answered", () -> {
			long start = System.nanoTime();
			display.readAndDispatch();
			longest[0] = Math.max(longest[0], System.nanoTime() - start);
			return isCurrent(editor);
		});
		return longest[0];
	}
}
