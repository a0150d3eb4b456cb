package dev.livepatch.core.tests.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.build.AffectedObject;
import dev.livepatch.core.build.CompiledPair;
import dev.livepatch.core.build.DifferInputs;
import dev.livepatch.core.build.ObjectCompiler;
import dev.livepatch.core.build.PatchModuleBuilder;
import dev.livepatch.core.build.PatchedObject;
import dev.livepatch.core.build.Toolchain;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.differ.DiffOutcome;
import dev.livepatch.core.differ.DiffRequest;
import dev.livepatch.core.differ.KpatchDiffer;
import dev.livepatch.core.module.Callback;
import dev.livepatch.core.module.KernelMatch;
import dev.livepatch.core.module.KernelMatch.Magic;
import dev.livepatch.core.module.KernelMatch.Presence;
import dev.livepatch.core.module.KernelMatch.SymbolState;
import dev.livepatch.core.module.KernelMatch.Target;
import dev.livepatch.core.module.LivePatch;
import dev.livepatch.core.module.LivePatch.Maker;
import dev.livepatch.core.module.ModuleFacts;
import dev.livepatch.core.module.ModuleSection.Residence;
import dev.livepatch.core.module.ModuleVerdict;
import dev.livepatch.core.module.ModuleVerdict.Level;
import dev.livepatch.core.module.NeededSymbol;
import dev.livepatch.core.module.PatchedFunction;
import dev.livepatch.core.module.ShadowId;
import dev.livepatch.core.module.ShadowUse;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.report.ModuleJson;
import dev.livepatch.core.report.ModuleText;
import dev.livepatch.testing.DemoKernel;

/** A real patch module, made with kpatch against the demo kernel, and that kernel's own modules. */
class ModuleFactsTest {
	private static final String PLACE = "seq_printf(m, linux_proc_banner,";
	@TempDir
	static Path shared;
	private static Toolchain toolchain;
	private static List<PatchedObject> objects;
	private static Path file;

	@TempDir
	Path directory;

	@BeforeAll
	static void module() throws Exception {
		toolchain = DemoKernel.toolchain(shared.resolve("cache"));
		String text = DemoKernel.text("fs/proc/version.c");
		PatchedObject version = patched("fs/proc/version.o", new FileChange.Modified("fs/proc/version.c", text,
				text.replace(PLACE, "note(m);\n\t" + PLACE).replace("static int version_proc_show", """
						#include <linux/livepatch.h>
						static noinline void note(struct seq_file *m)
						{
							int *seen = klp_shadow_get(m, 0x1234);
							if (!seen)
								seen = klp_shadow_get_or_alloc(m, m->count, sizeof(*seen), GFP_KERNEL, NULL, NULL);
							if (seen)
								klp_shadow_free(m, 7, NULL);
						}
						static int version_proc_show""")
						+ "#include \"kpatch-macros.h\"\nstatic int before(patch_object *object) { return 0; }\nKPATCH_PRE_PATCH_CALLBACK(before);\n"
						+ "static void after(patch_object *object) { klp_shadow_free_all(0x1234, NULL); }\nKPATCH_POST_UNPATCH_CALLBACK(after);\n"));
		PatchedObject fuse = patched("fs/fuse/readdir.o", DemoKernel.edit("fs/fuse/readdir.c", "\tif (fuse_is_bad(inode))\n\t\treturn -EIO;", "\tif (fuse_is_bad(inode))\n\t\treturn -EINVAL;"));
		objects = List.of(version, fuse);
		file = build("facts", false);
	}

	@Test
	void whatItPatchesIsNamedByObjectAndPosition() throws Exception {
		LivePatch patch = patch(file);
		assertEquals(Maker.KPATCH, patch.maker());
		assertEquals(List.of("fuse:fuse_readdir", "vmlinux:version_proc_show"), patch.functions().stream().map(f -> f.object() + ":" + f.function()).toList());
		PatchedFunction version = patch.functions().getLast();
		assertEquals(1, version.sympos(), "the first of its name");
		assertEquals(ObjectFile.read(DemoKernel.open().vmlinux()).symbol("version_proc_show").orElseThrow().size(), version.oldSize());
		assertTrue(version.newSize() > version.oldSize(), version::toString);
		assertEquals("version_proc_show", version.newFunction());
	}

