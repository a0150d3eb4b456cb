package dev.livepatch.core.tests.source;

import java.util.ArrayList;
import java.util.List;

import dev.livepatch.core.object.DebugInfo;
import dev.livepatch.core.object.FunctionInfo;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.testing.DemoKernel;

/** A function that the compiler found in a file of the demo kernel. */
record Compiled(String name, int line) {

	static List<Compiled> in(String file) throws Exception {
		List<Compiled> found = new ArrayList<>();
		ObjectFile object = ObjectFile.read(DemoKernel.open().build().resolve(file.replaceFirst("\\.c$", ".o")));
		for (FunctionInfo function : DebugInfo.read(object).functions()) {
			if (function.file().endsWith("/" + file) && function.line() > 0) {
				found.add(new Compiled(function.name(), function.line()));
			}
		}
		return found;
	}
}
