package dev.livepatch.vm.verify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.Relocation;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.process.ToolException;
import dev.livepatch.vm.observation.PatchedFunction;

/**
 * What a patch module tells about itself.
 *
 * @param name      the module's, as in {@code /sys/module}
 * @param functions what kpatch's tools noted in {@code .kpatch.funcs}; empty for modules made by others
 * @param newCode   where their new code is
 */
record PatchFile(String name, List<PatchedFunction> functions, NewCode newCode) {
	/** {@code struct kpatch_patch_func} of kpatch's {@code kpatch-patch.h}: new_addr, new_size, old_addr, old_size, sympos, name, objname. */
	private static final int ENTRY_SIZE = 56;
	private static final int SYMPOS_OFFSET = 32;
	private static final int NAME_OFFSET = 40;
	private static final int PARENT_OFFSET = 48;
	private static final Pattern MODULE_NAME = Pattern.compile("[A-Za-z0-9_]{1,55}");

	/** @throws ToolException if it is not a kernel module */
	static PatchFile read(Path module) throws ToolException {
		try {
			ObjectFile object = ObjectFile.read(module);
			String name = info(object, "name").orElseGet(() -> module.getFileName().toString().replaceFirst("\\.ko$", "").replace('-', '_'));
			if (object.section(".gnu.linkonce.this_module").isEmpty() || !MODULE_NAME.matcher(name).matches()) {
				throw new ToolException(module + " is not a kernel module");
			}
			Map<PatchedFunction, NewCode.Place> functions = functions(object);
			return new PatchFile(name, List.copyOf(functions.keySet()), new NewCode(name, functions));
		} catch (ToolException e) {
			throw e;
		} catch (IOException e) {
			throw new ToolException(module + " cannot be read as a kernel module: " + e.getMessage(), e);
		}
	}

	private static Optional<String> info(ObjectFile object, String key) throws IOException {
		Optional<Section> section = object.section(".modinfo");
		if (section.isEmpty()) {
			return Optional.empty();
		}
		String all = StandardCharsets.UTF_8.decode(object.data(section.get())).toString();
		return Arrays.stream(all.split("\0")).filter(e -> e.startsWith(key + "=")).map(e -> e.substring(key.length() + 1)).findFirst();
	}

	private static Map<PatchedFunction, NewCode.Place> functions(ObjectFile object) throws IOException {
		Map<PatchedFunction, NewCode.Place> functions = new LinkedHashMap<>();
		Optional<Section> section = object.section(".kpatch.funcs");
		if (section.isEmpty()) {
			return functions;
		}
		ByteBuffer data = object.data(section.get()).order(ByteOrder.LITTLE_ENDIAN);
		for (int at = 0; at + ENTRY_SIZE <= section.get().size(); at += ENTRY_SIZE) {
			Optional<String> name = string(object, section.get(), at + NAME_OFFSET);
			Optional<String> parent = string(object, section.get(), at + PARENT_OFFSET);
			Optional<NewCode.Place> place = place(object, section.get(), at);
			if (name.isPresent() && parent.isPresent() && place.isPresent()) {
				functions.put(new PatchedFunction(parent.get(), name.get(), (int) data.getLong(at + SYMPOS_OFFSET)), place.get());
			}
		}
		return functions;
	}

	/** What a pointer at this offset will point to. */
	private static Optional<NewCode.Place> place(ObjectFile object, Section section, long offset) throws IOException {
		Optional<Relocation> relocation = object.relocation(section, offset);
		return relocation.flatMap(r -> object.section(r.symbol().section())).map(s -> new NewCode.Place(s.name(), relocation.get().symbol().value() + relocation.get().addend()));
	}

	/** What a pointer at this offset will point to, as text. */
	private static Optional<String> string(ObjectFile object, Section section, long offset) throws IOException {
		Optional<Relocation> relocation = object.relocation(section, offset);
		Optional<Section> target = relocation.flatMap(r -> object.section(r.symbol().section()));
		if (target.isEmpty()) {
			return Optional.empty();
		}
		ByteBuffer strings = object.data(target.get());
		int start = Math.toIntExact(relocation.get().symbol().value() + relocation.get().addend());
		int end = start;
		while (end < strings.limit() && strings.get(end) != 0) {
			end++;
		}
		byte[] bytes = new byte[end - start];
		strings.get(start, bytes);
		return Optional.of(new String(bytes, StandardCharsets.UTF_8));
	}
}
