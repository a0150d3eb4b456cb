package dev.livepatch.core.tests.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.livepatch.core.object.DebugInfo;
import dev.livepatch.core.object.Frame;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.object.Symbol;

/** Every byte of code, compared with what binutils say of it. */
class AddressLineTest {
	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "-gdwarf-4", "-gdwarf-5", "-gdwarf-5 -O1", "-gdwarf-5 -Os" })
	void framesAgreeWithAddr2line(String flags) throws Exception {
		ObjectFile object = ObjectFile.read(CompiledSample.compile(directory, flags.split(" ")));
		DebugInfo debug = DebugInfo.read(object);
		int compared = 0;
		for (Symbol symbol : object.symbols()) {
			if (!symbol.function() || !symbol.defined()) {
				continue;
			}
			Section section = object.section(symbol.section()).orElseThrow();
			List<String> command = new ArrayList<>(List.of("addr2line", "-e", "sample.o", "-j", section.name(), "-i", "-f", "-a"));
			for (long offset = symbol.value(); offset < symbol.value() + symbol.size(); offset++) {
				command.add("0x" + Long.toHexString(offset));
			}
			List<String> theirs = split(CompiledSample.run(directory, command));
			for (int i = 0; i < symbol.size(); i++) {
				assertEquals(theirs.get(i), text(debug.frames(section, symbol.value() + i)), symbol.name() + "+" + i);
				compared++;
			}
		}
		assertTrue(compared > 200, compared + " bytes of code");
	}

	private static String text(List<Frame> frames) {
		return frames.stream().map(f -> f.function() + " " + f.file() + ":" + f.line()).collect(Collectors.joining(", "));
	}

	/** For each address: the address, then function and place of each frame. */
	private static List<String> split(String output) {
		List<String> all = new ArrayList<>();
		for (String one : output.split("(?m)^0x[0-9a-f]+\\n")) {
			List<String> lines = one.lines().map(l -> l.replaceFirst(" \\(discriminator.*", "").replaceFirst("^.*/", "")).toList();
			List<String> frames = new ArrayList<>();
			for (int i = 0; i + 1 < lines.size(); i += 2) {
				frames.add(lines.get(i) + " " + lines.get(i + 1));
			}
			if (!frames.isEmpty()) {
				all.add(String.join(", ", frames));
			}
		}
		return all;
	}
}
