package dev.livepatch.ide.ui.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.eclipse.core.resources.IProject;

import dev.livepatch.vm.source.CodeAddress;

/**
 * A place that the kernel, or a step's evidence, speaks of.
 *
 * @param text   as printed
 * @param offset of the text in its line
 */
public record KernelPlace(String text, int offset, Target target) {

	/** What the place says. */
	public sealed interface Target {
		/** A line of a source file, named relative to the kernel tree. */
		record Line(String file, int line) implements Target {
		}

		/** A place in the code, which debug information has to translate. */
		record Code(CodeAddress address) implements Target {
		}
	}

	/** {@code fs/proc/meminfo.c:35}, also behind the build's way to the tree ({@code ../source/fs/…}). */
	private static final Pattern LINE = Pattern.compile("(?<![\\w./-])(?:(?:\\.\\./)+|\\./)?((?:[\\w+-][\\w.+-]*/)*[\\w+-][\\w.+-]*\\.[chS]):(\\d{1,7})\\b");
	/** {@code meminfo_proc_show+0x12/0x5a0 [module]}. */
	private static final Pattern CODE = Pattern.compile("[A-Za-z_][\\w.$]*\\+0x[0-9a-f]+/0x[0-9a-f]+(?: \\[[\\w-]+\\])?");

	/** All places of a line, in no order. */
	public static List<KernelPlace> in(String line) {
		List<KernelPlace> places = new ArrayList<>();
		Matcher lines = LINE.matcher(line);
		while (lines.find()) {
			places.add(new KernelPlace(lines.group(), lines.start(), new Target.Line(lines.group(1), Integer.parseInt(lines.group(2)))));
		}
		Matcher codes = CODE.matcher(line);
		while (codes.find()) {
			CodeAddress.in(codes.group()).ifPresent(address -> places.add(new KernelPlace(codes.group(), codes.start(), new Target.Code(address))));
		}
		return places;
	}

	/** A line of a file before a place in the code, which may not be known. */
	public static Optional<KernelPlace> firstIn(String line) {
		List<KernelPlace> all = in(line);
		return all.isEmpty() ? Optional.empty() : Optional.of(all.getFirst());
	}

	/** Opens the place in an editor: the project's file if it has it, else the kernel's. Says so where it cannot be found. To be called in the UI thread. */
	public void open(IProject project) {
		new OpenPlaceJob(project, this).schedule();
	}

	@Override
	public String toString() {
		return text;
	}
}
