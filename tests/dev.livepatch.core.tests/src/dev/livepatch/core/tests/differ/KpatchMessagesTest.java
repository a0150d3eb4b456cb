package dev.livepatch.core.tests.differ;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.livepatch.core.differ.DifferMessage;
import dev.livepatch.core.differ.DifferMessage.ChangedFunction;
import dev.livepatch.core.differ.DifferMessage.DataSectionSelected;
import dev.livepatch.core.differ.DifferMessage.ForcedUnsafe;
import dev.livepatch.core.differ.DifferMessage.FoundCallback;
import dev.livepatch.core.differ.DifferMessage.GroupedSection;
import dev.livepatch.core.differ.DifferMessage.IgnoredNameMissing;
import dev.livepatch.core.differ.DifferMessage.InputsMismatch;
import dev.livepatch.core.differ.DifferMessage.JumpLabel;
import dev.livepatch.core.differ.DifferMessage.LateSpecialSection;
import dev.livepatch.core.differ.DifferMessage.NewFunction;
import dev.livepatch.core.differ.DifferMessage.NoFentry;
import dev.livepatch.core.differ.DifferMessage.ObjectSizeMismatch;
import dev.livepatch.core.differ.DifferMessage.Remark;
import dev.livepatch.core.differ.DifferMessage.SectionDetailsDiffer;
import dev.livepatch.core.differ.DifferMessage.SectionNotSelected;
import dev.livepatch.core.differ.DifferMessage.StaticCall;
import dev.livepatch.core.differ.DifferMessage.StaticLocalNew;
import dev.livepatch.core.differ.DifferMessage.StaticLocalRemoved;
import dev.livepatch.core.differ.DifferMessage.SymbolChangedSections;
import dev.livepatch.core.differ.DifferMessage.SymbolInfoMismatch;
import dev.livepatch.core.differ.DifferMessage.SymbolNotFound;
import dev.livepatch.core.differ.DifferMessage.SymbolUnmatched;
import dev.livepatch.core.differ.DifferMessage.UnknownError;
import dev.livepatch.core.differ.DifferMessage.UnknownWarning;
import dev.livepatch.core.differ.DifferMessage.UnresolvedReference;
import dev.livepatch.core.differ.KpatchMessages;
import dev.livepatch.testing.DemoKernel;

class KpatchMessagesTest {

	static Stream<Arguments> output() {
		return Stream.of(
				said("changed function: meminfo_proc_show", t -> new ChangedFunction("meminfo_proc_show", t)),
				said("changed function: foo.isra.0", t -> new ChangedFunction("foo.isra.0", t)),
				said("new function: helper", t -> new NewFunction("helper", t)),
				said("found callback: pre_patch", t -> new FoundCallback("pre_patch", t)),
				said("function f has no fentry/mcount call, unable to patch", t -> new NoFentry("f", t)),
				said("function f doesn't have patchable function entry, unable to patch", t -> new NoFentry("f", t)),
				said("changed section .init.text not selected for inclusion", t -> new SectionNotSelected(".init.text", t)),
				said("changed section .text.f is part of a section group", t -> new GroupedSection(".text.f", t)),
				said("data section .data.v selected for inclusion", t -> new DataSectionSelected(".data.v", t)),
				said("WARNING: unable to correlate static local variable count.1 used by f, assuming variable is new",
						t -> new StaticLocalNew("count.1", "f", t)),
				said("Found a jump label at f()+0x1a, using key k, which is defined in a module.  Use static_key_enabled() instead.",
						t -> new JumpLabel("f", 0x1a, "k", t)),
				said("Found a jump label at f()+0x1a, using key k.  Jump labels aren't supported with this kernel.  Use static_key_enabled() instead.",
						t -> new JumpLabel("f", 0x1a, "k", t)),
				said("Found a static call at f()+0xff, using key __SCK__c, which is defined in a module.  Use KPATCH_STATIC_CALL() instead.",
						t -> new StaticCall("f", 0xff, "__SCK__c", t)),
				said("ignoring section: .text.f", Remark::new), said("NOTICE: no change detected in function f, unnecessary KPATCH_IGNORE_FUNCTION()?", Remark::new),
				said("new/changed group sections are not supported", t -> new GroupedSection("", t)),
				said("function 'f' marked with KPATCH_FORCE_UNSAFE!", t -> new ForcedUnsafe("f", t)), said("something nobody has heard of", UnknownWarning::new));
	}

	static Stream<Arguments> fatal() {
		return Stream.of(said("symbol changed sections: v", t -> new SymbolChangedSections("v", t)),
				said("object size mismatch: v", t -> new ObjectSizeMismatch("v", t)), said("symbol info mismatch: v", t -> new SymbolInfoMismatch("v", t)),
				said("reference to static local variable v in f was removed", t -> new StaticLocalRemoved("v", "f", t)),
				said("static local v has been correlated with v.2, but patched f is missing a reference to it", t -> new StaticLocalRemoved("v", "f", t)),
				said("2 unsupported section change(s)", Remark::new), said("1 function(s) can not be patched", Remark::new),
				said("ELF headers differ", InputsMismatch::new), said("ELF contains program header", InputsMismatch::new),
				said(".data.a section header details differ from .data.b", t -> new SectionDetailsDiffer(".data.a", t)));
	}

