package dev.livepatch.vm.guest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/**
 * What one run brings into the running guest, under {@code /payload} with fixed names, so that no name of the host's reaches a shell.
 *
 * @param patch     becomes {@code patch.ko}
 * @param probes    become {@code probe.0} …
 * @param functions names looked for on stacks and in the symbol table, without the compiler's suffixes
 * @param more      further modules and programs by their names there, which are letters, digits and {@code _ . -}
 */
public record Payload(Path patch, List<Path> probes, Collection<String> functions, Map<String, Path> more) {
	public Payload {
		probes = List.copyOf(probes);
		functions = List.copyOf(functions);
		more = Map.copyOf(more);
	}

	public Payload(Path patch, List<Path> probes, Collection<String> functions) {
		this(patch, probes, functions, Map.of());
	}

	/** A cpio archive, compressed with gzip, whose trailer holds size and checksum: what arrives whole is what was sent. */
	public byte[] archive() throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (OutputStream out = new GZIPOutputStream(bytes); NewcArchive archive = new NewcArchive(out)) {
			archive.file("payload/patch.ko", 0644, ModuleImage.read(patch));
			for (int i = 0; i < probes.size(); i++) {
				archive.file("payload/probe." + i, 0644, probes.get(i));
			}
			for (Map.Entry<String, Path> file : new TreeMap<>(more).entrySet()) {
				ModuleImage.add(archive, file.getKey(), file.getValue());
			}
			// an empty pattern would match every line
			String names = functions.isEmpty() ? "" : String.join("\n", functions) + "\n";
			archive.file("payload/functions", 0644, names.getBytes(StandardCharsets.UTF_8));
		}
		return bytes.toByteArray();
	}
}
