package dev.livepatch.core.layout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.livepatch.core.differ.DifferMessage;
import dev.livepatch.core.evidence.ObjectEvidence;
import dev.livepatch.core.evidence.OutsideUsers;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.Severity;
import dev.livepatch.core.finding.SourcePlace;
import dev.livepatch.core.kernel.KernelException;
import dev.livepatch.core.object.SourceLine;
import dev.livepatch.core.object.SourceNames;
import dev.livepatch.core.object.TypeLayout;

/** Finds what the differ does not look at: types, of data and of functions. The messages say nothing of the object, so that a header's type seen in many is told once. */
public final class TypeRules {
	/** The first say it; a member that grows in the middle moves all that follow. */
	private static final int TOLD = 4;

	private TypeRules() {
	}

	public static List<Finding> inspect(ObjectEvidence evidence, List<DifferMessage> messages) throws IOException {
		List<Finding> findings = new ArrayList<>();
		for (TypeChange change : TypeChanges.between(evidence.originalDebug(), evidence.patchedDebug())) {
			Finding finding = finding(change, evidence.places().causeInType(change.after()), users(evidence, change.after()));
			findings.add((onStacksOnly(change, evidence) ? onStacks(finding, change) : finding).seeing(functionsUsing(change.after(), evidence, messages)));
		}
		for (SignatureChanges.Change change : SignatureChanges.between(evidence.original(), evidence.originalDebug(), evidence.patchedDebug())) {
			findings.add(finding(change, evidence));
		}
		return findings;
	}

	private static Finding finding(SignatureChanges.Change change, ObjectEvidence evidence) throws IOException {
		String name = change.before().name();
		String changes = name + " changes from " + change.text();
		Finding told = Finding.of(Rule.SIGNATURE_CHANGED, evidence.places().causeInHead(change.after()), "").in(name);
		Optional<OutsideUsers> users = change.before().external() ? evidence.outsideUsers(name) : Optional.empty();
		if (users.isPresent() && !users.get().none()) {
			return told.saying(changes + ", but outside the patch " + users.get().text() + " will go on using it the old way").seeing(users.get().users().stream().map(OutsideUsers.User::related).toList());
		}
		if (users.isPresent() && !users.get().exported() && !change.throughPointer()) {
			return told.saying(changes + "; all code of this kernel that calls it by name is compiled with the change").as(Severity.INFO, "Make sure that nothing calls it in another way, by a number from kallsyms for instance.");
		}
		return told.saying(changes + ", but code outside the patch that calls it" + (change.throughPointer() ? " through a pointer" : "") + " goes on calling it the old way");
	}

	/** The functions of the patch that use a type, or one that holds it, as far as their variables tell. */
	private static List<Finding.Related> functionsUsing(TypeLayout type, ObjectEvidence evidence, List<DifferMessage> messages) throws IOException {
		Set<String> using = type.name().isEmpty() ? Set.of() : evidence.patchedDebug().functionsUsing(withHolders(type, evidence.patchedDebug().types()));
		List<Finding.Related> found = new ArrayList<>();
		for (String function : DifferMessage.functions(messages)) {
			if (using.contains(SourceNames.of(function))) {
				found.add(new Finding.Related(SourceNames.of(function), evidence.places().declarationOf(function)));
			}
		}
		return found.stream().distinct().toList();
	}

	private static Set<String> withHolders(TypeLayout type, List<TypeLayout> types) {
		Set<String> names = new HashSet<>(Set.of(type.name()));
		boolean grown = true;
		while (grown) {
			grown = false;
			for (TypeLayout other : types) {
				boolean holds = other.members().stream().anyMatch(m -> m.type().embeds().stream().anyMatch(names::contains));
				grown |= holds && !other.name().isEmpty() && names.add(other.name());
			}
		}
		return names;
	}

	/** Whether no other object knows the type, and what this one has of it goes with the functions that have it. */
	private static boolean onStacksOnly(TypeChange change, ObjectEvidence evidence) throws IOException {
		TypeLayout type = change.before();
		return change.severity() == Severity.ERROR && type.kind() != TypeLayout.Kind.ENUM && !type.name().isEmpty()
				&& evidence.source().place(new SourceLine(type.file(), type.line())).file().equals(evidence.object().command().source()) && evidence.originalDebug().onStacksOnly(type.name());
	}

	private static Finding onStacks(Finding finding, TypeChange change) {
		return finding.saying(name(change.before()) + " has another layout than in the running kernel: " + differences(change.differences())
				+ ". As far as the debug information tells, only variables of functions are of this type, and parameters point to them: a task goes over to the patch when it is in none of the changed functions, "
				+ "so that it has no old one then").as(Severity.WARNING, "Make sure that no pointer to one is kept or handed to another task, by a timer, a work item or void * for instance.");
	}

	/** How far a header's type goes; nothing where only the compiled file can know it. */
	private static String users(ObjectEvidence evidence, TypeLayout type) throws KernelException {
		String file = evidence.source().place(new SourceLine(type.file(), type.line())).file();
		int objects = file.endsWith(".h") ? evidence.source().kernel().objectPathsOf(file, evidence.source().cancellation()).size() : 0;
		return objects < 2 ? "" : ". " + objects + " objects of this kernel are made with " + file;
	}

	private static Finding finding(TypeChange change, SourcePlace place, String users) {
		boolean enumeration = change.before().kind() == TypeLayout.Kind.ENUM;
		boolean error = change.severity() == Severity.ERROR;
		String subject = name(change.before());
		String differences = differences(change.differences());
		String message = error
				? subject + (enumeration ? " has other values" : " has another layout") + " than in the running kernel: " + differences
						+ ". The differ does not compare types and accepts it, but " + (enumeration ? "data in the running kernel, and code outside the patch, keep the old values"
								: "instances that already exist, and code outside the patch, keep the old layout")
				: subject + " changes, though all that the running kernel knows of it stays: " + differences + ". "
						+ (enumeration ? "Code outside the patch does not know what is new" : "Instances that already exist hold there what they held before");
		return Finding.of(Rule.TYPE_LAYOUT, place, message + users).about(change.before().name()).as(change.severity(), fix(error, enumeration));
	}

	private static String fix(boolean error, boolean enumeration) {
		if (enumeration) {
			return error ? "Keep the values: put new enumerators behind the existing ones, with values of their own."
					: "Make sure that no code outside the patch is handed what it does not know.";
		}
		return error ? Rule.TYPE_LAYOUT.remedy()
				: "Make sure that the patched code copes with instances that were made before the patch was loaded, and with code outside it that makes or copies them.";
	}

	private static String name(TypeLayout type) {
		return type.name().isEmpty() ? "the enum of " + type.enumerators().getFirst().name() : type.name();
	}

	private static String differences(List<String> all) {
		if (all.size() <= TOLD + 1) {
			return String.join(", ", all);
		}
		// the last is the size, where that changes
		int more = all.size() - TOLD - 1;
		Stream<String> told = Stream.concat(all.stream().limit(TOLD), Stream.of(more == 1 ? "1 more difference" : more + " more differences"));
		return String.join(", ", Stream.concat(told, Stream.of(all.getLast())).toList());
	}
}
