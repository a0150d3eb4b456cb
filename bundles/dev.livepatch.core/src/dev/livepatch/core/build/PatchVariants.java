package dev.livepatch.core.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.ToolException;

/** Modules made of a patch's own objects, to see how it gets on with others: real ones, as an author would build them later. */
public final class PatchVariants {
	private static final int LONGEST_BASE = 32;
	private static final String PRE_PATCH = ".kpatch.callbacks.pre_patch";
	/** As the differ leaves a callback: {@code struct kpatch_pre_patch_callback} of kpatch's {@code kpatch-patch.h}, read by its hook. */
	private static final String REFUSAL = """
			#include <linux/compiler.h>
			#include <linux/errno.h>
			#include "kpatch-patch.h"

			static int refuse(void *object)
			{
				return -EPERM;
			}

			static struct kpatch_pre_patch_callback refusal __attribute__((used, section("%s"))) = { refuse, "%s" };
			""";

	private final KernelBuild kernel;
	private final Toolchain toolchain;
	private final String name;
	private final List<PatchedObject> objects;
	private final Path outDir;

	/**
	 * @param name   of the patch
	 * @param outDir where the modules go, as for {@link PatchModuleBuilder}
	 */
	public PatchVariants(KernelBuild kernel, Toolchain toolchain, String name, List<PatchedObject> objects, Path outDir) {
		this.kernel = kernel;
		this.toolchain = toolchain;
		this.name = name.substring(0, Math.min(name.length(), LONGEST_BASE));
		this.objects = List.copyOf(objects);
		this.outDir = outDir;
	}

	/** The same change under another name, replacing what was loaded before: the next cumulative patch. Empty if the kernel cannot replace patches. */
	public Optional<PatchModule> successor(Cancellation cancellation) throws ToolException {
		if (!Toolchain.klpReplace(kernel.release())) {
			return Optional.empty();
		}
		return Optional.of(new PatchModuleBuilder().build(kernel, toolchain, name + "-next", true, objects, outDir, cancellation));
	}

	/**
	 * The same change with a pre-patch callback that says no ({@code -EPERM}), for the first parent without such a callback of the author's.
	 * Empty if every parent has one: kpatch allows one for each.
	 */
	public Optional<PatchModule> refusing(Cancellation cancellation) throws ToolException {
		Set<String> parents = new LinkedHashSet<>();
		objects.forEach(o -> parents.add(o.parent().name()));
		for (PatchedObject object : objects) {
			if (hasCallback(object)) {
				parents.remove(object.parent().name());
			}
		}
		if (parents.isEmpty()) {
			return Optional.empty();
		}
		String source = REFUSAL.formatted(PRE_PATCH, parents.iterator().next());
		return Optional.of(new PatchModuleBuilder().build(kernel, toolchain, name + "-refused", false, objects, Map.of("refusal", source), outDir, cancellation));
	}

	private static boolean hasCallback(PatchedObject object) throws ToolException {
		try {
			return ObjectFile.read(object.differOutput()).section(PRE_PATCH).isPresent();
		} catch (IOException e) {
			throw new ToolException(object.differOutput() + " cannot be read: " + e.getMessage(), e);
		}
	}
}
