package dev.livepatch.swtbot.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.swt.widgets.Text;
import org.eclipse.swtbot.swt.finder.SWTBot;
import org.eclipse.swtbot.swt.finder.finders.UIThreadRunnable;
import org.eclipse.swtbot.swt.finder.junit5.SWTBotJunit5Extension;
import org.eclipse.swtbot.swt.finder.matchers.WidgetMatcherFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A tool's path is mistyped, the page says so, and it is put right. */
@ExtendWith(SWTBotJunit5Extension.class)
public class PreferencesJourneyTest {
	private static final String WRONG = "/no/such/qemu-system-x86_64";
	private Ide ide;

	@BeforeEach
	void open() throws CoreException {
		ide = new Ide();
	}

	@Test
	void aWrongPathIsSaidAndPutRight() {
		SWTBot dialog = preferences();
		ide.picture("preferences-1");
		dialog.textWithLabel("QEMU:").setText(WRONG);
		ide.until("the wrong path is said", Ide.SOON, () -> says(dialog, WRONG + " is no") == 2);
		ide.picture("preferences-2-wrong-path");
		dialog.textWithLabel("QEMU:").setText("");
		ide.until("QEMU is found again", Ide.SOON, () -> says(dialog, "/qemu-system-x86_64") == 1 && says(dialog, WRONG) == 0);
		ide.picture("preferences-3-put-right");
		dialog.button("Apply and Close").click();
		ide.until("the dialog is closed", Ide.SOON, () -> Arrays.stream(ide.bot().shells()).noneMatch(s -> s.getText().equals("Preferences")));
		SWTBot again = preferences();
		assertEquals("", again.textWithLabel("QEMU:").getText());
		assertTrue(again.button("Apply and Close").isEnabled());
		again.button("Cancel").click();
	}

	private SWTBot preferences() {
		ide.bot().menu("Window").menu("Preferences...").click();
		SWTBot dialog = ide.dialog("Preferences");
		dialog.tree().select("Live Patch");
		ide.until("the page is there", Ide.SOON, () -> dialog.textWithLabel("QEMU:").isVisible());
		return dialog;
	}

	/** How many lines of the page, its message among them, contain a text. */
	private static long says(SWTBot dialog, String part) {
		return UIThreadRunnable.syncExec(() -> dialog.getFinder().findControls(WidgetMatcherFactory.widgetOfType(Text.class)).stream()
				.filter(t -> t.isVisible() && !t.getEditable() && t.getText().contains(part)).count());
	}
}
