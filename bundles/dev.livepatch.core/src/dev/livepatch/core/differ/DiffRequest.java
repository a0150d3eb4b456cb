package dev.livepatch.core.differ;

import java.nio.file.Path;
import java.util.Map;

import dev.livepatch.core.build.CompiledPair;
import dev.livepatch.core.build.DifferInputs;
import dev.livepatch.core.build.PatchModule;
import dev.livepatch.core.kernel.ParentObject;
import dev.livepatch.core.process.Cancellation;
import dev.livepatch.core.process.ToolException;

/**
 * @param original     object compiled from the kernel's own source, with function and data sections
 * @param patched      object compiled from the changed source; same base name
 * @param parent       name of the parent: {@code vmlinux}, or a module's name with {@code _}
 * @param symbolTable  text of {@code readelf -s --wide} of the parent
 * @param symvers      the kernel's {@code Module.symvers}
 * @param moduleName   of the patch module to be, with {@code _}
 * @param output       where the extracted object goes; its directory exists
 * @param structSizes  environment variables with the sizes of the special sections' entries in bytes, for instance {@code ALT_STRUCT_SIZE=12}
 */
public record DiffRequest(Path original, Path patched, String parent, Path symbolTable, Path symvers, String moduleName, Path output,
		Map<String, String> structSizes) {

	/**
	 * The request for one pair.
	 *
	 * @param patch  the patch's name
	 * @param output where the extracted object goes; its directory exists
	 */
	public static DiffRequest of(CompiledPair pair, DifferInputs inputs, String patch, Path output, Cancellation cancellation) throws ToolException {
		ParentObject parent = pair.object().parent();
		return new DiffRequest(pair.original(), pair.patched(), parent.name(), inputs.symbolTable(parent, cancellation), inputs.symvers(), PatchModule.nameFor(patch), output,
				inputs.structSizes(cancellation));
	}
}
