package dev.livepatch.core.build;

import java.nio.file.Path;

import dev.livepatch.core.kernel.ParentObject;

/**
 * What goes into a patch module.
 *
 * @param differOutput the object that the differ extracted; it names its parent itself
 */
public record PatchedObject(Path differOutput, ParentObject parent) {
}
