package dev.livepatch.ide.ui.search;

import java.util.Optional;
import java.util.stream.Stream;

import org.eclipse.jface.dialogs.DialogSettings;
import org.eclipse.jface.dialogs.IDialogSettings;
import org.eclipse.ui.PlatformUI;
import org.osgi.framework.FrameworkUtil;

import dev.livepatch.core.search.SearchText;

/** What was searched for before, kept with the workspace. */
final class PreviousSearches {
	private static final int KEPT = 12;
	private static final String TEXTS = "texts";
	private static final String FILE_NAMES = "fileNames";
	private static final String REGULAR_EXPRESSION = "regularExpression";
	private static final String ANY_CASE = "anyCase";
	private static final String WHOLE_WORD = "wholeWord";
	private final IDialogSettings settings = DialogSettings
			.getOrCreateSection(PlatformUI.getDialogSettingsProvider(FrameworkUtil.getBundle(PreviousSearches.class)).getDialogSettings(), "kernelSearch");

	/** The latest first. */
	String[] texts() {
		return list(TEXTS);
	}

	/** The latest first. */
	String[] fileNames() {
		return list(FILE_NAMES);
	}

	boolean regularExpression() {
		return settings.getBoolean(REGULAR_EXPRESSION);
	}

	boolean caseSensitive() {
		return !settings.getBoolean(ANY_CASE);
	}

	boolean wholeWord() {
		return settings.getBoolean(WHOLE_WORD);
	}

	void add(SearchText text, String fileNames) {
		add(TEXTS, text.text());
		add(FILE_NAMES, fileNames);
		settings.put(REGULAR_EXPRESSION, text.regularExpression());
		settings.put(ANY_CASE, !text.caseSensitive());
		settings.put(WHOLE_WORD, text.wholeWord());
	}

	private String[] list(String key) {
		return Optional.ofNullable(settings.getArray(key)).orElse(new String[0]);
	}

	private void add(String key, String latest) {
		if (!latest.isBlank()) {
			settings.put(key, Stream.concat(Stream.of(latest), Stream.of(list(key))).distinct().limit(KEPT).toArray(String[]::new));
		}
	}
}
