package dev.livepatch.core.tests.condition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.source.Element.Function;
import dev.livepatch.core.status.FileFacts;
import dev.livepatch.core.status.FunctionFacts;
import dev.livepatch.core.status.FunctionStatus.LeftOut;
import dev.livepatch.core.status.KernelFacts;
import dev.livepatch.testing.DemoKernel;

/** What conditions are said to leave out, the kernel's own objects do not have. */
class LeftOutCodeTest {

	@Test
	void noObjectHasCodeOfALeftOutFunction() throws IOException {
		KernelBuild kernel = DemoKernel.open();
		List<String> wrong = new ArrayList<>();
		int leftOut = 0;
		for (String directory : List.of("kernel", "mm", "fs", "arch/x86/kernel")) {
			for (String path : sources(kernel, directory)) {
				if (KernelFacts.read(kernel, path, StandardCharsets.ISO_8859_1, Duration.ofMinutes(5), () -> false) instanceof FileFacts.Known facts) {
					// the code of one with a twin in another branch may be the twin's
					List<Function> only = facts.outline().functions().stream().collect(Collectors.groupingBy(f -> f.symbols().getFirst())).values().stream().filter(same -> same.size() == 1)
							.map(List::getFirst).filter(f -> facts.statuses(f).getFirst() instanceof LeftOut).toList();
					leftOut += only.size();
					only.stream().map(f -> f.symbols().getFirst()).filter(name -> code(facts, name)).forEach(name -> wrong.add(path + ": " + name));
				}
			}
		}
		assertEquals(List.of(), wrong);
		assertTrue(leftOut > 100, "only " + leftOut + " were looked at");
		System.out.println("left out by the configuration: " + leftOut + " functions, none of which has code");
	}

	private static boolean code(FileFacts.Known facts, String name) {
		FunctionFacts found = facts.functions().get(name);
		return found != null && (!found.compiled().isEmpty() || !found.inlined().isEmpty());
	}

	private static List<String> sources(KernelBuild kernel, String directory) throws IOException {
		try (Stream<Path> objects = Files.list(kernel.build().resolve(directory))) {
			return objects.map(o -> directory + "/" + o.getFileName()).filter(o -> o.endsWith(".o")).map(o -> o.replaceFirst("o$", "c")).filter(c -> Files.isRegularFile(kernel.sourceFile(c))).sorted().toList();
		}
	}
}
