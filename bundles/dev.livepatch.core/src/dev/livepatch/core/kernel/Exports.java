package dev.livepatch.core.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a kernel and its modules export, as {@code Module.symvers} says (Documentation/kbuild/modules.rst): checksum, symbol, exporter and more, separated by tabs. Immutable. */
public final class Exports {

	/**
	 * One exported symbol.
	 *
	 * @param version  the checksum of its type, as {@code 0x} and eight hexadecimal digits; all zeros without {@code CONFIG_MODVERSIONS}
	 * @param exporter {@code vmlinux}, or a module's path without its ending
	 */
	public record Export(String version, String exporter) {
		public boolean byVmlinux() {
			return exporter.equals(ParentObject.VMLINUX);
		}
	}

	private final Map<String, Export> exports = new HashMap<>();

	private Exports() {
	}

	/** Lines that are none of the format are passed over. Nothing where there is no such file, as in a kernel without modules. */
	static Exports read(Path symvers) throws KernelException {
		Exports result = new Exports();
		try {
			for (String line : Files.readAllLines(symvers, StandardCharsets.ISO_8859_1)) {
				String[] fields = line.split("\t", 4);
				if (fields.length > 2) {
					result.exports.put(fields[1], new Export(fields[0], fields[2]));
				}
			}
		} catch (NoSuchFileException e) {
			return result;
		} catch (IOException e) {
			throw new KernelException("the list of exported symbols " + symvers + " cannot be read: " + e.getMessage(), e);
		}
		return result;
	}

	/** Whether nothing is exported, or the list is not there. */
	public boolean isEmpty() {
		return exports.isEmpty();
	}

	public Optional<Export> of(String symbol) {
		return Optional.ofNullable(exports.get(symbol));
	}
}
