package dev.livepatch.cli;

import picocli.CommandLine;
import picocli.CommandLine.IFactory;

import dev.livepatch.core.process.Cancellation;

/** Gives every command the cancellation of this run. */
record CommandFactory(Cancellation cancellation) implements IFactory {

	@Override
	public <K> K create(Class<K> type) throws Exception {
		if (type == CheckCommand.class) {
			return type.cast(new CheckCommand(cancellation));
		}
		if (type == BuildCommand.class) {
			return type.cast(new BuildCommand(cancellation));
		}
		if (type == FixCommand.class) {
			return type.cast(new FixCommand(cancellation));
		}
		if (type == VerifyCommand.class) {
			return type.cast(new VerifyCommand(cancellation));
		}
		if (type == InspectCommand.class) {
			return type.cast(new InspectCommand(cancellation));
		}
		if (type == ImportCommand.class) {
			return type.cast(new ImportCommand(cancellation));
		}
		if (type == ExportCommand.class) {
			return type.cast(new ExportCommand(cancellation));
		}
		return CommandLine.defaultFactory().create(type);
	}
}
