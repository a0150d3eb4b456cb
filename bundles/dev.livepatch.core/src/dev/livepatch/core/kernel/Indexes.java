package dev.livepatch.core.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import dev.livepatch.core.process.Cancellation;

/** What is gathered from all objects of a kernel build: each when first asked for, and kept in the user's cache where that is quicker. Safe for several threads. */
final class Indexes {
	private static final IndexCache.Kind<ObjectIndex> DEPENDENCIES = new IndexCache.Kind<>("dependencies", 0x4c504931, ObjectIndex::read, ObjectIndex::write);
	private static final IndexCache.Kind<ObjectIndex> OUTSIDE = new IndexCache.Kind<>("outside", 0x4c504f31, ObjectIndex::read, ObjectIndex::write);
	private static final IndexCache.Kind<ObjectIndex> USERS = new IndexCache.Kind<>("symbol-users", 0x4c505531, ObjectIndex::read, ObjectIndex::write);
	private static final IndexCache.Kind<SharedNames> SHARED_NAMES = new IndexCache.Kind<>("shared-names", 0x4c504e31, SharedNames::read, SharedNames::write);
	/** Below so many objects, reading them is as fast as reading the cache. */
	private static final int WORTHWHILE = 200;

	private final Path build;
	private final TreePaths paths;
	private ObjectIndex dependencies;
	private ObjectIndex outside;
	private ObjectIndex users;
	private final Map<Path, SharedNames> sharedNames = new HashMap<>();

	Indexes(Path build, TreePaths paths) {
		this.build = build;
		this.paths = paths;
	}

	/** Which objects were made from which files. */
	synchronized ObjectIndex dependencies(List<String> objects, Cancellation cancellation) throws KernelException {
		if (dependencies == null) {
			dependencies = index(DEPENDENCIES, objects, () -> DependencyIndex.scan(build, objects, paths, cancellation));
		}
		return dependencies;
	}

	/**
	 * What the build compiled besides these objects was made from which files.
	 *
	 * @param vmlinux linked anew whenever the kernel is built anew
	 */
	synchronized ObjectIndex outside(List<String> objects, Path vmlinux, Cancellation cancellation) throws KernelException {
		if (outside == null) {
			outside = IndexCache.get(OUTSIDE, build, () -> stamp(vmlinux) + " " + stamp(objects), () -> DependencyIndex.scan(build, besides(objects), paths, cancellation));
		}
		return outside;
	}

	private List<String> besides(List<String> objects) throws KernelException {
		try {
			return UnlinkedObjects.find(build, Set.copyOf(objects));
		} catch (IOException e) {
			throw new KernelException("what was compiled in " + build + " cannot be listed: " + e.getMessage(), e);
		}
	}

	/** Which objects refer to which symbols of others. */
	synchronized ObjectIndex users(List<String> objects, Cancellation cancellation) throws KernelException {
		if (users == null) {
			users = index(USERS, objects, () -> SymbolUsers.scan(build, objects, cancellation));
		}
		return users;
	}

	/** Which names of a linked file stand for several symbols. */
	synchronized SharedNames sharedNames(Path binary) throws KernelException {
		SharedNames known = sharedNames.get(binary);
		if (known == null) {
			known = IndexCache.get(SHARED_NAMES, binary, () -> stamp(binary), () -> SharedNames.of(binary));
			sharedNames.put(binary, known);
		}
		return known;
	}

	private <T> T index(IndexCache.Kind<T> kind, List<String> objects, IndexCache.Maker<T> scan) throws KernelException {
		return objects.size() < WORTHWHILE ? scan.make() : IndexCache.get(kind, build, () -> stamp(objects), scan);
	}

	private static String stamp(Path binary) throws IOException {
		BasicFileAttributes attributes = Files.readAttributes(binary, BasicFileAttributes.class);
		return attributes.size() + " " + attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
	}

	/** kbuild makes and removes files beside each object that it compiles, so the times of the objects' directories tell whether an index still holds. */
	private String stamp(List<String> objects) throws IOException {
		StringBuilder text = new StringBuilder().append(build).append('\n').append(objects.hashCode()).append('\n');
		String last = null;
		for (String object : objects) {
			String directory = object.substring(0, object.lastIndexOf('/') + 1);
			if (!directory.equals(last)) {
				text.append(directory).append(' ').append(Files.getLastModifiedTime(build.resolve(directory))).append('\n');
				last = directory;
			}
		}
		return text.toString();
	}
}
