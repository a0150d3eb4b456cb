package dev.livepatch.ide.ui.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

import org.eclipse.core.commands.Command;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.Platform;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.jface.wizard.WizardDialog;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Table;
import org.eclipse.ui.IViewReference;
import org.eclipse.ui.IWorkbenchWizard;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.cheatsheets.OpenCheatSheetAction;
import org.eclipse.ui.commands.ICommandService;
import org.eclipse.ui.forms.widgets.Hyperlink;
import org.eclipse.ui.intro.IIntroPart;
import org.eclipse.ui.intro.config.IntroURLFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.livepatch.doc.Example;
import dev.livepatch.ide.check.Markers;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.ui.LivepatchUi;
import dev.livepatch.testing.DemoKernel;

/** What a newcomer meets: the welcome page, the perspective, the cheat sheet, the examples. */
public class LearnTest {
	private static final String CHEAT_SHEET = "dev.livepatch.doc.firstPatch";
	private static final String SERIALIZED = "serialization=\"([^\"]*)\"";
	private WizardDialog dialog;

	@BeforeEach
	void ready() {
		Workbench.ready();
	}

	@AfterEach
	void restore() throws Exception {
		if (dialog != null && dialog.getShell() != null) {
			dialog.close();
		}
		Workbench.page().closeAllEditors(false);
		Workbench.page().setPerspective(PlatformUI.getWorkbench().getPerspectiveRegistry().findPerspectiveWithId("org.eclipse.ui.resourcePerspective"));
		// the welcome page and the cheat sheet leave parts of it minimized
		Workbench.page().resetPerspective();
		Workbench.checked();
		for (IProject project : ResourcesPlugin.getWorkspace().getRoot().getProjects()) {
			Projects.delete(project);
		}
	}

	@Test
	void anExampleBecomesAProjectThatShowsItsFinding() throws Exception {
		IWorkbenchWizard wizard = PlatformUI.getWorkbench().getNewWizardRegistry().findWizard(LivepatchUi.EXAMPLE_WIZARD).createWizard();
		wizard.init(PlatformUI.getWorkbench(), StructuredSelection.EMPTY);
		dialog = new WizardDialog(Workbench.window().getShell(), wizard);
		dialog.setBlockOnOpen(false);
		dialog.open();
		Workbench.find(dialog.getShell(), Combo.class, c -> true).setText(DemoKernel.directory().toString());
		Table examples = Workbench.find(dialog.getShell(), Table.class, t -> t.getItemCount() > 3);
		List<String> names = Example.all().stream().map(Example::name).toList();
		assertEquals(names.size(), examples.getItemCount());
		examples.setSelection(names.indexOf("loadavg-rename"));
		examples.notifyListeners(SWT.Selection, null);
		Workbench.until("the page is complete", () -> wizard.canFinish());
		Workbench.screenshot("example-wizard");
		Workbench.find(dialog.getShell(), Button.class, b -> b.getText().replace("&", "").equals("Finish")).notifyListeners(SWT.Selection, null);

		IProject project = ResourcesPlugin.getWorkspace().getRoot().getProject("loadavg-rename");
		Workbench.until("the project is there", () -> ProjectLayout.isLivepatch(project));
		Workbench.until("its finding is shown", () -> Workbench.markers(project, Markers.FINDING).length > 0);
		assertEquals("init-changed", Workbench.markers(project, Markers.FINDING)[0].getAttribute(Markers.RULE, ""));
		Workbench.checked();
		assertTrue(project.getFile("loadavg-rename.patch").exists());
	}

	@Test
	void thePerspectiveShowsTheAuthorsViews() throws Exception {
		Workbench.page().setPerspective(PlatformUI.getWorkbench().getPerspectiveRegistry().findPerspectiveWithId(LivepatchUi.PERSPECTIVE));
		Workbench.screenshot("perspective");
		List<String> shown = Arrays.stream(Workbench.page().getViewReferences()).map(IViewReference::getId).toList();
		assertTrue(shown.containsAll(List.of("org.eclipse.ui.navigator.ProjectExplorer", LivepatchUi.RUN_VIEW, "org.eclipse.ui.views.ProblemView",
				"org.eclipse.ui.views.ContentOutline")), shown::toString);
	}

	@Test
	void everyCommandOfTheCheatSheetCanBeRun() throws Exception {
		String sheet;
		try (InputStream in = Platform.getBundle("dev.livepatch.doc").getEntry("cheatsheet.xml").openStream()) {
			sheet = new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		ICommandService commands = PlatformUI.getWorkbench().getService(ICommandService.class);
		List<String> serialized = Pattern.compile(SERIALIZED).matcher(sheet).results().map(m -> m.group(1)).toList();
		assertTrue(serialized.size() > 4, sheet);
		for (String each : serialized) {
			Command command = commands.deserialize(each).getCommand();
			assertTrue(command.isDefined() && command.isHandled(), each);
		}
		new OpenCheatSheetAction(CHEAT_SHEET).run();
		Workbench.until("the cheat sheet is shown", () -> Workbench.page().findView("org.eclipse.ui.cheatsheets.views.CheatSheetView") != null);
		Workbench.screenshot("cheat-sheet");
		Workbench.page().hideView(Workbench.page().findView("org.eclipse.ui.cheatsheets.views.CheatSheetView"));
	}

	@ParameterizedTest
	@CsvSource({ "overview, Live patches: getting started", "tutorials, Your first live patch", "samples, Live patch examples" })
	void theWelcomePageLeadsHere(String page, String link) {
		var intro = PlatformUI.getWorkbench().getIntroManager();
		IIntroPart part = intro.showIntro(Workbench.window(), false);
		assertNotNull(part, "no welcome page");
		assertTrue(IntroURLFactory.createIntroURL("http://org.eclipse.ui.intro/showPage?id=" + page).execute(), page);
		Workbench.until("the link is shown", () -> Workbench.find(Workbench.window().getShell(), Hyperlink.class, h -> link.equals(h.getText())) != null);
		Workbench.screenshot("welcome-" + page);
		assertTrue(intro.closeIntro(part));
	}
}
