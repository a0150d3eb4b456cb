package dev.livepatch.vm.verify;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.livepatch.vm.observation.PatchedFunction;

/**
 * Where the patch module's own functions are once it is loaded.
 *
 * @param module its name
 * @param places in the module's file, as far as it tells them
 */
record NewCode(String module, Map<PatchedFunction, Place> places) {
	/** {@code /sys/module/M/sections/.text:0xffffffffc0000000}, as grep(1) prints it. */
	private static final Pattern SECTION = Pattern.compile("/sys/module/[^/]+/sections/([^:]+):0x([0-9a-f]{1,16})");

	/** A place in a section. */
	record Place(String section, long offset) {
	}

	NewCode {
		places = Map.copyOf(places);
	}

	Optional<Long> address(Guest guest, PatchedFunction function) throws StepFailure {
		Place place = places.get(function);
		if (place == null) {
			return Optional.empty();
		}
		Map<String, Long> sections = new HashMap<>();
		for (String line : guest.ask("sections", module).lines()) {
			Matcher m = SECTION.matcher(line);
			if (m.matches()) {
				sections.put(m.group(1), Long.parseUnsignedLong(m.group(2), 16));
			}
		}
		return Optional.ofNullable(sections.get(place.section())).map(base -> base + place.offset());
	}
}
