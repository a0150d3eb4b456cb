package dev.livepatch.swtbot.tests;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.swt.SWTException;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.MenuItem;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swtbot.eclipse.finder.SWTWorkbenchBot;
import org.eclipse.swtbot.eclipse.finder.widgets.SWTBotEclipseEditor;
import org.eclipse.swtbot.eclipse.finder.widgets.SWTBotView;
import org.eclipse.swtbot.swt.finder.SWTBot;
import org.eclipse.swtbot.swt.finder.exceptions.WidgetNotFoundException;
import org.eclipse.swtbot.swt.finder.finders.UIThreadRunnable;
import org.eclipse.swtbot.swt.finder.keyboard.Keyboard;
import org.eclipse.swtbot.swt.finder.keyboard.KeyboardFactory;
import org.eclipse.swtbot.swt.finder.matchers.WidgetMatcherFactory;
import org.eclipse.swtbot.swt.finder.utils.SWTUtils;
import org.eclipse.swtbot.swt.finder.waits.DefaultCondition;
import org.eclipse.swtbot.swt.finder.widgets.SWTBotShell;
import org.eclipse.swtbot.swt.finder.widgets.SWTBotText;
import org.eclipse.swtbot.swt.finder.widgets.SWTBotTreeItem;
import org.eclipse.ui.PlatformUI;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.ide.JobFamilies;
import dev.livepatch.ide.check.Markers;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.ide.project.ProjectTemplate;
import dev.livepatch.testing.DemoKernel;

/** The workbench as its user has it before them. */
final class Ide {
	static final Duration SOON = Duration.ofSeconds(20);
	/** For what reads a whole kernel, or boots it. */
	static final Duration LONG = Duration.ofSeconds(180);
	private static final String RUN_VIEW = "dev.livepatch.ide.ui.runView";
	private final SWTWorkbenchBot bot = new SWTWorkbenchBot();
	private final Keyboard keyboard = KeyboardFactory.getAWTKeyboard();

	/**
	 * A workbench without what was left behind (before, not after: the picture of a failure is taken last) and without the welcome page;
	 * large enough to be looked at, and in front: nothing else does that where there is no window manager.
	 */
	Ide() throws CoreException {
		tidy();
		UIThreadRunnable.syncExec(() -> {
			var intro = PlatformUI.getWorkbench().getIntroManager();
			if (intro.getIntro() != null) {
				intro.closeIntro(intro.getIntro());
			}
			Shell shell = shell();
			shell.setBounds(0, 0, 1400, 900);
			shell.forceActive();
		});
	}

	SWTWorkbenchBot bot() {
		return bot;
	}

	private static Shell shell() {
		return PlatformUI.getWorkbench().getWorkbenchWindows()[0].getShell();
	}

	/** A dialog that opens, in front, with the focus where the dialog puts it: SWTBot's own activation would take it away. */
	SWTBot dialog(String title) {
		SWTBotShell shell = bot.shell(title);
		UIThreadRunnable.syncExec(() -> shell.widget.forceActive());
		until(title + " is in front", SOON, shell::isActive);
		return shell.bot();
	}

	/** Opens the wizard by the menu, types a name, and the kernel where none is at hand, and waits until it is accepted. */
	SWTBot newProject(String name) {
		bot.menu("File").menu("New").menu("Project...").click();
		SWTBot chooser = dialog("New Project");
		chooser.tree().expandNode("Live Patch").select("Live Patch Project");
		picture("journey-1-new-project");
		chooser.button("Next >").click();
		SWTBot wizard = dialog("New Live Patch Project");
		SWTBotText field = wizard.textWithLabel("Project name:");
		until("the name can be typed at once", SOON, field::isActive);
		keyboard.typeText(name);
		if (wizard.comboBox().getText().isEmpty()) {
			// a workspace that knows no kernel yet
			wizard.comboBox().setText(DemoKernel.directory().toString());
		}
		until("the kernel is accepted", SOON, () -> wizard.button("Next >").isEnabled());
		if (!name.equals(field.getText())) {
			throw new AssertionError("typed " + name + ", but the field has " + field.getText());
		}
		return wizard;
	}

	/** A project as the wizard makes it from a patch, checked: for journeys that begin there. */
	IProject project(String name, FileChange... changes) throws CoreException {
		IProject project = new ProjectTemplate(name, Optional.empty(), DemoKernel.directory(), Optional.of(new ChangeSet(name, List.of(changes), List.of()))).create(null);
		checked();
		return project;
	}

	/** Until the wizard has made a project, and it is checked. */
	void created(String name) {
		until("the project is there", Duration.ofSeconds(60), () -> ProjectLayout.isLivepatch(ResourcesPlugin.getWorkspace().getRoot().getProject(name))
				&& Arrays.stream(bot.shells()).noneMatch(s -> s.getText().equals("New Live Patch Project")));
		checked();
	}

	/** The number of all markers of the tools. */
	int problems() throws CoreException {
		return ResourcesPlugin.getWorkspace().getRoot().findMarkers(Markers.PROBLEM, true, IResource.DEPTH_INFINITE).length;
	}

