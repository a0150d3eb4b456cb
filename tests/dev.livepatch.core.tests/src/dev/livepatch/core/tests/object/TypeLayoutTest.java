package dev.livepatch.core.tests.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.livepatch.core.object.DebugInfo;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.TypeLayout;
import dev.livepatch.core.object.TypeLayout.Enumerator;
import dev.livepatch.core.object.TypeLayout.Kind;
import dev.livepatch.core.object.TypeLayout.Member;

/** The layouts that gcc chose, however it writes them down. */
class TypeLayoutTest {
	private static final String SOURCE = """
			typedef unsigned char u8;
			typedef unsigned int u32;
			typedef struct { int counter; } atomic_t;
			struct list { struct list *next, *prev; };
			struct opaque;
			enum colour { RED, GREEN = 5, BLUE, NONE = -1 };
			enum { FIRST_FLAG = 16, SECOND_FLAG = 32 };
			struct everything {
				u8 byte;
				u32 a : 3, b : 7;
				_Bool last : 1;
				union {
					int number;
					struct { short low, high; };
				};
				struct { u8 x; long y; } point;
				const char *const name;
				char text[16];
				u32 matrix[2][3];
				struct opaque *opaque;
				int (*show)(struct list *, const void *, ...);
				void (*table[4])(void);
				char *(*rows)[8];
				volatile atomic_t users;
				enum colour colour;
				struct { int in; struct list node; } slots[2];
				struct list head;
				double ratio;
				int tail[];
			};
			struct __attribute__((packed)) packed { u8 one; u32 four; };
			struct __attribute__((aligned(8))) unnamed { long before; union { struct tagged { int in_tag; }; const struct { short in_const; }; }; const volatile struct { int q; } cv; };
			union either { u8 bytes[8]; long whole; };
			static struct { int hits; } stats;
			int use(struct everything *e, struct packed *p, union either *u, struct unnamed *n)
			{
				struct local { int x; long y; } l = { e->byte, p->four };
				return l.x + u->bytes[0] + e->colour + SECOND_FLAG + stats.hits++ + e->slots[0].in + n->in_tag;
			}
			""";
	@TempDir
	Path directory;
	private List<TypeLayout> types;

	private void compile(String flags) throws Exception {
		types = DebugInfo.read(ObjectFile.read(CompiledSample.compileSource(directory, "types", SOURCE, ("-fms-extensions " + flags).split(" ")))).types();
	}

	private TypeLayout type(String name) {
		List<TypeLayout> found = types.stream().filter(t -> t.name().equals(name)).toList();
		assertEquals(1, found.size(), name + " in " + types);
		return found.getFirst();
	}

	private Member member(String type, String name) {
		return type(type).members().stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow(() -> new AssertionError(name + " in " + type(type)));
	}

	private static int lineOf(String text) {
		return (int) SOURCE.substring(0, SOURCE.indexOf(text)).lines().count() + 1;
	}

	@ParameterizedTest
	@ValueSource(strings = { "-gdwarf-4", "-gdwarf-5", "-gdwarf-5 -gdwarf64", "-gdwarf-4 -gz=zlib", "-gdwarf-2 -gstrict-dwarf" })
	void membersHaveTheirPlaceAndType(String flags) throws Exception {
		compile(flags);
		TypeLayout everything = type("struct everything");
		assertEquals(Kind.STRUCT, everything.kind());
		assertEquals("types.c", everything.file());
		assertEquals(lineOf("struct everything {"), everything.line());
		assertEquals(List.of("byte", "a", "b", "last", "number", "low", "high", "point.x", "point.y", "name", "text", "matrix", "opaque", "show", "table", "rows",
				"users", "colour", "slots", "head", "ratio", "tail"), everything.members().stream().map(Member::name).toList());
		assertEquals(8, member("struct everything", "a").bitOffset());
		assertEquals(3, member("struct everything", "a").bitSize());
		assertTrue(member("struct everything", "a").bitField());
		assertEquals(11, member("struct everything", "b").bitOffset());
		assertEquals(7, member("struct everything", "b").bitSize());
		assertEquals(18, member("struct everything", "last").bitOffset());
		assertFalse(member("struct everything", "byte").bitField());
		assertEquals(32, member("struct everything", "number").bitOffset());
		assertEquals(48, member("struct everything", "high").bitOffset());
		assertEquals(64, member("struct everything", "point.x").bitOffset());
		assertEquals(128, member("struct everything", "point.y").bitOffset());
		assertEquals(8 * 16, member("struct everything", "text").bitSize());
		assertEquals(8 * 24, member("struct everything", "matrix").bitSize());
		assertEquals(0, member("struct everything", "tail").bitSize());
		assertEquals(8 * everything.size(), member("struct everything", "tail").bitOffset());
	}

