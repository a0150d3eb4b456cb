package dev.livepatch.core.tests.object;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

import dev.livepatch.core.object.Code;
import dev.livepatch.core.object.DebugInfo;
import dev.livepatch.core.object.FunctionInfo;
import dev.livepatch.core.object.InlineSite;
import dev.livepatch.core.object.ObjectFacts;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.object.StructSizes;
import dev.livepatch.core.object.Symbol;
import dev.livepatch.core.object.TypeLayout;
import dev.livepatch.core.process.Cancellation;

/** Asks everything there is to ask of an object. */
public final class ObjectReading {

	private ObjectReading() {
	}

	public static void everything(Path file) throws IOException {
		ObjectFile object = ObjectFile.read(file);
		object.buildId();
		object.comments();
		for (Section section : object.sections()) {
			object.data(section);
			object.relocations(section);
			object.relocation(section, section.size() / 2);
			object.symbolsIn(section);
		}
		ObjectFacts.functions(object);
		StructSizes.read(object, Set.of("no_such_struct"), Cancellation.NEVER);
		DebugInfo debug = DebugInfo.read(object);
		debug.compilations();
		for (FunctionInfo function : debug.functions()) {
			for (InlineSite site : function.inlined()) {
				for (Code code : site.code()) {
					debug.frames(code.section(), code.offset());
				}
			}
		}
		debug.variables();
		for (TypeLayout type : debug.types().stream().limit(3).toList()) {
			debug.onStacksOnly(type.name());
		}
		debug.signatures();
		for (Symbol symbol : object.symbols()) {
			debug.function(symbol.name());
			debug.variable(symbol.name());
			var section = object.section(symbol.section());
			if (section.isPresent()) {
				debug.line(section.get(), symbol.value());
				debug.frames(section.get(), symbol.value() + symbol.size() / 2);
			}
		}
	}
}
