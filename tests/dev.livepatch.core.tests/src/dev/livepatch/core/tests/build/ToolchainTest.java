package dev.livepatch.core.tests.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.livepatch.core.build.Toolchain;
import dev.livepatch.core.process.ToolException;

class ToolchainTest {
	@TempDir
	Path root;

	@ParameterizedTest
	@ValueSource(strings = { "usr/lib/kpatch usr/share/kpatch", "usr/libexec/kpatch usr/share/kpatch", "usr/local/libexec/kpatch usr/local/share/kpatch",
			"libexec/kpatch share/kpatch", "kpatch-build kmod" })
	void findsEveryLayout(String layout) throws Exception {
		String[] directories = layout.split(" ");
		make(root, directories[0], directories[1]);
		Toolchain toolchain = Toolchain.locate(Map.of("LIVEPATCH_KPATCH", root.toString(), "LIVEPATCH_CACHE", "/c"));
		assertEquals(new Toolchain(root.resolve(directories[0]), root.resolve(directories[1]), Path.of("/c")), toolchain);
	}

	@Test
	void theChoiceIsNotReplacedByAnother() {
		ToolException e = assertThrows(ToolException.class, () -> Toolchain.locate(Map.of("LIVEPATCH_KPATCH", root.toString())));
		assertTrue(e.getMessage().contains("is not in " + root + ";") && e.getMessage().contains("install kpatch-build"), e.getMessage());
	}

	@Test
	void theCacheFollowsTheEnvironment() throws Exception {
		make(root, "lib/kpatch", "share/kpatch");
		Map<String, String> kpatch = Map.of("LIVEPATCH_KPATCH", root.toString(), "HOME", "/home/me");
		assertEquals(Path.of("/home/me/.cache/livepatch-tools"), Toolchain.locate(kpatch).cache());
		assertEquals(Path.of("/x/livepatch-tools"), Toolchain.locate(with(kpatch, "XDG_CACHE_HOME", "/x")).cache());
		assertEquals(Path.of("/home/me/.cache/livepatch-tools"), Toolchain.locate(with(kpatch, "XDG_CACHE_HOME", "relative")).cache());
		assertEquals(Path.of("/own"), Toolchain.locate(with(with(kpatch, "XDG_CACHE_HOME", "/x"), "LIVEPATCH_CACHE", "/own")).cache());
	}

	@Test
	void toolsUnpackedInTheCacheAreFound() throws Exception {
		if (Files.exists(Path.of("/usr/lib/kpatch")) || Files.exists(Path.of("/usr/libexec/kpatch")) || Files.exists(Path.of("/usr/local/libexec/kpatch"))) {
			return; // installed ones come first
		}
		make(root.resolve("kpatch"), "usr/lib/kpatch", "usr/share/kpatch");
		assertEquals(root.resolve("kpatch/usr/lib/kpatch"), Toolchain.locate(Map.of("LIVEPATCH_CACHE", root.toString())).kpatchDir());
	}

	@Test
	void theVersionIsThePackages() throws Exception {
		make(root, "usr/lib/kpatch", "usr/share/kpatch");
		Toolchain toolchain = Toolchain.locate(Map.of("LIVEPATCH_KPATCH", root.toString()));
		assertEquals(Optional.empty(), toolchain.kpatchVersion());
		Files.writeString(Files.createDirectories(root.resolve("usr/bin")).resolve("kpatch-build"), "#!/bin/bash\nVERSION=0.9.9\n");
		assertEquals(Optional.of("0.9.9"), toolchain.kpatchVersion());
		Files.writeString(Files.createDirectories(root.resolve("usr/sbin")).resolve("kpatch"), "#!/bin/bash\nVERSION=\"0.9.10\"\n");
		assertEquals(Optional.of("0.9.10"), toolchain.kpatchVersion());
	}

	@ParameterizedTest
	@CsvSource({ "6.1.192-livepatch, false, true", "5.8.0, false, true", "5.7.19-arch1, true, true", "5.0.21, true, false", "4.18.0-193.el8.x86_64, true, true",
			"4.18.0-283.el8.x86_64, true, true", "4.18.0-284.el8.x86_64, false, true", "4.18.0-80.el8.x86_64, true, false", "5.14.0-70.el9.x86_64, false, true",
			"3.10.0-1160.el7.x86_64, true, false", "7.2, false, true" })
	void knowsWhatKernelsCan(String release, boolean arch, boolean replace) {
		assertEquals(arch, Toolchain.klpArch(release), "klp.arch");
		assertEquals(replace, Toolchain.klpReplace(release), "replace");
	}

	private static Map<String, String> with(Map<String, String> map, String key, String value) {
		Map<String, String> result = new java.util.HashMap<>(map);
		result.put(key, value);
		return result;
	}

	private static void make(Path root, String tools, String data) throws Exception {
		Path tool = Files.createFile(Files.createDirectories(root.resolve(tools)).resolve("create-diff-object"));
		assertTrue(tool.toFile().setExecutable(true));
		Files.createDirectories(root.resolve(data).resolve("patch"));
	}
}