	@Test
	void callbacksHaveTheirMoment() throws Exception {
		assertEquals(List.of(new Callback(Callback.Moment.PRE_PATCH, "vmlinux", "before"), new Callback(Callback.Moment.POST_UNPATCH, "vmlinux", "after")), patch(file).callbacks());
	}

	@Test
	void shadowVariablesAreKnownByTheConstantsTheyAreAskedForWith() throws Exception {
		List<ShadowUse> shadows = patch(file).shadows();
		assertEquals(List.of(new ShadowUse("after", "klp_shadow_free_all", new ShadowId.Constant(0x1234)), new ShadowUse("note", "klp_shadow_get", new ShadowId.Constant(0x1234)),
				new ShadowUse("note", "klp_shadow_get_or_alloc", new ShadowId.Varying()), new ShadowUse("note", "klp_shadow_free", new ShadowId.Constant(7))).stream().map(Object::toString).sorted().toList(),
				shadows.stream().map(Object::toString).sorted().toList());
	}

	@Test
	void theReplaceFlagIsReadFromTheInitCode() throws Exception {
		assertEquals(Optional.of(false), patch(file).replace());
		assertEquals(Optional.of(true), patch(build("replacing", true)).replace());
	}

	@Test
	void relocationsThatLivepatchResolvesAreThoseOfReadelf() throws Exception {
		LivePatch patch = patch(file);
		ObjectFile object = ObjectFile.read(file);
		long entries = object.sections().stream().filter(s -> s.name().startsWith(".klp.rela.")).mapToLong(s -> s.size() / 24).sum();
		assertTrue(entries > 2, "the module has some");
		assertEquals(entries, patch.relocations().size());
		assertTrue(patch.relocations().stream().anyMatch(r -> r.object().equals("fuse") && r.function().equals("fuse_readdir") && r.symbolObject().equals("fuse")), patch.relocations()::toString);
		assertTrue(patch.relocations().stream().noneMatch(r -> r.symbol().contains(".klp.")), patch.relocations()::toString);
	}

	@Test
	void itFitsTheKernelItWasBuiltFor() throws Exception {
		ModuleFacts facts = ModuleFacts.read(file);
		KernelMatch match = match(facts);
		assertEquals(Magic.SAME, match.magic());
		assertEquals(facts.vermagic(), match.vermagic(), "vmlinux has the whole text");
		assertTrue(match.symbols().values().stream().allMatch(s -> s.state() == SymbolState.MATCHES), match.symbols()::toString);
		assertTrue(match.symbols().containsKey("module_layout") && match.symbols().containsKey("klp_shadow_get"), match.symbols()::toString);
		assertTrue(match.targets().values().stream().allMatch(p -> p == Presence.FOUND), match.targets()::toString);
		ModuleVerdict verdict = ModuleVerdict.of(facts, Optional.of(match));
		assertEquals(Level.FITS, verdict.level(), verdict::toString);
		assertEquals("livepatch_facts is a live patch for " + DemoKernel.open().release() + ": it patches 2 functions of fuse, vmlinux.", verdict.headline());
		assertEquals(Level.UNKNOWN, ModuleVerdict.of(facts, Optional.empty()).level());
	}

	@Test
	void anotherChecksumIsRefusedByName() throws Exception {
		Section versions = ObjectFile.read(file).section("__versions").orElseThrow();
		byte[] bytes = Files.readAllBytes(file);
		bytes[(int) versions.offset()] ^= 1;
		ModuleFacts facts = ModuleFacts.read(Files.write(directory.resolve("checksum.ko"), bytes));
		KernelMatch match = match(facts);
		List<KernelMatch.SymbolMatch> differing = match.symbols().values().stream().filter(s -> s.state() == SymbolState.DIFFERS).toList();
		assertEquals(1, differing.size(), match.symbols()::toString);
		ModuleVerdict verdict = ModuleVerdict.of(facts, Optional.of(match));
		assertEquals(Level.REFUSED, verdict.level());
		assertTrue(verdict.reasons().getFirst().contains("disagrees about the version of " + differing.getFirst().symbol().name()), verdict::toString);
	}

