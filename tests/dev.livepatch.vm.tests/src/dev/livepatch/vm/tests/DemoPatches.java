package dev.livepatch.vm.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.livepatch.core.build.CompiledPair;
import dev.livepatch.core.build.DifferInputs;
import dev.livepatch.core.build.ObjectCompiler;
import dev.livepatch.core.build.PatchModuleBuilder;
import dev.livepatch.core.build.PatchVariants;
import dev.livepatch.core.build.PatchedObject;
import dev.livepatch.core.build.Toolchain;
import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.FileChange;
import dev.livepatch.core.differ.DiffOutcome;
import dev.livepatch.core.differ.DiffRequest;
import dev.livepatch.core.differ.KpatchDiffer;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.testing.DemoKernel;

/** Real patch modules for the demo kernel, built once for all tests of a run. */
final class DemoPatches {
	private static final Map<String, Built> BUILT = new HashMap<>();

	/** A patch's module, and what can be made of its objects besides. */
	record Built(Path module, PatchVariants variants) {
	}

	/** How long {@link #stopping()} holds everything up. */
	static final int HELD_UP_MILLIS = 1500;

	private DemoPatches() {
	}

	/** Makes {@code /proc/version} begin with a word of its own. */
	static Path good() {
		return goodWithObjects().module();
	}

	static Built goodWithObjects() {
		return built("good", DemoKernel.edit("fs/proc/version.c", "seq_printf(m, linux_proc_banner,", "seq_puts(m, \"patched \");\n\tseq_printf(m, linux_proc_banner,"));
	}

	/** Faults whenever {@code /proc/version} is read. */
	static Path faulting() {
		return build("faulting", DemoKernel.edit("fs/proc/version.c", "seq_printf(m, linux_proc_banner,",
				"WRITE_ONCE(*(volatile int *)8, 1);\n\tseq_printf(m, linux_proc_banner,"));
	}

	/** Has the kernel's own code fault whenever {@code /proc/version} is read. */
	static Path faultingBelow() {
		return build("faulting-below", DemoKernel.edit("fs/proc/version.c", "seq_printf(m, linux_proc_banner,", "seq_puts(m, (char *)8);\n\tseq_printf(m, linux_proc_banner,"));
	}

	/** Warns whenever {@code /proc/version} is read, and does what {@link #good()} does. */
	static Path warning() {
		return build("warning", DemoKernel.edit("fs/proc/version.c", "seq_printf(m, linux_proc_banner,",
				"WARN(1, \"read by %s\", current->comm);\n\tseq_puts(m, \"patched \");\n\tseq_printf(m, linux_proc_banner,"));
	}

	/** Changes a function which its thread never leaves. */
	static Path endless() {
		return build("endless", DemoKernel.edit("kernel/kthread.c", "set_task_comm(tsk, \"kthreadd\");", "set_task_comm(tsk, \"patched\");"));
	}

	/** Makes the dummy network driver refuse a new carrier state. */
	static Path ofModule() {
		return ofModuleWithObjects().module();
	}

	static Built ofModuleWithObjects() {
		return built("of-module", DemoKernel.edit("drivers/net/dummy.c", "netif_carrier_off(dev);\n\treturn 0;", "netif_carrier_off(dev);\n\treturn -EPERM;"));
	}

	/** Reaches the dummy network driver's own data: has relocations that are made when the driver is there. */
	static Built withRelocationsToModule() {
		return built("relocations", DemoKernel.edit("drivers/net/dummy.c", "eth_hw_addr_random(dev);", "eth_hw_addr_random(dev);\n\tdev->mtu = 9000;"));
	}

	/** As {@link #good()}, but taints the kernel when {@code /proc/version} is read. */
	static Built tainting() {
		return built("tainting", DemoKernel.edit("fs/proc/version.c", "seq_printf(m, linux_proc_banner,",
				"add_taint(TAINT_USER, LOCKDEP_STILL_OK);\n\tseq_puts(m, \"patched \");\n\tseq_printf(m, linux_proc_banner,"));
	}

	/** Changes a value of the kernel while it is loaded, and no function. */
	static Path callbacksOnly() {
		String plain = DemoKernel.text("kernel/panic.c");
		return build("callbacks-only", new FileChange.Modified("kernel/panic.c", plain, plain + """

				#include "kpatch-macros.h"
				static int before_patch(patch_object *object)
				{
					panic_timeout = 77;
					return 0;
				}
				KPATCH_PRE_PATCH_CALLBACK(before_patch);
				static void after_unpatch(patch_object *object)
				{
					panic_timeout = 0;
				}
				KPATCH_POST_UNPATCH_CALLBACK(after_unpatch);
				"""));
	}

	/** Stops all processors for {@value #HELD_UP_MILLIS} ms when it is loaded, as live patching once did. */
	static Path stopping() {
		String plain = DemoKernel.text("fs/proc/version.c");
		String callback = """
				#include <linux/delay.h>
				#include <linux/stop_machine.h>
				#include "kpatch-macros.h"
				static int hold_up(void *unused)
				{
					mdelay(%d);
					return 0;
				}
				static int before_patch(patch_object *object)
				{
					return stop_machine(hold_up, NULL, NULL);
				}
				KPATCH_PRE_PATCH_CALLBACK(before_patch);
				""".formatted(HELD_UP_MILLIS);
		String patched = plain.replace("seq_printf(m, linux_proc_banner,", "seq_puts(m, \"patched \");\n\tseq_printf(m, linux_proc_banner,");
		return build("stopping", new FileChange.Modified("fs/proc/version.c", plain, patched + callback));
	}

	private static Path build(String name, FileChange change) {
		return built(name, change).module();
	}

	private static synchronized Built built(String name, FileChange change) {
		return BUILT.computeIfAbsent(name, n -> {
			try {
				return make(n, change);
			} catch (IOException e) {
				throw new UncheckedIOException("the patch module for the test cannot be built", e);
			}
		});
	}

	private static Built make(String name, FileChange change) throws IOException {
		Path work = Files.createDirectories(TestDirectory.get().resolve(name));
		Toolchain toolchain = DemoKernel.toolchain(TestDirectory.get().resolve("cache"));
		try {
			CompiledPair pair = new ObjectCompiler(DemoKernel.open(), toolchain).compile(DemoKernel.object(change.path().replaceFirst("c$", "o")),
					new ChangeSet(name, List.of(change), List.of()), work, Cancellation.NEVER);
			DiffRequest request = DiffRequest.of(pair, new DifferInputs(DemoKernel.open(), toolchain), name, work.resolve("out.o"), Cancellation.NEVER);
			if (!(new KpatchDiffer(toolchain).diff(request, Cancellation.NEVER) instanceof DiffOutcome.Patchable patchable)) {
				throw new AssertionError("the patch " + name + " was meant to be patchable");
			}
			List<PatchedObject> objects = List.of(new PatchedObject(patchable.output(), pair.object().parent()));
			Path module = new PatchModuleBuilder().build(DemoKernel.open(), toolchain, name, true, objects, work, Cancellation.NEVER).file();
			return new Built(module, new PatchVariants(DemoKernel.open(), toolchain, name, objects, work));
		} catch (dev.livepatch.core.build.CompileException e) {
			throw new AssertionError("the patch " + name + " was meant to compile", e);
		}
	}
}
