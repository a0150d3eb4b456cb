package dev.livepatch.core.cause;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.evidence.SymbolComparison;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.object.Frame;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Relocation;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.object.SourceLine;
import dev.livepatch.core.object.Symbol;

/**
 * Proves that two versions of a function differ in nothing but line numbers ({@code __LINE__}): each number that differs was a line of the statement it stands
 * in, and is that line's new number. The differ itself forgives those it knows, handed to {@code warn_slowpath_fmt}, {@code __might_sleep} and the like.
 */
final class LineNumbers {
	/** A macro with arguments on several lines has the number of another line than its code. */
	private static final int STATEMENT = 50;
	private static final Pattern NUMBER = Pattern.compile("\\d+");
	private final ObjectEvidence evidence;

	LineNumbers(ObjectEvidence evidence) {
		this.evidence = evidence;
	}

	/** A line number that moved, in the patched sources. */
	record Moved(SourcePlace place, int original) {
	}

	/** The first that moved; empty unless nothing else differs. */
	Optional<Moved> onlyDifference(PatchedFunction function) throws ObjectFormatException {
		Optional<Moved> first = Optional.empty();
		for (PatchedFunction.Versions versions : function.versions(evidence)) {
			Comparison comparison = compare(versions);
			if (comparison.other) {
				return Optional.empty();
			}
			first = first.or(() -> comparison.moved);
		}
		return first;
	}

	/** @param other whether something else differs */
	private record Comparison(boolean other, Optional<Moved> moved) {
		static final Comparison OTHER = new Comparison(true, Optional.empty());
	}

	private Comparison compare(PatchedFunction.Versions versions) throws ObjectFormatException {
		ByteBuffer before = bytes(evidence.original(), versions.before());
		ByteBuffer after = bytes(evidence.patched(), versions.after());
		if (before.limit() != after.limit()) {
			return Comparison.OTHER;
		}
		Optional<Moved> first = strings(versions);
		if (first.isEmpty() && new SymbolComparison(evidence.original(), evidence.patched()).firstRelocationDifference(versions.before(), versions.after()).isPresent()) {
			return Comparison.OTHER;
		}
		for (int at = before.mismatch(after); at < before.limit() && at >= 0; at = next(before, after, at)) {
			Optional<Number> number = number(before, after, at, versions.before());
			if (number.isEmpty()) {
				return Comparison.OTHER;
			}
			Optional<Moved> moved = Optional.of(number.get().moved);
			first = first.or(() -> moved);
			at = number.get().end;
		}
		return new Comparison(false, first);
	}

	private static int next(ByteBuffer before, ByteBuffer after, int from) {
		int at = from;
		while (at < before.limit() && before.get(at) == after.get(at)) {
			at++;
		}
		return at;
	}

	/** @param end offset of what follows it */
	private record Number(Moved moved, int end) {
	}

	/** The four or two bytes around a difference that are a line's number in both versions. */
	private Optional<Number> number(ByteBuffer before, ByteBuffer after, int at, Symbol function) throws ObjectFormatException {
		for (int start = Math.max(0, at - 3); start <= at; start++) {
			if (start + Integer.BYTES <= before.limit()) {
				Optional<Moved> moved = moved(before.getInt(start), after.getInt(start), function, start);
				if (moved.isPresent()) {
					return Optional.of(new Number(moved.get(), start + Integer.BYTES));
				}
			}
		}
		for (int start = Math.max(0, at - 1); start <= at; start++) {
			if (start + Short.BYTES <= before.limit()) {
				Optional<Moved> moved = moved(Short.toUnsignedInt(before.getShort(start)), Short.toUnsignedInt(after.getShort(start)), function, start);
				if (moved.isPresent()) {
					return Optional.of(new Number(moved.get(), start + Short.BYTES));
				}
			}
		}
		return Optional.empty();
	}

	private Optional<Moved> moved(int old, int now, Symbol function, int offset) throws ObjectFormatException {
		Optional<Section> section = evidence.original().section(function.section());
		List<Frame> frames = section.isEmpty() || old <= 0 || old == now ? List.of() : evidence.originalDebug().frames(section.get(), function.value() + offset);
		for (Frame frame : frames) {
			SourcePlace place = evidence.source().fromOriginal(new SourceLine(frame.file(), old));
			if (Math.abs((long) old - frame.line()) <= STATEMENT && place.line() == now) {
				return Optional.of(new Moved(place, old));
			}
		}
		return Optional.empty();
	}

	/** Texts with a line number in them; empty if something else than their numbers differs, or nothing at all. */
	private Optional<Moved> strings(PatchedFunction.Versions versions) throws ObjectFormatException {
		ObjectFile original = evidence.original();
		List<Relocation> before = SymbolComparison.relocations(original, versions.before());
		List<Relocation> after = SymbolComparison.relocations(evidence.patched(), versions.after());
		Optional<Moved> first = Optional.empty();
		for (int i = 0; i < before.size() && before.size() == after.size(); i++) {
			String old = SymbolComparison.target(original, before.get(i));
			String now = SymbolComparison.target(evidence.patched(), after.get(i));
			if (old.equals(now)) {
				continue;
			}
			Optional<Moved> moved = inText(old, now, versions.before(), (int) (before.get(i).offset() - versions.before().value()));
			if (moved.isEmpty()) {
				return Optional.empty();
			}
			first = first.or(() -> moved);
		}
		return first;
	}

	private Optional<Moved> inText(String old, String now, Symbol function, int offset) throws ObjectFormatException {
		if (!old.startsWith("\"") || !NUMBER.matcher(old).replaceAll("#").equals(NUMBER.matcher(now).replaceAll("#"))) {
			return Optional.empty();
		}
		Matcher then = NUMBER.matcher(old);
		Optional<Moved> found = Optional.empty();
		for (MatchResult number : NUMBER.matcher(now).results().toList()) {
			if (then.find() && !then.group().equals(number.group())) {
				found = then.group().length() > 9 || number.group().length() > 9 ? Optional.empty()
						: moved(Integer.parseInt(then.group()), Integer.parseInt(number.group()), function, offset);
				if (found.isEmpty()) {
					return found;
				}
			}
		}
		return found;
	}

	private static ByteBuffer bytes(ObjectFile object, Symbol symbol) throws ObjectFormatException {
		return ByteBuffer.wrap(SymbolComparison.bytes(object, symbol)).order(ByteOrder.LITTLE_ENDIAN);
	}
}
