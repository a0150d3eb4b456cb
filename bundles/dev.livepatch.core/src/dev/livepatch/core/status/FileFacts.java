package dev.livepatch.core.status;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.livepatch.core.condition.LeftOutLines;
import dev.livepatch.core.source.Element;
import dev.livepatch.core.source.Extent;
import dev.livepatch.core.source.Outline;

/** What a built kernel says of the functions of one of its source files. */
public sealed interface FileFacts {

	/** Relative to the kernel's source tree. */
	String path();

	/**
	 * The file was compiled, and its objects could be read.
	 *
	 * @param text      the kernel's own version of the file
	 * @param outline   of that
	 * @param leftOut   lines of the text that the kernel's configuration leaves out
	 * @param functions by their first symbol ({@link Element.Function#symbols}); one that is not among them left no code
	 * @param fanOut    of a header
	 * @param read      objects that were read
	 * @param objects   that were made from the file; more than were read for a header that is part of many
	 * @param caution   why what is said may not be so, for instance since the source was changed after the build
	 */
	record Known(String path, String text, Outline outline, List<LeftOutLines> leftOut, Map<String, FunctionFacts> functions, Optional<FunctionStatus.HeaderFanOut> fanOut, int read, int objects,
			Optional<String> caution) implements FileFacts {
		public Known {
			leftOut = List.copyOf(leftOut);
			functions = Map.copyOf(functions);
		}

		public FunctionFacts of(Element.Function function) {
			// branches of a condition define the same function
			return leftOut(function).isPresent() ? FunctionFacts.NONE : functions.getOrDefault(function.symbols().getFirst(), FunctionFacts.NONE);
		}

		/** What follows for a patch of a function of the kernel's version, the worst first; never empty. */
		public List<FunctionStatus> statuses(Element.Function function) {
			return leftOut(function).<List<FunctionStatus>>map(lines -> List.of(new FunctionStatus.LeftOut(lines.why()))).orElseGet(() -> of(function).statuses(function, fanOut, read == objects));
		}

		private Optional<LeftOutLines> leftOut(Element.Function function) {
			Extent extent = function.extent();
			return leftOut.stream().filter(lines -> lines.hold(extent.firstLine(), extent.lastLine() - extent.firstLine() + 1)).findFirst();
		}
	}

	/** No object of this kernel was made from the file. @param why with what to do */
	record NotBuilt(String path, String why) implements FileFacts {
	}

	/** The kernel cannot be asked. @param why with what to do */
	record Unknown(String path, String why) implements FileFacts {
	}
}