	@Test
	void anotherReleaseIsSaidAndOtherOptionsAreRefused() throws Exception {
		String release = DemoKernel.open().release();
		ModuleFacts other = ModuleFacts.read(replaced("vermagic=" + release, "vermagic=" + "9" + release.substring(1)));
		assertEquals(Magic.OTHER_RELEASE, match(other).magic());
		assertEquals(Level.WARNING, ModuleVerdict.of(other, Optional.of(match(other))).level());
		ModuleFacts options = ModuleFacts.read(replaced("mod_unload", "mod_uNload"));
		assertEquals(Magic.DIFFERS, match(options).magic());
		ModuleVerdict verdict = ModuleVerdict.of(options, Optional.of(match(options)));
		assertEquals(Level.REFUSED, verdict.level());
		assertTrue(verdict.reasons().getFirst().contains("mod_uNload") && verdict.reasons().getFirst().contains("mod_unload"), verdict::toString);
	}

	@Test
	void aFunctionThatTheKernelDoesNotHaveIsNamed() throws Exception {
		ModuleFacts facts = ModuleFacts.read(replaced("fuse_readdir\0", "fuse_reaDdir\0"));
		KernelMatch match = match(facts);
		assertEquals(Presence.MISSING, match.presence(Target.of(facts.patch().orElseThrow().functions().getFirst())));
		ModuleVerdict verdict = ModuleVerdict.of(facts, Optional.of(match));
		assertEquals(Level.REFUSED, verdict.level());
		assertTrue(verdict.reasons().getFirst().contains("fuse_reaDdir of fuse (not in this kernel)"), verdict::toString);
	}

	@Test
	void neededSymbolsAndTheirChecksumsAreThoseOfTheKernelsTools() throws Exception {
		List<NeededSymbol> needed = ModuleFacts.read(DemoKernel.open().moduleFile("fuse").orElseThrow()).needed();
		String symvers = Files.readString(DemoKernel.open().symvers(), StandardCharsets.ISO_8859_1);
		assertTrue(needed.size() > 100);
		for (NeededSymbol symbol : needed) {
			assertTrue(symvers.contains(symbol.version().orElseThrow() + "\t" + symbol.name() + "\t"), symbol::toString);
		}
	}

	@Test
	void anOrdinaryModuleIsNoLivePatch() throws Exception {
		ModuleFacts facts = ModuleFacts.read(DemoKernel.open().moduleFile("fuse").orElseThrow());
		assertEquals(Optional.empty(), facts.patch());
		assertEquals("fuse", facts.name());
		assertEquals("Filesystem in Userspace", facts.info().value("description").orElseThrow());
		ModuleVerdict verdict = ModuleVerdict.of(facts, Optional.of(match(facts)));
		assertEquals(Level.FITS, verdict.level(), verdict::toString);
		assertTrue(verdict.headline().startsWith("fuse is an ordinary kernel module for " + DemoKernel.open().release()), verdict.headline());
	}

	@Test
	void sectionsAreSummedByWhatBecomesOfThem() throws Exception {
		ModuleFacts facts = ModuleFacts.read(DemoKernel.open().moduleFile("fuse").orElseThrow());
		ObjectFile object = ObjectFile.read(facts.file());
		assertEquals(object.sections().size(), facts.sections().size());
		long init = object.sections().stream().filter(s -> s.name().startsWith(".init") && s.allocated()).mapToLong(Section::size).sum();
		assertTrue(init > 0 && facts.freedSize() == init, "freed: " + facts.freedSize() + ", .init*: " + init);
		assertEquals(Residence.FILE, residence(facts, ".modinfo"));
		assertEquals(Residence.FILE, residence(facts, "__versions"));
		assertEquals(Residence.FILE, residence(facts, ".debug_info"));
		assertEquals(Residence.CODE, residence(facts, ".text"));
		assertEquals(Residence.READ_ONLY, residence(facts, ".rodata"));
		assertEquals(Residence.DATA, residence(facts, ".bss"));
		assertEquals(facts.keptSize(), facts.size(Residence.CODE) + facts.size(Residence.READ_ONLY) + facts.size(Residence.DATA));
	}

