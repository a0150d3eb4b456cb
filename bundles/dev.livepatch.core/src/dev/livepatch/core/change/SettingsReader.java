package dev.livepatch.core.change;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;

import dev.livepatch.core.change.ProjectSettings.Machine;

/** Binds {@code livepatch.toml} to {@link ProjectSettings}, and names the line of what is wrong with it. */
final class SettingsReader {
	private static final TomlMapper MAPPER = TomlMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
			.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS).build();
	private final Path file;
	private final String text;

	/** The file as it is written; null for what it leaves out. */
	record Document(String name, String description, String author, Boolean replace, String differ, VerifyTable verify, MachineTable machine, CheckTable check) {
	}

	record VerifyTable(List<String> probes) {
	}

	record CheckTable(Integer objects) {
	}

	record MachineTable(Integer cpus, Integer memory) {
	}

	private SettingsReader(Path file, String text) {
		this.file = file;
		this.text = text;
	}

	static ProjectSettings read(Path file) throws ChangeException {
		try {
			return new SettingsReader(file, Files.readString(file)).settings();
		} catch (NoSuchFileException e) {
			throw new ChangeException(file.toString(), 0, "there is no such file");
		} catch (CharacterCodingException e) {
			throw new ChangeException(file.toString(), 0, "the file is not UTF-8 text");
		} catch (ChangeException e) {
			throw e;
		} catch (IOException e) {
			throw new ChangeException(file.toString(), 0, "the file cannot be read: " + e.getMessage());
		}
	}

	private ProjectSettings settings() throws ChangeException {
		Document document;
		try {
			document = MAPPER.readValue(text, Document.class);
		} catch (UnrecognizedPropertyException e) {
			throw error(path(e), "there is no setting " + path(e) + "; known here are "
					+ e.getKnownPropertyIds().stream().map(Object::toString).collect(Collectors.toCollection(TreeSet::new)).stream().collect(Collectors.joining(", ")));
		} catch (JsonMappingException e) {
			throw error(path(e), path(e) + " has a value of the wrong kind: " + firstLine(e));
		} catch (JacksonException e) {
			int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNr());
			// found out only behind the whole line
			line -= e.getOriginalMessage().startsWith("Duplicate key") && e.getLocation().getColumnNr() <= 1 ? 1 : 0;
			throw new ChangeException(file.toString(), line, "this is not TOML: " + firstLine(e));
		}
		// an empty file is no object to Jackson
		return checked(document == null ? new Document(null, null, null, null, null, null, null, null) : document);
	}

	private ProjectSettings checked(Document document) throws ChangeException {
		ProjectSettings defaults = ProjectSettings.named(name(document.name()));
		List<String> probes = document.verify() == null || document.verify().probes() == null ? defaults.probes() : document.verify().probes();
		for (String probe : probes) {
			Optional<String> refusal = TreeFiles.refusal(probe);
			if (refusal.isPresent()) {
				throw error("verify.probes", "a probe is a file of the project, but " + refusal.get());
			}
			try {
				file.getFileSystem().getPathMatcher("glob:" + probe);
			} catch (java.util.regex.PatternSyntaxException e) {
				throw error("verify.probes", "'" + probe + "' is not a file name pattern: " + e.getDescription());
			}
		}
		String differ = document.differ() == null ? defaults.differ() : document.differ();
		if (differ.isBlank()) {
			throw error("differ", "differ is empty; leave it out, or write \"" + ProjectSettings.DEFAULT_DIFFER + "\"");
		}
		return new ProjectSettings(defaults.name(), Optional.ofNullable(document.description()), author(document.author()), document.replace() == null || document.replace(), probes, differ,
				machine(document.machine()), objects(document.check()));
	}

	private String name(String given) throws ChangeException {
		Path directory = file.toAbsolutePath().normalize().getParent();
		String name = given != null ? given : directory.getFileName() == null ? "" : directory.getFileName().toString();
		if (!PatchNames.isValid(name)) {
			throw error("name", given != null ? "'" + name + "' cannot be a patch's name; it has to be " + PatchNames.rule()
					: "the directory's name '" + name + "' cannot be a patch's name; set name, " + PatchNames.rule());
		}
		return name;
	}

	private Optional<String> author(String given) throws ChangeException {
		if (given != null && !ProjectSettings.isAuthor(given)) {
			throw error("author", "author is '" + given + "'; it has to be written Name <name@example.org>");
		}
		return Optional.ofNullable(given);
	}

	private Machine machine(MachineTable table) throws ChangeException {
		int cpus = table == null || table.cpus() == null ? Machine.DEFAULT.cpus() : table.cpus();
		int memory = table == null || table.memory() == null ? Machine.DEFAULT.memoryMb() : table.memory();
		if (cpus < 1 || cpus > Machine.MAX_CPUS) {
			throw error("machine.cpus", "machine.cpus is " + cpus + "; it has to be 1 to " + Machine.MAX_CPUS);
		}
		if (memory < Machine.MIN_MEMORY_MB || memory > Machine.MAX_MEMORY_MB) {
			throw error("machine.memory", "machine.memory is " + memory + "; it has to be " + Machine.MIN_MEMORY_MB + " to " + Machine.MAX_MEMORY_MB + " (MB)");
		}
		return new Machine(cpus, memory);
	}

	private OptionalInt objects(CheckTable table) throws ChangeException {
		if (table == null || table.objects() == null) {
			return OptionalInt.empty();
		}
		if (table.objects() < 1) {
			throw error("check.objects", "check.objects is " + table.objects() + "; it has to be 1 or more");
		}
		return OptionalInt.of(table.objects());
	}

	private ChangeException error(String key, String message) {
		return new ChangeException(file.toString(), TomlLines.of(text, key), message);
	}

	private static String path(JsonMappingException e) {
		return e.getPath().stream().map(JsonMappingException.Reference::getFieldName).filter(f -> f != null).collect(Collectors.joining("."));
	}

	private static String firstLine(JacksonException e) {
		return e.getOriginalMessage().lines().findFirst().orElse("").strip();
	}
}
