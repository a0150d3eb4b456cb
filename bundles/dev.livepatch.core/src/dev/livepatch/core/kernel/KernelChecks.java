package dev.livepatch.core.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import dev.livepatch.core.kernel.KernelProblem.Severity;
import dev.livepatch.core.object.ObjectFile;

/** Looks for everything about a kernel build that live patching would fail on, at once and not one failure after the other. */
final class KernelChecks {
	private final KernelBuild kernel;
	private final List<KernelProblem> problems = new ArrayList<>();

	KernelChecks(KernelBuild kernel) {
		this.kernel = kernel;
	}

	List<KernelProblem> problems() {
		needed("CONFIG_X86_64", "the kernel is not for x86-64", "choose a kernel that was built for x86-64");
		needed("CONFIG_LIVEPATCH", "the kernel has no livepatch core (CONFIG_LIVEPATCH is not set)",
				"set CONFIG_LIVEPATCH=y (it needs KALLSYMS_ALL, SYSFS, MODULES and DYNAMIC_FTRACE_WITH_REGS) and build the kernel again");
		needed("CONFIG_DYNAMIC_FTRACE", "functions have no patch sites (CONFIG_DYNAMIC_FTRACE is not set)",
				"set CONFIG_FUNCTION_TRACER=y and CONFIG_DYNAMIC_FTRACE=y and build the kernel again");
		needed("CONFIG_DEBUG_INFO", "the kernel has no debug information (CONFIG_DEBUG_INFO is not set)",
				"set CONFIG_DEBUG_INFO_DWARF_TOOLCHAIN_DEFAULT=y (CONFIG_DEBUG_INFO=y before Linux 5.18) and build the kernel again");
		refused("CONFIG_DEBUG_INFO_SPLIT", "debug information is kept in files of its own (CONFIG_DEBUG_INFO_SPLIT=y)");
		refused("CONFIG_X86_KERNEL_IBT", "functions begin with endbr64 (CONFIG_X86_KERNEL_IBT=y), which the differ cannot handle");
		refused("CONFIG_GCC_PLUGIN_LATENT_ENTROPY", "a compiler plugin puts random numbers into functions (CONFIG_GCC_PLUGIN_LATENT_ENTROPY=y): each compile differs");
		refused("CONFIG_GCC_PLUGIN_RANDSTRUCT", "structures are laid out at random (CONFIG_GCC_PLUGIN_RANDSTRUCT=y)");
		refused("CONFIG_RANDSTRUCT", "structures are laid out at random (CONFIG_RANDSTRUCT=y)");
		refused("CONFIG_LTO_CLANG", "objects hold no machine code before the link (CONFIG_LTO_CLANG=y)");
		if (kernel.config().enabled("CONFIG_DEBUG_INFO_REDUCED")) {
			warning("debug information leaves types out (CONFIG_DEBUG_INFO_REDUCED=y), so changed structures are not noticed",
					"unset CONFIG_DEBUG_INFO_REDUCED and build the kernel again");
		}
		if (!kernel.config().enabled("CONFIG_HAVE_RELIABLE_STACKTRACE")) {
			warning("the kernel does not vouch for the stacks of its tasks (CONFIG_HAVE_RELIABLE_STACKTRACE is not set): those that sleep in it are not switched, and a transition may never end",
					"set CONFIG_UNWINDER_ORC=y and build the kernel again");
		}
		files();
		new CompilerCheck(kernel, this).run();
		problems.sort(Comparator.comparing(KernelProblem::severity));
		return problems;
	}

	void error(String message, String remedy) {
		problems.add(new KernelProblem(Severity.ERROR, message, remedy));
	}

	void warning(String message, String remedy) {
		problems.add(new KernelProblem(Severity.WARNING, message, remedy));
	}

	private void needed(String option, String message, String remedy) {
		if (!kernel.config().enabled(option)) {
			error(message, remedy);
		}
	}

	private void refused(String option, String message) {
		if (kernel.config().enabled(option)) {
			error(message, "unset " + option + " and build the kernel again");
		}
	}

	private void files() {
		Path vmlinux = kernel.vmlinux();
		if (!Files.isRegularFile(vmlinux)) {
			error("there is no vmlinux in " + kernel.build(),
					"run make vmlinux there; for a distribution's kernel, put the vmlinux of its debug package there");
		} else {
			vmlinux(vmlinux);
		}
		if (!Files.isRegularFile(kernel.symvers())) {
			error("there is no Module.symvers in " + kernel.build(), "run make modules there (make alone builds everything)");
		}
		if (Files.isRegularFile(kernel.source().resolve("tools/objtool/Makefile")) && !Files.isExecutable(kernel.build().resolve("tools/objtool/objtool"))) {
			error("objtool was not built in " + kernel.build(), "run make prepare there");
		}
		if (kernel.bootImage().isEmpty()) {
			warning("there is no arch/x86/boot/bzImage, so the kernel cannot be run in an emulated machine", "run make bzImage in " + kernel.build());
		}
		if (ignoresCase(kernel.source())) {
			error("the source tree is on a file system that ignores case; kernel files whose names differ only in case overwrite each other there",
					"unpack and build the kernel on a case-sensitive file system");
		}
	}

	private void vmlinux(Path vmlinux) {
		try {
			if (kernel.config().enabled("CONFIG_DEBUG_INFO") && ObjectFile.read(vmlinux).section(".debug_info").isEmpty()) {
				error("vmlinux has no debug information although CONFIG_DEBUG_INFO is set: it has been stripped",
						"build vmlinux again, or take the vmlinux of the debug package");
			}
		} catch (IOException e) {
			error("vmlinux cannot be read: " + e.getMessage(), "build vmlinux again");
		}
	}

	private static boolean ignoresCase(Path source) {
		try {
			Path other = source.resolve("KCONFIG");
			return Files.exists(other) && Files.isSameFile(other, source.resolve("Kconfig"));
		} catch (IOException e) {
			return false;
		}
	}
}
