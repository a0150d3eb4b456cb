package dev.livepatch.core.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.livepatch.core.check.CheckRecord;
import dev.livepatch.core.check.CheckRecord.Dropped;
import dev.livepatch.core.check.ObjectReport;

/** Keeps a finished check in a file: the report of {@link JsonReport} with a member {@code record} beside it. */
public final class CheckRecords {
	/** A check of 500 objects fills a few megabytes. */
	private static final long MOST_BYTES = 64L << 20;
	private static final ObjectMapper MAPPER = new ObjectMapper();

	private CheckRecords() {
	}

	/** Replaces the file in one step. */
	public static void write(CheckRecord check, Path file) throws IOException {
		ObjectNode document = JsonReport.document(check.result());
		ObjectNode own = document.putObject("record");
		own.put("when", check.when().toString());
		own.putObject("kernel").put("build", check.kernel().build().toString()).put("release", check.kernel().release()).put("fingerprint", check.kernel().fingerprint());
		ObjectNode binaries = own.putObject("binaries");
		for (ObjectReport object : check.result().objects()) {
			binaries.put(object.parent().name(), object.parent().binary().toString());
		}
		ArrayNode dropped = own.putArray("dropped");
		for (Dropped object : check.dropped()) {
			object.functions().forEach(dropped.addObject().put("parent", object.parent()).put("object", object.object()).put("source", object.source()).putArray("functions")::add);
		}
		Files.createDirectories(file.getParent());
		Path beside = Files.createTempFile(file.getParent(), ".new-", ".json");
		try {
			Files.writeString(beside, document.toString());
			Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
		} finally {
			Files.deleteIfExists(beside);
		}
	}

	/** @throws IOException if the file is missing, or not what {@link #write} writes */
	public static CheckRecord read(Path file) throws IOException {
		if (Files.size(file) > MOST_BYTES) {
			throw new IOException(file + " is too large for a report: " + Files.size(file) + " bytes");
		}
		JsonNode document = MAPPER.readTree(file.toFile());
		JsonNode own = CheckReader.member(document, "record");
		JsonNode kernel = CheckReader.member(own, "kernel");
		Map<String, Path> binaries = new HashMap<>();
		for (Map.Entry<String, JsonNode> binary : CheckReader.member(own, "binaries").properties()) {
			binaries.put(binary.getKey(), CheckReader.path(binary.getValue()));
		}
		List<Dropped> dropped = new ArrayList<>();
		for (JsonNode object : CheckReader.member(own, "dropped")) {
			dropped.add(new Dropped(CheckReader.text(object, "parent"), CheckReader.text(object, "object"), CheckReader.text(object, "source"), CheckReader.strings(object, "functions")));
		}
		return new CheckRecord(CheckReader.read(document, binaries), when(CheckReader.text(own, "when")),
				new CheckRecord.Kernel(CheckReader.path(CheckReader.member(kernel, "build")), CheckReader.text(kernel, "release"), CheckReader.text(kernel, "fingerprint")), dropped);
	}

	private static Instant when(String text) throws IOException {
		try {
			return Instant.parse(text);
		} catch (DateTimeException e) {
			throw new IOException("the report's time is none: " + text, e);
		}
	}
}
