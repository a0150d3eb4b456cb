package dev.livepatch.core.tests.find;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.livepatch.core.find.Fit;
import dev.livepatch.core.find.PathQuery;

class PathQueryTest {

	@ParameterizedTest
	@CsvSource({ "meminfo.c,fs/proc/meminfo.c,NAME", "meminfo,fs/proc/meminfo.c,STEM", "MemI,fs/proc/meminfo.c,PREFIX", "tcin,net/ipv4/tcp_input.c,WORDS",
			"tcp_in,net/ipv4/tcp_input.c,PREFIX", "t_i,net/ipv4/tcp_input.c,WORDS", "input,net/ipv4/tcp_input.c,PART", "fs/pr*/mem,fs/proc/meminfo.c,PREFIX",
			"proc/meminfo.c,fs/proc/meminfo.c,NAME", "fs/meminfo,fs/proc/meminfo.c,SCATTERED", "/fs/proc/,fs/proc/meminfo.c,PREFIX", "m*o.c,fs/proc/meminfo.c,NAME",
			"m?m,fs/proc/meminfo.c,PREFIX", "*info,fs/proc/meminfo.c,PREFIX", "version.c:12,fs/proc/version.c,NAME", "/Makefile,Makefile,NAME", "/proc/vers,fs/proc/version.c,PREFIX" })
	void fits(String typed, String path, Fit fit) {
		assertEquals(Optional.of(fit), PathQuery.of(typed).fit(path));
	}

	@ParameterizedTest
	@CsvSource({ "meminfo.c,fs/proc/meminfo.h", "proc/fs/mem,fs/proc/meminfo.c", "inputtcp,net/ipv4/tcp_input.c", "proc,fs/proc/meminfo.c",
			"a.b,fs/axb.c", "tcx,net/ipv4/tcp_input.c" })
	void doesNotFit(String typed, String path) {
		assertEquals(Optional.empty(), PathQuery.of(typed).fit(path));
	}

	@Test
	void theBestComesFirst() {
		List<String> files = List.of("mm/vmemory_x.c", "drivers/base/memory.c", "mm/memory_hotplug.c", "include/linux/memory.h", "mm/memory.c", "mm/memory-tiers.c");
		assertEquals(List.of("mm/memory.c", "drivers/base/memory.c", "include/linux/memory.h", "mm/memory-tiers.c", "mm/memory_hotplug.c", "mm/vmemory_x.c"),
				files.stream().sorted(PathQuery.of("memory").order("mm/mmap.c")).toList());
		assertEquals("drivers/base/memory.c", files.stream().sorted(PathQuery.of("memory").order("drivers/base/node.c")).findFirst().orElseThrow());
		assertEquals("include/linux/memory.h", files.stream().sorted(PathQuery.of("memory.h").order("mm/mmap.c")).findFirst().orElseThrow());
	}

	@Test
	void aLineMayFollow() {
		assertEquals(OptionalInt.of(33), PathQuery.of(" fs/proc/loadavg.c:33 ").line());
		assertEquals(OptionalInt.of(33), PathQuery.of("loadavg.c:33:7").line());
		assertEquals(OptionalInt.empty(), PathQuery.of("loadavg.c:").line());
		assertEquals(Optional.of(Fit.NAME), PathQuery.of("loadavg.c:").fit("fs/proc/loadavg.c"));
		assertTrue(PathQuery.of("mem:1").finds(PathQuery.of("mem:12")));
	}

	@Test
	void moreThatIsTypedNarrowsWhatWasFound() {
		assertTrue(PathQuery.of("memi").narrows(PathQuery.of("mem")));
		assertTrue(PathQuery.of("fs/memi").narrows(PathQuery.of("fs/mem")));
		assertFalse(PathQuery.of("fs/").narrows(PathQuery.of("fs")), "fs is a part of a name, fs/ a folder");
		assertFalse(PathQuery.of("m*o").narrows(PathQuery.of("m*")), "what a star stands for depends on what follows");
		assertFalse(PathQuery.of("mem").narrows(PathQuery.of("memi")));
	}

	@Test
	void whateverIsTypedIsNoError() {
		for (String typed : List.of("", "/", "//", "\\", "[", "(", "*", "***?", ":", ":1", "\\E", "é", "a".repeat(5000), "*".repeat(60) + "x")) {
			PathQuery.of(typed).fit("fs/proc/a_b_c_d_e_f_g.c");
		}
	}
}
