package dev.livepatch.cli;

import java.util.Arrays;
import java.util.stream.Collectors;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import dev.livepatch.core.fix.FixKind;

/** The kinds of quick fixes by their names in reports. */
final class KindConverter implements ITypeConverter<FixKind> {

	@Override
	public FixKind convert(String name) {
		return FixKind.byId(name).orElseThrow(() -> new TypeConversionException(
				"there is no quick fix " + name + "; there are " + Arrays.stream(FixKind.values()).map(FixKind::id).collect(Collectors.joining(", "))));
	}
}
