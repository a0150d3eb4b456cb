package dev.livepatch.corpus.tests;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.livepatch.core.build.Toolchain;
import dev.livepatch.core.check.Verdict;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.Tool;
import dev.livepatch.core.process.ToolCommand;
import dev.livepatch.core.process.ToolResult;
import dev.livepatch.testing.Checkout;
import dev.livepatch.testing.DemoKernel;

/** The differ without the tools: {@code corpus/by-hand} applies, compiles and compares with nothing of what is tested. One run at a time in each tree. */
final class BareDiffer {
	private static final Duration DEADLINE = Duration.ofMinutes(5);
	private final Path tree;
	private final Toolchain tools;

	BareDiffer(Path tree, Toolchain tools) {
		this.tree = tree;
		this.tools = tools;
	}

	/** By object. */
	Map<String, Verdict> verdicts(CorpusCase corpusCase) throws IOException {
		Path script = Checkout.root().resolve("tests/dev.livepatch.corpus.tests/corpus/by-hand");
		ToolResult result = Tool.run(new ToolCommand(List.of(script.toString(), DemoKernel.directory().toString(), tree.toString(), tools.createDiffObject().toString(),
				tools.patchSources().toString(), corpusCase.patch().toString()), tree.getParent(), DEADLINE), Cancellation.NEVER);
		if (result.exitCode() != 0) {
			throw new AssertionError(script.getFileName() + " " + corpusCase + " failed: " + result.stderr());
		}
		Map<String, Verdict> verdicts = new TreeMap<>();
		result.stdout().lines().map(l -> l.split(" ")).forEach(words -> verdicts.put(words[0], verdict(words[1])));
		return verdicts;
	}

	/** As kpatch-build takes the exit codes. */
	private static Verdict verdict(String code) {
		return switch (code) {
			case "0" -> Verdict.PATCHABLE;
			case "1", "2" -> Verdict.UNSUPPORTED;
			case "3" -> Verdict.UNCHANGED;
			case "compile" -> Verdict.FAILED;
			default -> throw new AssertionError("the differ ended with " + code);
		};
	}
}