	@Test
	void anObjectIsNoModule() throws Exception {
		ModuleFacts facts = ModuleFacts.read(objects.getFirst().differOutput());
		assertFalse(facts.module());
		assertEquals(Level.REFUSED, ModuleVerdict.of(facts, Optional.empty()).level());
	}

	@Test
	void theReportsNameWhatCounts() throws Exception {
		ModuleFacts facts = ModuleFacts.read(file);
		String text = ModuleText.write(facts, Optional.of(match(facts)));
		for (String line : List.of("replace: no", "made by: kpatch", "  vmlinux:version_proc_show,1  ", "  vmlinux: pre-patch before", "  note: klp_shadow_get id 4660",
				"  note: klp_shadow_get_or_alloc id is no constant", "  klp_enable_patch  0x")) {
			assertTrue(text.contains("\n" + line), () -> line + " is not in:\n" + text);
		}
		String json = ModuleJson.write(facts, Optional.of(match(facts)));
		assertTrue(json.contains("\"verdict\" : \"fits\"") && json.contains("\"replace\" : false") && json.contains("\"id\" : \"4660\""), json);
	}

	@Test
	void whatAFileSaysCannotCommandTheTerminal() throws Exception {
		ModuleFacts facts = ModuleFacts.read(replaced("license=GPL", "license=\u001b[3"));
		assertTrue(facts.info().value("license").orElseThrow().startsWith("\u001b"), "the file has it");
		String text = ModuleText.write(facts, Optional.empty());
		assertFalse(text.contains("\u001b"), text);
	}

	private static Residence residence(ModuleFacts facts, String section) {
		return facts.sections().stream().filter(s -> s.name().equals(section)).findFirst().orElseThrow(() -> new AssertionError(section + " is not among "
				+ facts.sections().stream().map(s -> s.name()).collect(Collectors.joining(" ")))).residence();
	}

	private Path replaced(String from, String to) throws Exception {
		String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
		assertTrue(bytes.contains(from), from);
		return Files.writeString(directory.resolve("replaced.ko"), bytes.replace(from, to), StandardCharsets.ISO_8859_1);
	}

	private static LivePatch patch(Path file) throws Exception {
		return ModuleFacts.read(file).patch().orElseThrow();
	}

	private static KernelMatch match(ModuleFacts facts) throws Exception {
		return KernelMatch.of(facts, DemoKernel.open(), Cancellation.NEVER);
	}

	private static Path build(String name, boolean replace) throws Exception {
		return new PatchModuleBuilder().build(DemoKernel.open(), toolchain, name, replace, objects, shared.resolve(name), Cancellation.NEVER).file();
	}

	private static PatchedObject patched(String path, FileChange change) throws Exception {
		AffectedObject object = DemoKernel.object(path);
		Path work = Files.createTempDirectory(shared, "object");
		CompiledPair pair = new ObjectCompiler(DemoKernel.open(), toolchain).compile(object, new ChangeSet("facts", List.of(change), List.of()), work, Cancellation.NEVER);
		DiffOutcome outcome = new KpatchDiffer(toolchain).diff(DiffRequest.of(pair, new DifferInputs(DemoKernel.open(), toolchain), "facts", work.resolve("out.o"), Cancellation.NEVER), Cancellation.NEVER);
		return new PatchedObject(assertInstanceOf(DiffOutcome.Patchable.class, outcome, outcome::toString).output(), object.parent());
	}
}
