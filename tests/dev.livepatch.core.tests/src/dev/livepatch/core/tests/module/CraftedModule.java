package dev.livepatch.core.tests.module;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.Tool;
import dev.livepatch.core.process.ToolCommand;
import dev.livepatch.core.process.ToolResult;

/** Small objects that look like modules with live patches in them, compiled by the machine's own gcc. */
public final class CraftedModule {
	private static final String MODULE = """
			__attribute__((section(".modinfo"), used)) static const char info[] = "livepatch=Y\\0license=GPL\\0name=crafted\\0vermagic=6.19.0 SMP ";
			__attribute__((section(".gnu.linkonce.this_module"), used)) static char this_module[64];
			int new_a(void) { return 1; }
			int new_b(void) { return 2; }
			static int before(void *object) { return 0; }
			""";
	/** A patch written as source code; %s is whether it replaces others, 0 or 1. */
	public static final String SOURCE = MODULE + """
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
	/** What the kernel's own klp-build leaves; %s is how many functions the first object has, 2. */
	public static final String KLP_BUILD = MODULE + """
			struct callbacks { void *functions[4]; _Bool enabled; };
			struct klp_func_ext { const char *old_name; void *new_func; unsigned long sympos; };
			struct klp_object_ext { const char *name; struct klp_func_ext *funcs; struct callbacks callbacks; unsigned int nr_funcs; };
			__attribute__((section(".init.klp_funcs"), used)) static struct klp_func_ext functions[] = { { "a", new_a, 0 }, { "b", new_b, 3 } };
			__attribute__((section(".init.klp_objects"), used)) static struct klp_object_ext objects[] = {
				{ 0, functions, { { 0, before } }, %s }, { "driver", functions + 1, { }, 1 } };
			""";
	/** What kpatch's differ leaves. */
	public static final String KPATCH = MODULE + """
			struct kpatch_patch_func { void *new_addr; unsigned long new_size, old_addr, old_size, sympos; const char *name, *objname; };
			struct callback { void *function; const char *objname; };
			__attribute__((section(".kpatch.funcs"), used)) static struct kpatch_patch_func functions[] = { { new_a, 6, 0, 9, 1, "a" }, { new_b, 6, 0, 9, 0, "b", "driver" } };
			__attribute__((section(".kpatch.callbacks.pre_patch"), used)) static struct callback callback = { before, "driver" };
			""";

	private CraftedModule() {
	}

	/** The object {@code NAME.ko} in a directory. */
	public static Path compile(Path directory, String name, String text, String... flags) throws IOException {
		Path file = Files.writeString(directory.resolve(name + ".c"), text);
		Path object = directory.resolve(name + ".ko");
		List<String> command = new ArrayList<>(List.of("gcc", "-O2", "-mcmodel=kernel", "-fno-pie", "-fno-pic", "-ffunction-sections", "-c", file.toString(), "-o", object.toString()));
		command.addAll(List.of(flags));
		ToolResult result = Tool.run(new ToolCommand(command, directory, Duration.ofSeconds(30)), Cancellation.NEVER);
		if (result.exitCode() != 0) {
			throw new IOException(name + " does not compile: " + result.stderr());
		}
		return object;
	}
}
