package dev.livepatch.core.kernel;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The options a kernel was built with: the contents of its {@code .config}. Names are whole, for instance {@code CONFIG_LIVEPATCH}. */
public final class KernelConfig {
	private final Map<String, String> values;

	private KernelConfig(Map<String, String> values) {
		this.values = Map.copyOf(values);
	}

	/** Reads the lines of a {@code .config}; comments ({@code # CONFIG_X is not set} among them) and anything that is no assignment are passed over. */
	public static KernelConfig parse(String text) {
		Map<String, String> values = new HashMap<>();
		text.lines().forEach(line -> {
			int equals = line.indexOf('=');
			if (line.startsWith("CONFIG_") && equals > 0) {
				values.put(line.substring(0, equals), unquoted(line.substring(equals + 1).strip()));
			}
		});
		return new KernelConfig(values);
	}

	/** Whether the option is built in ({@code y}); a module ({@code m}) is not. */
	public boolean enabled(String option) {
		return "y".equals(values.get(option));
	}

	/** The option's value without its quotes; empty where it is not set. */
	public Optional<String> value(String option) {
		return Optional.ofNullable(values.get(option));
	}

	private static String unquoted(String value) {
		if (value.length() < 2 || value.charAt(0) != '"' || !value.endsWith("\"")) {
			return value;
		}
		return value.substring(1, value.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\");
	}
}