	@ParameterizedTest
	@ValueSource(strings = { "-gdwarf-4", "-gdwarf-5" })
	void typesAreWrittenAsInC(String flags) throws Exception {
		compile(flags);
		assertEquals(List.of("u8", "unsigned char"), texts("byte"));
		assertEquals(List.of("const char *const", "char *"), texts("name"));
		assertEquals(List.of("u32[2][3]", "unsigned int[2][3]"), texts("matrix"));
		assertEquals(List.of("struct opaque *", "struct opaque *"), texts("opaque"));
		assertEquals(List.of("int (*)(struct list *, const void *, ...)", "int (*)(struct list *, void *, ...)"), texts("show"));
		assertEquals(List.of("void (*[4])(void)", "void (*[4])(void)"), texts("table"));
		assertEquals(List.of("char *(*)[8]", "char *(*)[8]"), texts("rows").stream().map(t -> t.replace("* (*)", "*(*)")).toList());
		assertEquals(List.of("volatile atomic_t", "atomic_t"), texts("users"));
		assertEquals(List.of("struct {...}[2]", "struct {int in; struct list node; }[2]"), texts("slots"));
		assertEquals(List.of("int[]", "int[]"), texts("tail"));
		assertEquals(Set.of("struct list"), member("struct everything", "slots").type().embeds());
		assertEquals(Set.of("atomic_t"), member("struct everything", "users").type().embeds());
		assertEquals(Set.of(), member("struct everything", "opaque").type().embeds());
		assertTrue(member("struct everything", "colour").type().integer());
		assertTrue(member("struct everything", "last").type().integer());
		assertFalse(member("struct everything", "ratio").type().integer());
		assertFalse(member("struct everything", "name").type().integer());
	}

	private List<String> texts(String member) {
		Member found = member("struct everything", member);
		return List.of(found.type().text(), found.type().resolved());
	}

	@ParameterizedTest
	@ValueSource(strings = { "-gdwarf-4", "-gdwarf-5" })
	void otherDefinitionsAreReadToo(String flags) throws Exception {
		compile(flags);
		assertEquals(List.of(new Enumerator("RED", 0), new Enumerator("GREEN", 5), new Enumerator("BLUE", 6), new Enumerator("NONE", -1)),
				type("enum colour").enumerators());
		assertEquals(Kind.ENUM, type("enum colour").kind());
		assertEquals(List.of(new Enumerator("FIRST_FLAG", 16), new Enumerator("SECOND_FLAG", 32)), type("").enumerators());
		assertEquals(5, type("struct packed").size());
		assertEquals(8, member("struct packed", "four").bitOffset());
		assertEquals(Kind.UNION, type("union either").kind());
		assertEquals(0, member("union either", "whole").bitOffset());
		assertEquals(4, type("atomic_t").size());
		assertEquals(List.of("before", "in_tag", "in_const", "cv.q"), type("struct unnamed").members().stream().map(Member::name).toList());
		assertEquals(64, member("struct unnamed", "in_const").bitOffset());
		assertEquals(lineOf("typedef struct { int counter"), type("atomic_t").line());
		assertEquals("hits", type("typeof(stats)").members().getFirst().name());
	}

	@ParameterizedTest
	@ValueSource(strings = { "-gdwarf-4", "-gdwarf-5" })
	void declarationsAndLocalTypesAreNotAmongThem(String flags) throws Exception {
		compile(flags);
		assertEquals(List.of(), types.stream().map(TypeLayout::name).filter(n -> n.equals("struct opaque") || n.equals("struct local")).toList());
	}
}
