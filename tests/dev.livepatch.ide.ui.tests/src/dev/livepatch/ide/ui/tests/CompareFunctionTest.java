package dev.livepatch.ide.ui.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.eclipse.core.commands.ParameterizedCommand;
import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.IEditorPart;
import org.eclipse.ui.commands.ICommandService;
import org.eclipse.ui.handlers.IHandlerService;
import org.eclipse.ui.ide.IDE;
import org.eclipse.ui.texteditor.ITextEditor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.listing.CompareFunction;
import dev.livepatch.testing.DemoKernel;

/** The code of a function is compared from the editor and by command; what could not be found or loaded is said. */
public class CompareFunctionTest {
	private static final String UPTIME = "fs/proc/uptime.c";
	private IProject project;

	@BeforeEach
	void ready() throws Exception {
		project = Projects.open("code", DemoKernel.edit(UPTIME, "\tseq_printf(m, \"%lu.%02lu %lu.%02lu\\n\",", "\tif (m->count)\n\t\treturn 0;\n\tseq_printf(m, \"%lu.%02lu  %lu.%02lu\\n\","));
	}

	@AfterEach
	void delete() throws Exception {
		Projects.close(project);
	}

	@Test
	void theFunctionAtTheCursorIsCompared() throws Exception {
		IFile file = ProjectLayout.of(project).source(UPTIME);
		ITextEditor source = (ITextEditor) IDE.openEditor(Workbench.page(), file);
		int place = Projects.text(file).indexOf("if (m->count)");
		source.selectAndReveal(place, 0);
		Workbench.page().activate(source);
		execute(null, null);
		compared("uptime_proc_show");
		List<StyledText> sides = sides();
		assertEquals(2, sides.size());
		assertFalse(sides.stream().anyMatch(StyledText::getEditable), "both are read-only");
		String original = sides.getLast().getText();
		String patched = sides.getFirst().getText();
		assertTrue(patched.contains("; fs/proc/uptime.c:") && patched.contains("if (m->count)") && !original.contains("if (m->count)"), patched);
		assertTrue(original.contains("%lu.%02lu %lu.%02lu\\n") && patched.contains("%lu.%02lu  %lu.%02lu\\n"), "strings by what they hold");
		assertTrue(patched.contains("seq_printf") && patched.contains("# fentry"), patched);
		assertTrue(sentence().startsWith("Instructions: "), sentence());
		Workbench.screenshot("compare-code");
		Composite page = Workbench.find(Workbench.window().getShell(), Combo.class, c -> c.isVisible() && c.getItemCount() > 0).getParent().getParent();
		Control instructions = ((Composite) page.getChildren()[1]).getChildren()[0];
		assertEquals(page.getClientArea().width, instructions.getSize().x, "all of the editor is used");
		assertEquals(page.getClientArea().height, page.getChildren()[0].getSize().y + instructions.getSize().y);
	}

	@Test
	void anotherFunctionIsChosenInTheHeader() throws Exception {
		execute("uptime_proc_show", "fs/proc/uptime.o");
		compared("uptime_proc_show");
		Combo combo = Workbench.find(Workbench.window().getShell(), Combo.class, c -> c.isVisible() && c.getItemCount() > 0);
		assertEquals("uptime_proc_show (changed)", combo.getItem(0), "those that differ come first");
		combo.select(combo.indexOf("proc_uptime_init"));
		combo.notifyListeners(SWT.Selection, new Event());
		compared("proc_uptime_init");
		assertEquals("No difference in the code.", sentence());
		assertEquals(1, Workbench.page().getEditorReferences().length, "in the same editor");
		Workbench.screenshot("compare-code-same");
	}

	@Test
	void whatWasSavedSinceTheCheckIsCompiled() throws Exception {
		Path patched = ProjectLayout.of(project).checkDirectory().resolve("patched/fs/proc/uptime.o");
		Files.delete(patched);
		execute("uptime_proc_show", null);
		compared("uptime_proc_show");
		assertFalse(Files.exists(patched), "the check's own files are left alone");
		assertTrue(Files.exists(ProjectLayout.of(project).directory().resolve("build/compare/patched/fs/proc/uptime.o")));
	}

	@Test
	void aFunctionThatNoObjectHasIsSaid() throws Exception {
		execute("no_such_function", null);
		Workbench.until("the editor says so", () -> !words("no_such_function").isEmpty());
		assertNotNull(words("No object of the change has a function no_such_function.").stream().findFirst().orElse(null), () -> words("").toString());
		Workbench.screenshot("compare-code-missing");
	}

	private static List<String> words(String part) {
		List<String> found = new ArrayList<>();
		collect(Workbench.window().getShell(), found);
		return found.stream().filter(t -> t.contains(part)).toList();
	}

	private static void collect(Control control, List<String> found) {
		switch (control) {
			case Text text -> found.add(text.getText());
			case org.eclipse.swt.widgets.Label label -> found.add(label.getText());
			case org.eclipse.swt.custom.CLabel label -> found.add(label.getText());
			case Composite composite -> Arrays.stream(composite.getChildren()).forEach(c -> collect(c, found));
			default -> {
				// says nothing
			}
		}
	}

	private void execute(String function, String object) throws Exception {
		ICommandService commands = Workbench.window().getService(ICommandService.class);
		var command = commands.getCommand(CompareFunction.COMMAND);
		List<org.eclipse.core.commands.Parameterization> parameters = new ArrayList<>();
		if (function != null) {
			parameters.add(new org.eclipse.core.commands.Parameterization(command.getParameter(CompareFunction.PROJECT), project.getName()));
			parameters.add(new org.eclipse.core.commands.Parameterization(command.getParameter(CompareFunction.FUNCTION), function));
		}
		if (object != null) {
			parameters.add(new org.eclipse.core.commands.Parameterization(command.getParameter(CompareFunction.OBJECT), object));
		}
		Workbench.window().getService(IHandlerService.class).executeCommand(new ParameterizedCommand(command, parameters.toArray(org.eclipse.core.commands.Parameterization[]::new)), null);
	}

	private static void compared(String function) {
		Workbench.until("the code of " + function + " is compared", () -> {
			IEditorPart editor = Workbench.page().getActiveEditor();
			return editor != null && editor.getTitle().contains(function) && sides().size() == 2 && sides().getFirst().getText().contains(function + ":");
		});
	}

	private static String sentence() {
		return Workbench.find(Workbench.window().getShell(), Text.class, t -> t.isVisible() && t.getText().endsWith(".") && (t.getStyle() & SWT.READ_ONLY) != 0 && !t.getText().isEmpty()).getText();
	}

	private static List<StyledText> sides() {
		List<StyledText> found = new ArrayList<>();
		collectTexts(Workbench.window().getShell(), found);
		return found.stream().filter(t -> !t.isDisposed() && t.isVisible()).sorted((a, b) -> Integer.compare(a.toDisplay(0, 0).x, b.toDisplay(0, 0).x)).toList();
	}

	private static void collectTexts(Control control, List<StyledText> found) {
		if (control instanceof StyledText text) {
			found.add(text);
		} else if (control instanceof Composite composite) {
			Arrays.stream(composite.getChildren()).forEach(c -> collectTexts(c, found));
		}
	}
}
