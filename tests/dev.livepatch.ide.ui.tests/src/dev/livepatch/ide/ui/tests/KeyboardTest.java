package dev.livepatch.ide.ui.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;

import org.eclipse.core.resources.IMarker;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResource;
import org.eclipse.jface.text.ITextSelection;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.ui.IFileEditorInput;
import org.eclipse.ui.navigator.CommonNavigator;
import org.eclipse.ui.texteditor.ITextEditor;
import org.eclipse.ui.texteditor.ITextEditorActionConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.livepatch.ide.kernel.KernelFileCopy;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.kernel.KernelFileDialog;
import dev.livepatch.ide.ui.kernel.KernelFiles;
import dev.livepatch.testing.DemoKernel;

/** What the author reaches without the mouse: the context menus, a file by a part of its path, the next finding. */
public class KeyboardTest {
	private static final String VERSION = "fs/proc/version.c";
	private IProject project;

	@BeforeEach
	void ready() throws Exception {
		project = Projects.open("by-key");
	}

	@AfterEach
	void delete() throws Exception {
		Projects.close(project);
	}

	@Test
	void aProjectsContextMenuRunsAndDebugsIt() throws Exception {
		Tree tree = selected(project);
		for (String entry : List.of("Run As", "Debug As")) {
			assertTrue(texts(open(tree.getMenu(), entry)).stream().anyMatch(t -> t.contains("Live Patch on Emulated Kernel")), entry);
		}
	}

	@Test
	void aFilesContextMenuComparesItWithTheKernel() throws Exception {
		KernelFileCopy.copy(project, DemoKernel.open().sourceFile(VERSION), VERSION, null);
		Workbench.checked();
		Tree tree = selected(ProjectLayout.of(project).source(VERSION));
		tree.getMenu().notifyListeners(SWT.Show, new Event());
		for (String entry : List.of("Compare With Kernel", "Replace With Kernel Version…", "Compare Code With Kernel")) {
			assertTrue(texts(tree.getMenu()).stream().anyMatch(t -> t.replace("&", "").startsWith(entry)), entry + " in " + texts(tree.getMenu()));
		}
	}

	private static Tree selected(IResource resource) throws Exception {
		CommonNavigator explorer = (CommonNavigator) Workbench.page().showView("org.eclipse.ui.navigator.ProjectExplorer");
		explorer.selectReveal(new StructuredSelection(resource));
		Tree tree = explorer.getCommonViewer().getTree();
		Workbench.until(resource + " is selected", () -> tree.getSelectionCount() == 1 && tree.getSelection()[0].getText().equals(resource.getName()));
		return tree;
	}

	/** As if the menu and an entry's own were opened. */
	private static Menu open(Menu menu, String entry) {
		menu.notifyListeners(SWT.Show, new Event());
		MenuItem item = Arrays.stream(menu.getItems()).filter(i -> i.getText().replace("&", "").equals(entry)).findFirst()
				.orElseThrow(() -> new AssertionError("no " + entry + " in " + texts(menu)));
		item.getMenu().notifyListeners(SWT.Show, new Event());
		return item.getMenu();
	}

	private static List<String> texts(Menu menu) {
		return Arrays.stream(menu.getItems()).map(MenuItem::getText).toList();
	}

	@Test
	void aKernelFileIsFoundByAPartOfItsPath() {
		for (String part : List.of("proc/vers", "fs/proc/vers", "/proc/vers")) {
			KernelFileDialog dialog = new KernelFileDialog(Workbench.window().getShell(), project, "");
			dialog.setBlockOnOpen(false);
			dialog.setInitialPattern(part);
			dialog.open();
			try {
				Table table = Workbench.find(dialog.getShell(), Table.class, t -> true);
				Workbench.until(part + " finds a file", () -> dialog.kernel() != null && table.getItemCount() > 0);
				assertTrue(table.getItem(0).getText().startsWith("version.c - fs/proc"), table.getItem(0).getText());
			} finally {
				dialog.close();
			}
		}
	}

	@Test
	void theNextFindingIsGoneToInAnEditorThatBeganWithTheKernelsFile() throws Exception {
		ITextEditor editor = (ITextEditor) KernelFiles.open(Workbench.page(), project, DemoKernel.open(), VERSION);
		assertTrue(editor.getAction(ITextEditorActionConstants.NEXT).isEnabled(), "before the first edit");
		var document = editor.getDocumentProvider().getDocument(editor.getEditorInput());
		editor.selectAndReveal(document.get().indexOf("\tpde_make_permanent"), 0);
		Workbench.find(Workbench.window().getShell(), StyledText.class, t -> t.getText().contains("pde_make_permanent")).insert("\tpr_info(\"x\\n\");\n");
		Workbench.until("the project has its own file", () -> editor.getEditorInput() instanceof IFileEditorInput);
		editor.doSave(null);
		Workbench.checked();
		assertFalse(editor.isDirty());
		editor.selectAndReveal(0, 0);
		editor.getAction(ITextEditorActionConstants.NEXT).run();
		int line = ((ITextSelection) editor.getSelectionProvider().getSelection()).getStartLine() + 1;
		assertEquals(Workbench.finding(project, "init-changed").getAttribute(IMarker.LINE_NUMBER, 0), line);
	}
}
