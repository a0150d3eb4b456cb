package dev.livepatch.core.tests.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.module.Callback;
import dev.livepatch.core.module.LivePatch;
import dev.livepatch.core.module.LivePatch.Maker;
import dev.livepatch.core.module.ModuleFacts;
import dev.livepatch.core.module.ShadowUse;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.Tool;
import dev.livepatch.core.process.ToolCommand;
import dev.livepatch.core.process.ToolResult;

/** Objects with the data of live patches that other tools make, damaged ones, and what is packed or signed. */
class CraftedModuleTest {
	private static final String MODULE = """
			__attribute__((section(".modinfo"), used)) static const char info[] = "livepatch=Y\\0license=GPL\\0name=crafted\\0vermagic=6.19.0 SMP ";
			__attribute__((section(".gnu.linkonce.this_module"), used)) static char this_module[64];
			int new_a(void) { return 1; }
			int new_b(void) { return 2; }
			static int before(void *object) { return 0; }
			""";
	private static final String SOURCE = MODULE + """
			struct klp_callbacks { int (*pre_patch)(void *); void (*post_patch)(void *); void (*pre_unpatch)(void *); void (*post_unpatch)(void *); };
			struct klp_func { const char *old_name; void *new_func; unsigned long old_sympos; void *old_func; long private[7]; };
			struct klp_object { const char *name; struct klp_func *funcs; struct klp_callbacks callbacks; long private[11]; };
			struct klp_patch { void *mod; struct klp_object *objs; void *states; _Bool replace; long private[9]; };
			int klp_enable_patch(struct klp_patch *);
			void *klp_shadow_get(void *, unsigned long);
			void *klp_shadow_alloc(void *, unsigned long, unsigned long, unsigned, void *, void *);
			static struct klp_func kernel[] = { { "a", new_a, 2 }, { "b", new_b }, { } };
			static struct klp_func driver[] = { { "b", new_b, 1 }, { } };
			static struct klp_object objects[] = { { 0, kernel, { before } }, { "driver", driver }, { } };
			static struct klp_patch patch = { 0, objects, 0, %s };
			int init_module(void) { return klp_enable_patch(&patch); }
			void *merged(void *o, int c) { if (c) return klp_shadow_get(o, c == 2 ? 3 : 4); return 0; }
			void *late(void *o, unsigned long size) { void *p = klp_shadow_get(o, 0xffffffffffffff01); return p ? p : klp_shadow_alloc(o, 0, size, 0, 0, 0); }
			__asm__(".text\\n.type joined, @function\\njoined: movl $3, %%esi; test %%edi, %%edi; je 1f; movl $4, %%esi\\n1: call klp_shadow_get; ret\\n.size joined, .-joined\\n"
				".type clobbered, @function\\nclobbered: movl $5, %%esi; call new_a; call klp_shadow_get; ret\\n.size clobbered, .-clobbered\\n"
				".type kept, @function\\nkept: movl $6, %%ebx; call new_a; movq %%rbx, %%rsi; call klp_shadow_get; ret\\n.size kept, .-kept");
			""";
	private static final String KLP_BUILD = MODULE + """
			struct callbacks { void *functions[4]; _Bool enabled; };
			struct klp_func_ext { const char *old_name; void *new_func; unsigned long sympos; };
			struct klp_object_ext { const char *name; struct klp_func_ext *funcs; struct callbacks callbacks; unsigned int nr_funcs; };
			__attribute__((section(".init.klp_funcs"), used)) static struct klp_func_ext functions[] = { { "a", new_a, 0 }, { "b", new_b, 3 } };
			__attribute__((section(".init.klp_objects"), used)) static struct klp_object_ext objects[] = {
				{ 0, functions, { { 0, before } }, %s }, { "driver", functions + 1, { }, 1 } };
			""";
	@TempDir
	static Path shared;
	private static Path source;

	@TempDir
	Path directory;

	@BeforeAll
	static void compile() throws Exception {
		source = compile("source", SOURCE.formatted("1"), "-g");
	}

	@Test
	void aPatchWrittenAsSourceIsReadThroughItsTypes() throws Exception {
		LivePatch patch = patch(source);
		assertEquals(Maker.SOURCE, patch.maker());
		assertEquals(List.of("driver:b,1 new_b", "vmlinux:a,2 new_a", "vmlinux:b,0 new_b"), functions(patch));
		assertEquals(List.of(new Callback(Callback.Moment.PRE_PATCH, "vmlinux", "before")), patch.callbacks());
		assertEquals(Optional.of(true), patch.replace());
		assertEquals(Optional.of(false), patch(compile("cumulative", SOURCE.formatted("0"), "-g")).replace());
	}

	@Test
	void withoutTypesItSaysSo() throws Exception {
		LivePatch patch = patch(compile("bare", SOURCE.formatted("1")));
		assertEquals(Maker.UNKNOWN, patch.maker());
		assertEquals(List.of(), patch.functions());
		assertEquals(Optional.empty(), patch.replace());
	}

	@Test
	void idsThatDependOnAConditionAreNoConstants() throws Exception {
		assertEquals(List.of(new ShadowUse("clobbered", "klp_shadow_get", OptionalLong.empty()), new ShadowUse("joined", "klp_shadow_get", OptionalLong.empty()),
				new ShadowUse("kept", "klp_shadow_get", OptionalLong.of(6)), new ShadowUse("late", "klp_shadow_get", OptionalLong.of(0xffff_ffff_ffff_ff01L)), new ShadowUse("late", "klp_shadow_alloc", OptionalLong.of(0)),
				new ShadowUse("merged", "klp_shadow_get", OptionalLong.empty())), patch(source).shadows());
	}