	static Stream<Arguments> errors() {
		return Stream.of(said("can't find symbol 'x' in symbol table", t -> new SymbolNotFound("x", t)),
				said("can't find local symbol 'x' in symbol table", t -> new SymbolNotFound("x", t)),
				said("bundle mismatch for symbol v.1", t -> new SymbolUnmatched("v.1", t)),
				said("sections .data.a and .bss.b aren't correlated for symbol v.1", t -> new SymbolUnmatched("v.1", t)),
				said("symbol v at offset 8 within section .data.v, expected 0", t -> new SymbolUnmatched("v", t)),
				said(".text.f+0x1a: can't find replacement symbol for .data+-8 reference", t -> new UnresolvedReference(".text.f", 0x1a, ".data", t)),
				said(".text.f+0x1a: out-of-range relocation v+fffffffffffffff0", t -> new UnresolvedReference(".text.f", 0x1a, "v", t)),
				said("unsupported klp relocation reference to symbol 'k' in module-specific special section '__jump_table'", t -> new LateSpecialSection("k", "__jump_table", t)),
				said("expected function symbol", t -> new IgnoredNameMissing("", t)), said("expected bundled symbol", t -> new IgnoredNameMissing("", t)),
				said("couldn't find matching meminfo.c local symbols in vmlinux symbol table", InputsMismatch::new),
				said("found duplicate matches for a.c local symbols in vmlinux symbol table", InputsMismatch::new),
				said("Module.symvers: invalid format", InputsMismatch::new),
				said("KPATCH_IGNORE_SECTION: can't find .text.x", t -> new IgnoredNameMissing(".text.x", t)),
				said("Found 1 unsupported jump label(s) in the patched code. Use static_key_enabled() instead.", Remark::new),
				said("JUMP_STRUCT_SIZE not set", InputsMismatch::new), said("bad ORC_STRUCT_SIZE", InputsMismatch::new), said("bad .orc_unwind size", InputsMismatch::new),
				said(".orc_unwind/.orc_unwind_ip size mismatch", InputsMismatch::new), said("malloc", t -> new UnknownError(t + " (in fn)")));
	}

	@ParameterizedTest
	@MethodSource("output")
	void understandsStdout(String text, DifferMessage expected) {
		assertEquals(List.of(expected), KpatchMessages.parse("meminfo.o: " + text + "\n", ""));
	}

	@ParameterizedTest
	@MethodSource("fatal")
	void understandsFatalDifferences(String text, DifferMessage expected) {
		List<DifferMessage> messages = KpatchMessages.parse("",
				"ERROR: meminfo.o: " + text + "\n/opt/kpatch/create-diff-object: unreconcilable difference\n");
		assertEquals(List.of(expected, new Remark("unreconcilable difference")), messages);
	}

	@ParameterizedTest
	@MethodSource("errors")
	void understandsErrors(String text, DifferMessage expected) {
		assertEquals(List.of(expected), KpatchMessages.parse("", "/opt/kpatch/create-diff-object: ERROR: meminfo.o: fn: 123: " + text + "\n"));
	}

	@Test
	void stdoutComesFirst() {
		List<DifferMessage> messages = KpatchMessages.parse("a.o: changed function: f\n\na.o: changed section .data.v not selected for inclusion\n",
				"ERROR: a.o: 1 unsupported section change(s)\ncreate-diff-object: unreconcilable difference\n");
		assertEquals(List.of(ChangedFunction.class, SectionNotSelected.class, Remark.class, Remark.class),
				messages.stream().map(Object::getClass).toList());
	}

	@Test
	void linesOfNoFormAreKept() {
		assertEquals(List.of(new UnknownError("Segmentation fault")), KpatchMessages.parse("", "Segmentation fault\n"));
		assertEquals(List.of(new UnknownWarning("hello")), KpatchMessages.parse("hello\n", ""));
		String beyond64Bits = "a.o: Found a jump label at f()+0x1f666666666666666, using key k, which is odd";
		assertEquals(List.of(UnknownWarning.class), KpatchMessages.parse(beyond64Bits + "\n", "").stream().map(Object::getClass).toList());
	}

	/** The formats in the tool itself, so that a new version's messages are noticed here. Sibling calls are about another architecture. */
	@Test
	void everyErrorInTheBinaryIsAnError(@TempDir Path cache) throws Exception {
		String binary = Files.readString(DemoKernel.toolchain(cache).createDiffObject(), StandardCharsets.ISO_8859_1);
		List<String> formats = Pattern.compile("\0((?:ERROR|%s: (?:WARNING|Found|changed|data section|function))[ :](?!an unsupported sibling)[\\x20-\\x7e]{3,}\n?)(?=\0)").matcher(binary).results()
				.map(m -> m.group(1)).toList();
		assertTrue(formats.size() > 50, "found only " + formats);
		for (String format : formats) {
			String line = format.replaceFirst("^%s: (?!%)", "a.o: ").replaceFirst("^ERROR: %s", "ERROR: a.o").replaceAll("%l?[udx]", "7").replace("%s", "sym");
			String printed = line.matches("ERROR: a\\.o: sym: 7: .*\n?") ? "create-diff-object: " + line : line;
			boolean error = format.startsWith("ERROR");
			List<DifferMessage> messages = error ? KpatchMessages.parse("", printed) : KpatchMessages.parse(printed, "");
			assertEquals(1, messages.size(), format);
			assertFalse(messages.get(0).text().contains("a.o: "), () -> "the tool's own position is left in " + messages);
			if (!error) {
				assertFalse(messages.get(0) instanceof UnknownWarning, () -> "not understood: " + format);
			}
		}
	}

	@Test
	void unknownErrorsNameTheToolsFunction() {
		DifferMessage message = KpatchMessages.parse("", "create-diff-object: ERROR: a.o: kpatch_new_thing: 99: brand new: problem\n").get(0);
		assertEquals("brand new: problem (in kpatch_new_thing)", assertInstanceOf(UnknownError.class, message).text());
	}

	private static Arguments said(String text, Function<String, DifferMessage> message) {
		return Arguments.of(text, message.apply(text));
	}
}
