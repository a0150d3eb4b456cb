package dev.livepatch.swtbot.tests;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

import org.eclipse.core.resources.IResource;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.debug.core.DebugPlugin;
import org.eclipse.swt.SWTException;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.MenuItem;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swtbot.eclipse.finder.SWTWorkbenchBot;
import org.eclipse.swtbot.eclipse.finder.widgets.SWTBotEclipseEditor;
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

import dev.livepatch.ide.JobFamilies;
import dev.livepatch.ide.check.Markers;
import dev.livepatch.ide.project.ProjectLayout;

/** The workbench as its user has it before them. */
final class Ide {
	static final Duration SOON = Duration.ofSeconds(20);
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

	/** Opens the wizard by the menu, types a name, and waits until the kernel at hand is accepted. */
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
		until("the kernel is accepted", SOON, () -> wizard.button("Next >").isEnabled());
		if (!name.equals(field.getText())) {
			throw new AssertionError("typed " + name + ", but the field has " + field.getText());
		}
		return wizard;
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

	/** Chooses an entry of a menu's submenu whose text contains another, as those that begin with a number. */
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
