package dev.livepatch.core.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an object's code says about its functions, without debug information. */
public final class ObjectFacts {

	private ObjectFacts() {
	}

	/**
	 * Whether the function begins, after an optional {@code endbr64}, with a site that ftrace can redirect: a call of {@code __fentry__}, or a place listed in
	 * {@code __mcount_loc} or {@code __patchable_function_entries}. False for symbols that are not defined in the object.
	 */
	public static boolean fentry(ObjectFile object, Symbol function) throws ObjectFormatException {
		return object.fentrySites().begins(function);
	}

	/** The functions defined in the object, in the symbol table's order. */
	public static List<FunctionFact> functions(ObjectFile object) throws ObjectFormatException {
		List<FunctionFact> facts = new ArrayList<>();
		for (Symbol symbol : object.symbols()) {
			Optional<Section> section = object.section(symbol.section());
			if (symbol.function() && section.isPresent()) {
				facts.add(new FunctionFact(symbol, section.get(), fentry(object, symbol)));
			}
		}
		return facts;
	}
}