	/** A widget that goes while it is looked at only means: not yet. */
	void until(String what, Duration most, BooleanSupplier condition) {
		bot.waitUntil(new DefaultCondition() {
			@Override
			public boolean test() {
				try {
					return condition.getAsBoolean();
				} catch (WidgetNotFoundException | SWTException e) {
					return false;
				}
			}

			@Override
			public String getFailureMessage() {
				return "timed out waiting until " + what;
			}
		}, most.toMillis(), 50);
	}

	/** Until auto-build and the checks asked for are done. */
	void checked() {
		until("the projects are built and checked", Duration.ofSeconds(60),
				() -> Job.getJobManager().find(ResourcesPlugin.FAMILY_AUTO_BUILD).length == 0 && Job.getJobManager().find(JobFamilies.CHECK).length == 0);
	}

	/** Saves the editor in front by its key, and waits for the check. */
	void save(SWTBotEclipseEditor editor) {
		editor.setFocus();
		bot.menu("File").menu("Save").click();
		until("the file is saved", SOON, () -> !editor.isDirty());
		checked();
	}

	/** A node of the Project Explorer, by the names on the way to it. */
	SWTBotTreeItem explorer(String... path) {
		var view = bot.viewById("org.eclipse.ui.navigator.ProjectExplorer");
		view.show();
		view.setFocus();
		SWTBotTreeItem item = view.bot().tree().expandNode(path);
		item.select();
		return item;
	}

	/** Opens a view by the menu. */
	SWTBotView view(String title) {
		bot.menu("Window").menu("Show View").menu("Other...").click();
		SWTBot chooser = dialog("Show View");
		chooser.tree().expandNode("Live Patch").select(title);
		chooser.button("Open").click();
		SWTBotView view = bot.viewByTitle(title);
		until(title + " is in front", SOON, view::isActive);
		return view;
	}

	/** Runs a project's patch in the emulated kernel by its menu, until the Live Patch Run view says what came of it. */
	SWTBotView verify(String project) {
		Set<String> before = runs(project);
		choose(explorer(project), "Run As", "Live Patch on Emulated Kernel");
		until("the patch is verified", LONG, () -> runs(project).size() > before.size() && headline().startsWith(project + ": ") && !headline().contains(": running"));
		if (!headline().startsWith(project + ": Verified")) {
			throw new AssertionError(headline());
		}
		return bot.viewById(RUN_VIEW);
	}

	private static Set<String> runs(String project) {
		String[] kept = ProjectLayout.of(ResourcesPlugin.getWorkspace().getRoot().getProject(project)).directory().resolve("build/runs").toFile().list();
		return kept == null ? Set.of() : Set.of(kept);
	}

	private String headline() {
		return bot.views().stream().filter(v -> v.getReference().getId().equals(RUN_VIEW)).findFirst().map(v -> v.bot().text().getText()).orElse("");
	}

	/** Until the editor in front has this title, and its caret is in a line with this text. */
	void leads(String title, String line) {
		until(title + " is open at " + line, LONG, () -> bot.activeEditor().getTitle().equals(title)
				&& bot.activeEditor().toTextEditor().getLines().get(bot.activeEditor().toTextEditor().cursorPosition().line).contains(line));
	}

	static String clipboard() {
		return UIThreadRunnable.syncExec(() -> {
			Clipboard clipboard = new Clipboard(shell().getDisplay());
			String text = (String) clipboard.getContents(TextTransfer.getInstance());
			clipboard.dispose();
			return text == null ? "" : text;
		});
	}

	/** Chooses an entry of a menu's submenu whose text contains another, as those that begin with a number or end with a key. */
	static void choose(SWTBotTreeItem item, String menu, String entry) {
		item.contextMenu().menu(menu).menu(WidgetMatcherFactory.<MenuItem>withRegex(".*" + entry + ".*"), false, 0).click();
	}

	/** The list that an editor pops up, as that of the quick fixes; null if there is none. */
	static Table popup() {
		return UIThreadRunnable.syncExec(() -> {
			for (Shell other : shell().getDisplay().getShells()) {
				if (other != shell() && other.isVisible() && other.getText().isEmpty()) {
					for (Control child : other.getChildren()) {
						if (child instanceof Table table && table.getItemCount() > 0) {
							return table;
						}
					}
				}
			}
			return null;
		});
	}

	/** Keeps a picture of the whole display once all that was asked for in the background is drawn. */
	void picture(String name) {
		until("kernels and tools are looked at", SOON, () -> Job.getJobManager().find(JobFamilies.PROBE).length == 0);
		bot.sleep(700);
		Path file = Path.of(System.getProperty("livepatch.screenshots", "target/screenshots"), name + ".png");
		if (!SWTUtils.captureScreenshot(file.toString())) {
			throw new AssertionError("no picture could be taken: " + file);
		}
	}

	private void tidy() throws CoreException {
		UIThreadRunnable.syncExec(() -> {
			for (Shell other : shell().getDisplay().getShells()) {
				if (other != shell() && other.isVisible()) {
					other.close();
				}
			}
			PlatformUI.getWorkbench().getWorkbenchWindows()[0].getActivePage().closeAllEditors(false);
		});
		var launches = DebugPlugin.getDefault().getLaunchManager();
		launches.removeLaunches(launches.getLaunches());
		for (var configuration : launches.getLaunchConfigurations()) {
			configuration.delete();
		}
		checked();
		for (var project : ResourcesPlugin.getWorkspace().getRoot().getProjects()) {
			project.delete(true, true, null);
		}
	}
}
