package dev.livepatch.core.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.RecordedCommand;
import dev.livepatch.core.process.Cancellation;

/** Which objects a file affects. */
class DependencyIndexTest {
	@TempDir
	private Path temp;
	private BuildFixture fixture;

	@BeforeEach
	void build() throws IOException {
		fixture = BuildFixture.outOfTree(temp.toRealPath());
		Files.createSymbolicLink(fixture.build.resolve("source"), fixture.source);
		fixture.archive("vmlinux.a", "fs/b.o", "fs/a.o", "kernel/sched/build_policy.o", "lib/asm.o").module("net/m", "net/m.o");
		fixture.compiled("fs/a.o", source("fs/a.c"), source("include/linux/both.h"), "include/generated/g.h");
		fixture.compiled("fs/b.o", source("fs/b.c"), source("include/linux/both.h"), "../linux/include/linux/odd.h");
		fixture.compiled("kernel/sched/build_policy.o", source("kernel/sched/build_policy.c"), source("kernel/sched/rt.c"));
		fixture.compiled("lib/asm.o", source("lib/asm.S"));
		fixture.compiled("net/m.o", source("net/m.c"), source("include/linux/both.h"));
		fixture.compiled("scripts/tool.o", source("scripts/tool.c"), source("include/linux/both.h"));
	}

	@Test
	void aSourceAffectsItsObject() throws IOException {
		assertObjects("fs/a.c", "fs/a.o");
	}

	@Test
	void aHeaderAffectsEveryObjectOfTheKernelAndItsModulesInOrder() throws IOException {
		assertObjects("include/linux/both.h", "fs/a.o", "fs/b.o", "net/m.o");
	}

	@Test
	void aSourceIncludedByAnotherAffectsTheOthersObject() throws IOException {
		assertObjects("kernel/sched/rt.c", "kernel/sched/build_policy.o");
	}

	@Test
	void aSourceCompiledTwiceAffectsBothObjects() throws IOException {
		fixture.compiled("net/m.o", source("fs/a.c"));
		assertObjects("fs/a.c", "fs/a.o", "net/m.o");
	}

	@Test
	void namesAreComparedAfterTheTreeNotAsRecorded() throws IOException {
		assertObjects("include/linux/odd.h", "fs/b.o");
	}

	@Test
	void hostToolsUnknownAndGeneratedFilesAffectNothing() throws IOException {
		assertObjects("scripts/tool.c");
		assertObjects("no/such.c");
		assertObjects("include/generated/g.h");
	}

	@Test
	void sourcesAreTheTreesOwnSourcesAndHeaders() throws IOException {
		assertEquals(List.of("fs/a.c", "fs/b.c", "include/linux/both.h", "include/linux/odd.h", "kernel/sched/build_policy.c", "kernel/sched/rt.c", "net/m.c"),
				fixture.open().sources(Cancellation.NEVER));
	}

	@Test
	void aLargeKernelsIndexIsKeptUntilAnObjectIsCompiledAnew() throws IOException {
		String[] objects = new String[500];
		for (int i = 0; i < objects.length; i++) {
			objects[i] = "many/o" + (1000 + i) + ".o";
			fixture.compiled(objects[i], source("many/o" + i + ".c"), i % 150 == 0 ? source("include/linux/some.h") : source("include/linux/most.h"));
		}
		fixture.archive("vmlinux.a", objects);
		for (int run = 0; run < 2; run++) {
			assertObjects("include/linux/some.h", "many/o1000.o", "many/o1150.o", "many/o1300.o", "many/o1450.o");
			assertEquals(496, fixture.open().objectsOf("include/linux/most.h", Cancellation.NEVER).size());
		}
		fixture.compiled("many/o1001.o", source("many/o1.c"), source("include/linux/some.h"));
		// kbuild adds and removes files beside the object
		Files.setLastModifiedTime(fixture.build.resolve("many"), FileTime.fromMillis(1));
		assertObjects("include/linux/some.h", "many/o1000.o", "many/o1001.o", "many/o1150.o", "many/o1300.o", "many/o1450.o");
	}

	@Test
	void theSearchCanBeCancelled() throws IOException {
		KernelBuild kernel = fixture.open();
		assertThrows(CancellationException.class, () -> kernel.objectsOf("fs/a.c", () -> true));
		assertEquals(1, kernel.objectsOf("fs/a.c", Cancellation.NEVER).size());
	}

	private String source(String path) {
		return fixture.source + "/" + path;
	}

	private void assertObjects(String path, String... objects) throws IOException {
		assertEquals(List.of(objects), fixture.open().objectsOf(path, Cancellation.NEVER).stream().map(RecordedCommand::object).toList(), path);
	}
}
