package dev.livepatch.ide.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IMarker;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.CoreException;

import dev.livepatch.core.finding.Finding;

/**
 * A marker as it ought to be.
 *
 * @param attributes complete: what is not in it is not on the marker
 */
public record MarkerSpec(IResource resource, String type, Map<String, Object> attributes) {
	/** The workspace refuses attributes over 65,535 bytes. */
	private static final int MAX_TEXT = 16_000;

	public MarkerSpec {
		attributes = Map.copyOf(attributes);
	}

	/**
	 * @param severity one of {@code IMarker.SEVERITY_*}
	 * @param line     from 1; 0 for the whole resource
	 */
	public static MarkerSpec of(IResource resource, String type, int severity, int line, String rule, String function, String message, String fix) {
		Map<String, Object> attributes = new HashMap<>();
		attributes.put(IMarker.SEVERITY, severity);
		attributes.put(IMarker.MESSAGE, shorten(fix.isBlank() ? message : sentence(message) + " Fix: " + fix));
		attributes.put(IMarker.SOURCE_ID, "Live Patch");
		attributes.put(Markers.RULE, rule);
		attributes.put(Markers.FUNCTION, function);
		attributes.put(Markers.FIX, shorten(fix));
		attributes.put(Markers.MESSAGE, shorten(message));
		if (line > 0) {
			attributes.put(IMarker.LINE_NUMBER, line);
			attributes.put(IMarker.LOCATION, function.isEmpty() ? "line " + line : function + "(), line " + line);
		} else if (!function.isEmpty()) {
			attributes.put(IMarker.LOCATION, function + "()");
		}
		return new MarkerSpec(resource, type, attributes);
	}

	/** The same, about a variable, type, key or section. */
	public MarkerSpec about(String subject) {
		return with(Markers.SUBJECT, subject);
	}

	/** The same, with other places to look at. */
	public MarkerSpec seeing(List<Finding.Related> places) {
		return with(Markers.RELATED, shorten(places.stream().map(r -> r.what() + "\t" + r.place().file() + "\t" + r.place().line()).collect(Collectors.joining("\n"))));
	}

	private MarkerSpec with(String attribute, String text) {
		Map<String, Object> all = new HashMap<>(attributes);
		all.put(attribute, text);
		return text.isEmpty() ? this : new MarkerSpec(resource, type, all);
	}

	/** The same with the line's text marked, if the resource is a file that has it. */
	public MarkerSpec underlined(SourceLines lines) {
		int line = (Integer) attributes.getOrDefault(IMarker.LINE_NUMBER, 0);
		Optional<SourceLines.Extent> extent = resource instanceof IFile file ? lines.extent(file, line) : Optional.empty();
		if (extent.isEmpty()) {
			return this;
		}
		Map<String, Object> all = new HashMap<>(attributes);
		all.put(IMarker.CHAR_START, extent.get().start());
		all.put(IMarker.CHAR_END, extent.get().end());
		return new MarkerSpec(resource, type, all);
	}

	/** Whether a marker says the same thing about the same place. */
	boolean matches(IMarker marker) throws CoreException {
		return hasSameSubject(marker) && text(attributes, Markers.MESSAGE).equals(marker.getAttribute(Markers.MESSAGE, ""));
	}

	/** Whether a marker is of the same rule and about the same function and subject, if in other words. */
	boolean hasSameSubject(IMarker marker) {
		return marker.getResource().equals(resource) && text(attributes, Markers.RULE).equals(marker.getAttribute(Markers.RULE, ""))
				&& text(attributes, Markers.FUNCTION).equals(marker.getAttribute(Markers.FUNCTION, ""))
				&& text(attributes, Markers.SUBJECT).equals(marker.getAttribute(Markers.SUBJECT, ""));
	}

	private static String text(Map<String, Object> attributes, String key) {
		return (String) attributes.getOrDefault(key, "");
	}

	private static String sentence(String text) {
		return text.isEmpty() || ".!?:".indexOf(text.charAt(text.length() - 1)) >= 0 ? text : text + ".";
	}

	private static String shorten(String text) {
		return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + " …";
	}
}
