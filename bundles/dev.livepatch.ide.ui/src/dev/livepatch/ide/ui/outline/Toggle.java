package dev.livepatch.ide.ui.outline;

import java.util.function.Consumer;

import org.eclipse.jface.action.Action;
import org.eclipse.jface.action.IAction;
import org.eclipse.jface.dialogs.DialogSettings;
import org.eclipse.jface.dialogs.IDialogSettings;
import org.eclipse.ui.PlatformUI;
import org.osgi.framework.FrameworkUtil;

/** A choice of the outline that is kept for the next one. */
final class Toggle extends Action {
	private final String key;
	private final Consumer<Boolean> chosen;

	Toggle(String key, String text, boolean initially, Consumer<Boolean> chosen) {
		super(text, IAction.AS_CHECK_BOX);
		this.key = key;
		this.chosen = chosen;
		String kept = settings().get(key);
		setChecked(kept == null ? initially : Boolean.parseBoolean(kept));
	}

	/** Does what is chosen at first. */
	void apply() {
		chosen.accept(isChecked());
	}

	@Override
	public void run() {
		settings().put(key, isChecked());
		apply();
	}

	private static IDialogSettings settings() {
		IDialogSettings all = PlatformUI.getDialogSettingsProvider(FrameworkUtil.getBundle(Toggle.class)).getDialogSettings();
		return DialogSettings.getOrCreateSection(all, "outline");
	}
}
