package dev.livepatch.vm.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lines of evidence, bounded. */
final class Evidence {
	private static final int MAX_LINES = 200;

	private final List<String> lines = new ArrayList<>();

	Evidence add(String line) {
		if (lines.size() < MAX_LINES) {
			lines.add(line);
		} else if (lines.size() == MAX_LINES) {
			lines.add("…");
		}
		return this;
	}

	/** Each line indented. */
	Evidence quote(List<String> quoted, int most) {
		quoted.stream().limit(most).forEach(l -> add("  " + l));
		if (quoted.size() > most) {
			add("  … " + (quoted.size() - most) + " more lines");
		}
		return this;
	}

	boolean isEmpty() {
		return lines.isEmpty();
	}

	@Override
	public String toString() {
		return String.join("\n", lines);
	}

	static String seconds(Duration duration) {
		return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1000.0);
	}
}
