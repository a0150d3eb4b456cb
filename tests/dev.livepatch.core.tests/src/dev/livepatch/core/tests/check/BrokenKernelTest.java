package dev.livepatch.core.tests.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.check.CheckProgress;
import dev.livepatch.core.check.CheckResult;
import dev.livepatch.core.check.Checker;
import dev.livepatch.core.check.Verdict;
import dev.livepatch.core.finding.Finding;
import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.finding.Severity;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.kernel.KernelException;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.testing.DemoKernel;

/** The demo kernel with something missing or damaged: no verdict is given on what is not known. */
class BrokenKernelTest {
	@TempDir
	Path temp;
	private Path build;

	/** Links to all that is in the kernel's build directory, and in its {@code fs}. */
	@BeforeEach
	void link() throws IOException {
		build = Files.createDirectory(temp.toRealPath().resolve("build"));
		link(DemoKernel.directory(), build);
		Files.delete(build.resolve("fs"));
		link(DemoKernel.directory().resolve("fs"), Files.createDirectory(build.resolve("fs")));
	}

	/** JUnit warns of each link that it removes. */
	@AfterEach
	void unlink() throws IOException {
		try (Stream<Path> files = Files.walk(build)) {
			for (Path link : files.filter(Files::isSymbolicLink).toList()) {
				Files.delete(link);
			}
		}
	}

	@Test
	void anObjectWhoseCommandIsLostIsNotTakenForOneThatIsNotThere() throws Exception {
		Files.delete(build.resolve("fs/.readdir.o.cmd"));
		KernelException e = assertThrows(KernelException.class, this::check);
		assertEquals("how fs/readdir.o was compiled, which is part of the kernel, is not recorded in " + build + ": its .cmd file is missing; run make fs/readdir.o there", e.getMessage());
	}

	@Test
	void aKernelThatLacksItsImageIsToldOnce() throws Exception {
		Files.delete(build.resolve("vmlinux"));
		assertEquals(List.of("there is no vmlinux in " + build), errors(check()));
	}

	@Test
	void aTruncatedImageIsNamedWithThePlace() throws Exception {
		Files.delete(build.resolve("vmlinux"));
		try (var whole = Files.newInputStream(DemoKernel.directory().resolve("vmlinux"))) {
			Files.write(build.resolve("vmlinux"), whole.readNBytes(5000));
		}
		List<String> errors = errors(check());
		assertEquals(1, errors.size(), errors::toString);
		assertTrue(errors.getFirst().startsWith("vmlinux cannot be read: " + build.resolve("vmlinux") + ": at offset 0x28: the section headers are outside the file"), errors::toString);
	}

	/** All findings; there is nothing but the kernel's problems. */
	private static List<String> errors(CheckResult result) {
		assertEquals(Verdict.FAILED, result.verdict());
		assertTrue(result.findings().stream().allMatch(f -> f.rule() == Rule.KERNEL_PROBLEM && f.severity() == Severity.ERROR && !f.fix().isEmpty()), result.findings()::toString);
		return result.findings().stream().map(Finding::message).toList();
	}

	private CheckResult check() throws IOException {
		ChangeSet change = new ChangeSet("broken", List.of(DemoKernel.edit("fs/readdir.c", "if (reclen > buf->count)", "if (reclen >= buf->count)")), List.of());
		return new Checker(KernelBuild.open(build), DemoKernel.toolchain(temp.resolve("cache"))).check(change, temp.resolve("work"), CheckProgress.SILENT, Cancellation.NEVER);
	}

	private static void link(Path from, Path to) throws IOException {
		try (Stream<Path> files = Files.list(from)) {
			for (Path file : (Iterable<Path>) files::iterator) {
				Files.createSymbolicLink(to.resolve(file.getFileName()), file.toAbsolutePath());
			}
		}
	}
}
