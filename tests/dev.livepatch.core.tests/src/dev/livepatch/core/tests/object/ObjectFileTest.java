package dev.livepatch.core.tests.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;
import dev.livepatch.core.object.Relocation;
import dev.livepatch.core.object.Section;
import dev.livepatch.core.object.Symbol;
import dev.livepatch.core.object.SymbolBinding;
import dev.livepatch.core.object.SymbolType;

class ObjectFileTest {
	@TempDir
	Path directory;

	@Test
	void sectionsHaveTheirNamesFlagsAndData() throws Exception {
		ObjectFile object = ObjectFile.read(CompiledSample.compile(directory));
		Section code = object.section(".text.caller").orElseThrow();
		assertTrue(code.executable() && code.allocated() && !code.writable());
		assertEquals(code, object.section(code.index()).orElseThrow());
		assertEquals(code.size(), object.data(code).remaining());
		Section table = object.section(".rodata.table").orElseThrow();
		ByteBuffer numbers = object.data(table);
		assertEquals(List.of(1, 2, 3), List.of(numbers.getInt(0), numbers.getInt(4), numbers.getInt(8)));
		Section bss = object.section(".bss.uninit").orElseThrow();
		assertEquals(Section.NOBITS, bss.type());
		assertEquals(0, object.data(bss).remaining());
		assertTrue(object.section(".no.such").isEmpty());
		assertTrue(object.section(0).isEmpty());
		assertTrue(object.section(Symbol.ABSOLUTE).isEmpty());
		assertTrue(object.relocatable());
	}

	@Test
	void symbolsTellWhereTheyAreDefined() throws Exception {
		ObjectFile object = ObjectFile.read(CompiledSample.compile(directory, "-g"));
		Symbol caller = object.symbol("caller").orElseThrow();
		assertEquals(SymbolType.FUNCTION, caller.type());
		assertEquals(SymbolBinding.GLOBAL, caller.binding());
		assertEquals(".text.caller", object.section(caller.section()).orElseThrow().name());
		assertTrue(object.symbolsIn(object.section(caller.section()).orElseThrow()).contains(caller));
		assertEquals(Symbol.UNDEFINED, object.symbol("ext").orElseThrow().section());
		assertTrue(object.symbols().stream().anyMatch(s -> s.type() == SymbolType.FILE && s.name().equals("sample.c") && s.section() == Symbol.ABSOLUTE));
		assertTrue(object.symbols().stream().anyMatch(s -> s.type() == SymbolType.SECTION && s.name().equals(".text.caller")));
		assertTrue(object.symbol("sample.c").isEmpty());
	}

	@Test
	void relocationsAreSortedAndFoundByOffset() throws Exception {
		ObjectFile object = ObjectFile.read(CompiledSample.compile(directory));
		Section code = object.section(".text.caller").orElseThrow();
		List<Relocation> relocations = object.relocations(code);
		assertTrue(relocations.stream().anyMatch(r -> r.symbol().name().equals("printk") && r.type() == Relocation.R_X86_64_PLT32 && r.addend() == -4));
		for (int i = 1; i < relocations.size(); i++) {
			assertTrue(relocations.get(i - 1).offset() < relocations.get(i).offset());
		}
		assertEquals("__fentry__", object.relocation(code, 1).orElseThrow().symbol().name());
		assertTrue(object.relocation(code, 0).isEmpty());
	}

	@Test
	void commentsNameTheCompiler() throws Exception {
		ObjectFile object = ObjectFile.read(CompiledSample.compile(directory));
		assertEquals(1, object.comments().size());
		assertTrue(object.comments().getFirst().startsWith("GCC: "), object.comments().toString());
		assertTrue(object.buildId().isEmpty());
	}

	@Test
	void buildIdIsTheLinkers() throws Exception {
		CompiledSample.compileSource(directory, "alone", "int alone(void) { return 1; }", "-fno-pic");
		CompiledSample.run(directory, List.of("ld", "-shared", "--build-id=0x0123456789abcdef", "-o", "linked", "alone.o"));
		ObjectFile linked = ObjectFile.read(directory.resolve("linked"));
		assertEquals("0123456789abcdef", linked.buildId().orElseThrow());
		assertFalse(linked.relocatable());
	}

