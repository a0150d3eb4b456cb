package dev.livepatch.core.differ;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.livepatch.core.build.Toolchain;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.Tool;
import dev.livepatch.core.process.ToolCommand;
import dev.livepatch.core.process.ToolException;
import dev.livepatch.core.process.ToolResult;

/** kpatch's {@code create-diff-object}. Safe for use by several threads. */
public final class KpatchDiffer implements ObjectDiffer {
	// kvm/x86.o, among the biggest objects of a kernel, takes 3 s
	private static final Duration DEADLINE = Duration.ofSeconds(120);
	private static final int SUCCESS = 0;
	private static final int ERROR = 1;
	private static final int FATAL_DIFFERENCE = 2;
	private static final int NO_CHANGE = 3;
	private static final List<Class<? extends DifferMessage>> AUTHORS = List.of(DifferMessage.JumpLabel.class, DifferMessage.StaticCall.class,
			DifferMessage.IgnoredNameMissing.class, DifferMessage.SymbolUnmatched.class, DifferMessage.SymbolNotFound.class, DifferMessage.UnresolvedReference.class,
			DifferMessage.LateSpecialSection.class);

	private final Toolchain toolchain;
	private final boolean klpArch;

	/** For kernels from 5.8 on, which have no {@code .klp.arch} sections. */
	public KpatchDiffer(Toolchain toolchain) {
		this(toolchain, false);
	}

	/**
	 * @param klpArch whether the kernel has {@code .klp.arch} sections ({@link Toolchain#klpArch}); said of a newer kernel, it crashes the tool
	 */
	public KpatchDiffer(Toolchain toolchain, boolean klpArch) {
		this.toolchain = toolchain;
		this.klpArch = klpArch;
	}

	@Override
	public String description() {
		return "create-diff-object" + toolchain.kpatchVersion().map(" "::concat).orElse("");
	}

	@Override
	public DiffOutcome diff(DiffRequest request, Cancellation cancellation) throws ToolException {
		ToolCommand command = command(request);
		ToolResult result = Tool.run(command, cancellation);
		List<DifferMessage> messages = KpatchMessages.parse(result.stdout(), result.stderr());
		DiffOutcome outcome = outcome(request, result, messages);
		return outcome instanceof DiffOutcome.Failed failed ? kept(failed, command, result, request) : outcome;
	}

	private ToolCommand command(DiffRequest request) {
		List<String> arguments = new ArrayList<>();
		arguments.add(toolchain.createDiffObject().toString());
		if (klpArch) {
			arguments.add("--klp-arch");
		}
		Stream.of(request.original(), request.patched(), request.parent(), request.symbolTable(), request.symvers(), request.moduleName(),
				request.output()).map(Object::toString).forEach(arguments::add);
		return new ToolCommand(arguments, request.output().toAbsolutePath().getParent(), request.structSizes(), DEADLINE);
	}

	private static DiffOutcome outcome(DiffRequest request, ToolResult result, List<DifferMessage> messages) {
		if (result.crashed()) {
			return new DiffOutcome.Failed("create-diff-object crashed (signal " + (result.exitCode() - 128) + ")", true, messages);
		}
		return switch (result.exitCode()) {
			case SUCCESS -> Files.isRegularFile(request.output()) ? new DiffOutcome.Patchable(request.output(), messages)
					: new DiffOutcome.Failed("create-diff-object reported success but wrote no " + request.output().getFileName(), messages);
			case NO_CHANGE -> new DiffOutcome.Unchanged(messages);
			case FATAL_DIFFERENCE -> setUpError(request, messages) ? new DiffOutcome.Failed(
					"create-diff-object was run without the size of struct orc_entry, and then complains about every change", messages)
					: new DiffOutcome.Unsupported(messages);
			case ERROR -> messages.stream().anyMatch(KpatchDiffer::isTheAuthors) ? new DiffOutcome.Unsupported(messages)
					: new DiffOutcome.Failed("create-diff-object gave no verdict: " + firstError(messages), messages);
			default -> new DiffOutcome.Failed("create-diff-object ended with unexpected code " + result.exitCode() + ": " + firstError(messages), messages);
		};
	}

	/** Messages about the change itself that come with the code for errors. */
	private static boolean isTheAuthors(DifferMessage message) {
		return AUTHORS.stream().anyMatch(kind -> kind.isInstance(message));
	}

	private static boolean setUpError(DiffRequest request, List<DifferMessage> messages) {
		return !request.structSizes().containsKey("ORC_STRUCT_SIZE") && messages.stream()
				.anyMatch(m -> m instanceof DifferMessage.SectionNotSelected s && s.section().startsWith(".rela.orc_unwind"));
	}

	private static String firstError(List<DifferMessage> messages) {
		return messages.stream().filter(m -> m instanceof DifferMessage.UnknownError || m instanceof DifferMessage.InputsMismatch)
				.map(DifferMessage::text).findFirst().orElse("no message");
	}

	/** Leaves beside the output what somebody needs to run the tool again by hand. */
	private static DiffOutcome kept(DiffOutcome.Failed failed, ToolCommand command, ToolResult result, DiffRequest request) throws ToolException {
		Path log = request.output().resolveSibling(request.output().getFileName() + ".differ.log");
		String environment = command.environment().entrySet().stream().sorted(Map.Entry.comparingByKey()).map(Map.Entry::toString)
				.collect(Collectors.joining("\n"));
		try {
			Files.writeString(log, environment + "\n" + String.join("\n", command.arguments()) + "\n\nexit code " + result.exitCode()
					+ "\n--- stdout\n" + result.stdout() + "--- stderr\n" + result.stderr());
		} catch (IOException e) {
			throw new ToolException(failed.reason() + "; its log cannot be written: " + e.getMessage(), e);
		}
		return new DiffOutcome.Failed(failed.reason() + "; inputs and output are named in " + log, failed.crashed(), failed.messages());
	}
}
