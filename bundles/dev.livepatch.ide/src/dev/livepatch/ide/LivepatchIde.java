package dev.livepatch.ide;

/** Names that other bundles may refer to. */
public final class LivepatchIde {
	/** This bundle, and the node of its preferences. */
	public static final String ID = "dev.livepatch.ide";
	public static final String NATURE = ID + ".nature";
	public static final String BUILDER = ID + ".builder";
	public static final String LAUNCH_TYPE = ID + ".launch";
	/** Content type of C files where no other tooling defines one. */
	public static final String C_SOURCE = ID + ".cSource";

	private LivepatchIde() {
	}
}