	@Test
	void compressedSectionsAreInflated() throws Exception {
		ObjectFile plain = ObjectFile.read(CompiledSample.compile(directory, "-g", "-gz=none"));
		ObjectFile compressed = ObjectFile.read(CompiledSample.compileSource(directory, "compressed", CompiledSample.SOURCE, "-g", "-gz=zlib"));
		Section text = compressed.section(".debug_str").orElseThrow();
		assertTrue(text.compressed(), "gcc -gz=zlib left the section as it was");
		assertTrue(compressed.data(text).remaining() > text.size());
		String names = new String(bytes(plain.data(plain.section(".debug_str").orElseThrow())));
		String inflated = new String(bytes(compressed.data(text)));
		assertTrue(names.contains("without_fentry") && inflated.contains("without_fentry"));
	}

	@Test
	void zstdAndBombsAreRefusedByName() throws Exception {
		Path file = CompiledSample.compile(directory, "-g", "-gz=zlib");
		Section text = ObjectFile.read(file).section(".debug_str").orElseThrow();
		ObjectFormatException zstd = refused(file, text, 0, 2);
		assertTrue(zstd.getMessage().contains("zstd"), zstd.getMessage());
		assertEquals(".debug_str", zstd.section());
		ObjectFormatException unknown = refused(file, text, 0, 77);
		assertTrue(unknown.getMessage().contains("77"), unknown.getMessage());
		ObjectFormatException bomb = refused(file, text, 8, 0x7000_0000);
		assertTrue(bomb.getMessage().contains("inflate"), bomb.getMessage());
	}

	private static ObjectFormatException refused(Path file, Section section, int at, int value) throws Exception {
		byte[] changed = Files.readAllBytes(file);
		ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt((int) section.offset() + at, value);
		Path copy = Files.write(file.resolveSibling("changed.o"), changed);
		ObjectFile object = ObjectFile.read(copy);
		return assertThrows(ObjectFormatException.class, () -> object.data(object.section(section.name()).orElseThrow()));
	}

	@Test
	void otherFilesAreRefusedWithAReason() throws Exception {
		Path empty = Files.write(directory.resolve("empty.o"), new byte[0]);
		assertTrue(assertThrows(ObjectFormatException.class, () -> ObjectFile.read(empty)).getMessage().contains("not an ELF file"));
		Path text = Files.writeString(directory.resolve("text.o"), "no object at all, ".repeat(20));
		ObjectFormatException noElf = assertThrows(ObjectFormatException.class, () -> ObjectFile.read(text));
		assertTrue(noElf.getMessage().contains("not an ELF file") && noElf.getMessage().contains("text.o"), noElf.getMessage());
		CompiledSample.run(directory, List.of("as", "--32", "-o", "small.o", Files.writeString(directory.resolve("small.s"), "nop\n").toString()));
		assertTrue(assertThrows(ObjectFormatException.class, () -> ObjectFile.read(directory.resolve("small.o"))).getMessage().contains("64-bit x86"));
		assertThrows(NoSuchFileException.class, () -> ObjectFile.read(directory.resolve("none.o")));
	}

	@Test
	void manySectionsNeedTheExtendedNumbering() throws Exception {
		StringBuilder source = new StringBuilder();
		for (int i = 0; i < 66_000; i++) {
			source.append(".section .s").append(i).append(",\"a\"\nv").append(i).append(": .byte 1\n");
		}
		ObjectFile object = ObjectFile.read(CompiledSample.assemble(directory, source.toString()));
		Symbol last = object.symbol("v65999").orElseThrow();
		assertEquals(".s65999", object.section(last.section()).orElseThrow().name());
	}

	private static byte[] bytes(ByteBuffer buffer) {
		byte[] bytes = new byte[buffer.remaining()];
		buffer.get(bytes);
		return bytes;
	}
}
