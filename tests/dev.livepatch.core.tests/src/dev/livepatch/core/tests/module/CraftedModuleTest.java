package dev.livepatch.core.tests.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

import dev.livepatch.core.module.Callback;
import dev.livepatch.core.module.LivePatch;
import dev.livepatch.core.module.LivePatch.Maker;
import dev.livepatch.core.module.ModuleFacts;
import dev.livepatch.core.module.ShadowId;
import dev.livepatch.core.module.ShadowUse;

/** Objects with the data of live patches that other tools make, damaged ones, and what is packed or signed. */
class CraftedModuleTest {
	@TempDir
	static Path shared;
	private static Path source;

	@TempDir
	Path directory;

	@BeforeAll
	static void compile() throws Exception {
		source = compile("source", CraftedModule.SOURCE.formatted("1"), "-g");
	}

	@Test
	void aPatchWrittenAsSourceIsReadThroughItsTypes() throws Exception {
		LivePatch patch = patch(source);
		assertEquals(Maker.SOURCE, patch.maker());
		assertEquals(List.of("driver:b,1 new_b", "vmlinux:a,2 new_a", "vmlinux:b,0 new_b"), functions(patch));
		assertEquals(List.of(new Callback(Callback.Moment.PRE_PATCH, "vmlinux", "before")), patch.callbacks());
		assertEquals(Optional.of(true), patch.replace());
		assertEquals(Optional.of(false), patch(compile("cumulative", CraftedModule.SOURCE.formatted("0"), "-g")).replace());
	}

	@Test
	void withoutTypesItSaysSo() throws Exception {
		LivePatch patch = patch(compile("bare", CraftedModule.SOURCE.formatted("1")));
		assertEquals(Maker.UNKNOWN, patch.maker());
		assertEquals(List.of(), patch.functions());
		assertEquals(Optional.empty(), patch.replace());
	}

	@Test
	void idsThatDependOnAConditionAreNoConstants() throws Exception {
		assertEquals(List.of(new ShadowUse("clobbered", "klp_shadow_get", new ShadowId.Varying()), new ShadowUse("joined", "klp_shadow_get", new ShadowId.Varying()),
				new ShadowUse("kept", "klp_shadow_get", new ShadowId.Constant(6)), new ShadowUse("late", "klp_shadow_get", new ShadowId.Constant(0xffff_ffff_ffff_ff01L)), new ShadowUse("late", "klp_shadow_alloc", new ShadowId.Constant(0)),
				new ShadowUse("merged", "klp_shadow_get", new ShadowId.Varying())), patch(source).shadows());
	}

	@Test
	void aPatchOfKlpBuildIsReadFromItsTables() throws Exception {
		LivePatch patch = patch(compile("klp-build", CraftedModule.KLP_BUILD.formatted("2")));
		assertEquals(Maker.KLP_BUILD, patch.maker());
		assertEquals(List.of("driver:b,3 new_b", "vmlinux:a,0 new_a", "vmlinux:b,3 new_b"), functions(patch));
		assertEquals(List.of(new Callback(Callback.Moment.POST_PATCH, "vmlinux", "before")), patch.callbacks());
	}

	@Test
	void moreFunctionsThanThereIsRoomForAreDamage() throws Exception {
		Path file = compile("many", CraftedModule.KLP_BUILD.formatted("0x40000000"));
		IOException e = assertThrows(IOException.class, () -> ModuleFacts.read(file));
		assertTrue(e.getMessage().contains("says 1073741824 functions"), e.getMessage());
		Path few = compile("few", CraftedModule.KLP_BUILD.formatted("3"));
		assertTrue(assertThrows(IOException.class, () -> ModuleFacts.read(few)).getMessage().contains("says 3 functions"));
	}

	@Test
	void everyTruncationIsRefused() throws Exception {
		byte[] sound = Files.readAllBytes(source);
		assertTimeoutPreemptively(Duration.ofMinutes(10), () -> {
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
		assertTimeoutPreemptively(Duration.ofMinutes(10), () -> {
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
	void whatIsPackedIsRead() throws Exception {
		byte[] sound = Files.readAllBytes(source);
		Path gzip = packed("x.ko.gz", GZIPOutputStream::new, sound);
		Path xz = packed("x.ko.xz", out -> new XZOutputStream(out, new LZMA2Options()), sound);
		for (Path file : List.of(gzip, xz)) {
			assertEquals(patch(source), patch(file));
			byte[] bytes = Files.readAllBytes(file);
			assertEquals(bytes.length, ModuleFacts.read(file).fileSize());
			assertTrue(refusal("cut-" + file.getFileName(), Arrays.copyOf(bytes, bytes.length / 2)).contains("damaged or cut off"));
			bytes[bytes.length / 2] ^= 0x55;
			assertTrue(refusal("flipped-" + file.getFileName(), bytes).contains("damaged"), "its checksum does not hold, or what is in it");
		}
		assertTrue(refusal("x.ko.zst", new byte[] { 0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0 }).endsWith("unpack it first: unzstd x.ko.zst"));
	}

	/** A dictionary of a gigabyte is said in a byte, and would be made before anything is unpacked. */
	@Test
	void unpackingTakesNoMoreMemoryThanAModuleNeeds() throws Exception {
		LZMA2Options large = new LZMA2Options(0);
		large.setDictSize(4 << 20);
		Path file = packed("large.ko.xz", out -> new XZOutputStream(out, large), Files.readAllBytes(source));
		byte[] bytes = Files.readAllBytes(file);
		// stream header 12, block header: size, flags, filter 0x21, size of its properties 1, dictionary (The .xz File Format, 3.1 and 5.3.1), and the header's checksum at its end
		int size = (bytes[12] + 1) * 4;
		assertEquals(0x21, bytes[14]);
		bytes[16] = 36;
		CRC32 sum = new CRC32();
		sum.update(bytes, 12, size - 4);
		ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(12 + size - 4, (int) sum.getValue());
		assertTrue(refusal("huge.ko.xz", bytes).contains("MB, which no module needs"));
	}

	@FunctionalInterface
	private interface Packer {
		OutputStream open(OutputStream out) throws IOException;
	}

	private Path packed(String name, Packer packer, byte[] contents) throws IOException {
		Path file = directory.resolve(name);
		try (OutputStream out = Files.newOutputStream(file); OutputStream packing = packer.open(out)) {
			packing.write(contents);
		}
		return file;
	}

	private String refusal(String name, byte[] contents) throws IOException {
		Path file = Files.write(directory.resolve(name), contents);
		return assertThrows(IOException.class, () -> ModuleFacts.read(file)).getMessage();
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
		return CraftedModule.compile(shared, name, text, flags);
	}
}