	@Test
	void aPatchOfKlpBuildIsReadFromItsTables() throws Exception {
		LivePatch patch = patch(compile("klp-build", KLP_BUILD.formatted("2")));
		assertEquals(Maker.KLP_BUILD, patch.maker());
		assertEquals(List.of("driver:b,3 new_b", "vmlinux:a,0 new_a", "vmlinux:b,3 new_b"), functions(patch));
		assertEquals(List.of(new Callback(Callback.Moment.POST_PATCH, "vmlinux", "before")), patch.callbacks());
	}

	@Test
	void moreFunctionsThanThereIsRoomForAreDamage() throws Exception {
		Path file = compile("many", KLP_BUILD.formatted("0x40000000"));
		IOException e = assertThrows(IOException.class, () -> ModuleFacts.read(file));
		assertTrue(e.getMessage().contains("says 1073741824 functions"), e.getMessage());
		Path few = compile("few", KLP_BUILD.formatted("3"));
		assertTrue(assertThrows(IOException.class, () -> ModuleFacts.read(few)).getMessage().contains("says 3 functions"));
	}

	@Test
	void everyTruncationIsRefused() throws Exception {
		byte[] sound = Files.readAllBytes(source);
		assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
			for (int length = 0; length < sound.length; length += length < 128 ? 1 : 131) {
				Path cut = Files.write(directory.resolve("cut.ko"), Arrays.copyOf(sound, length));
				assertThrows(IOException.class, () -> ModuleFacts.read(cut), "cut to " + length + " bytes");
			}
		});
	}

	@Test
	void flippedBitsGiveAnErrorOrFacts() throws Exception {
		Random random = new Random(5);
		byte[] sound = Files.readAllBytes(source);
		assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
			int refused = 0;
			for (int round = 0; round < 600; round++) {
				byte[] damaged = sound.clone();
				for (int flips = 1 + random.nextInt(6); flips > 0; flips--) {
					damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
				}
				try {
					ModuleFacts.read(Files.write(directory.resolve("damaged.ko"), damaged));
				} catch (IOException e) {
					refused++;
					assertTrue(e.getMessage().contains("damaged.ko"), e::getMessage);
				}
			}
			assertTrue(refused > 20, "only " + refused + " were refused");
		});
	}

	@Test
	void gzipIsReadAndOthersNameTheTool() throws Exception {
		byte[] sound = Files.readAllBytes(source);
		ByteArrayOutputStream packed = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
			out.write(sound);
		}
		Path file = Files.write(directory.resolve("x.ko.gz"), packed.toByteArray());
		assertEquals(patch(source), patch(file));
		assertEquals(packed.size(), ModuleFacts.read(file).fileSize());
		Path cut = Files.write(directory.resolve("cut.ko.gz"), Arrays.copyOf(packed.toByteArray(), packed.size() / 2));
		assertTrue(assertThrows(IOException.class, () -> ModuleFacts.read(cut)).getMessage().contains("damaged or cut off"));
		Path xz = Files.write(directory.resolve("x.ko.xz"), new byte[] { (byte) 0xfd, '7', 'z', 'X', 'Z', 0 });
		assertTrue(assertThrows(IOException.class, () -> ModuleFacts.read(xz)).getMessage().endsWith("unpack it first: unxz --keep x.ko.xz"));
		Path zstd = Files.write(directory.resolve("x.ko.zst"), new byte[] { 0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0 });
		assertTrue(assertThrows(IOException.class, () -> ModuleFacts.read(zstd)).getMessage().endsWith("unpack it first: unzstd x.ko.zst"));
	}

	@Test
	void aSignatureIsSeenBehindTheObject() throws Exception {
		assertTrue(ModuleFacts.read(source).signature().isEmpty());
		ByteArrayOutputStream signed = new ByteArrayOutputStream();
		signed.write(Files.readAllBytes(source));
		signed.write(new byte[300]);
		signed.write(new byte[] { 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1, 44 });
		signed.write("~Module signature appended~\n".getBytes(StandardCharsets.ISO_8859_1));
		Path file = Files.write(directory.resolve("signed.ko"), signed.toByteArray());
		assertEquals(300, ModuleFacts.read(file).signature().orElseThrow().size());
		byte[] other = signed.toByteArray();
		other[other.length - 2] = '!';
		assertTrue(ModuleFacts.read(Files.write(directory.resolve("other.ko"), other)).signature().isEmpty(), "another mark");
	}

	private static List<String> functions(LivePatch patch) {
		return patch.functions().stream().map(f -> f.object() + ":" + f.function() + "," + f.sympos() + " " + f.newFunction()).toList();
	}

	private static LivePatch patch(Path file) throws IOException {
		return ModuleFacts.read(file).patch().orElseThrow();
	}

	private static Path compile(String name, String text, String... flags) throws Exception {
		Path file = Files.writeString(shared.resolve(name + ".c"), text);
		Path object = shared.resolve(name + ".ko");
		List<String> command = new java.util.ArrayList<>(List.of("gcc", "-O2", "-mcmodel=kernel", "-fno-pie", "-fno-pic", "-ffunction-sections", "-c", file.toString(), "-o", object.toString()));
		command.addAll(List.of(flags));
		ToolResult result = Tool.run(new ToolCommand(command, shared, Duration.ofSeconds(30)), Cancellation.NEVER);
		assertEquals(0, result.exitCode(), result.stderr());
		return object;
	}
}
