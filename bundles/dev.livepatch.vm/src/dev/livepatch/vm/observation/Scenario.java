package dev.livepatch.vm.observation;

/** What a patch under stress is put through. After each the guest must be as it was before. */
public enum Scenario {
	REPEATED("loaded and unloaded again and again"),
	SUCCESSOR("replaced by the next cumulative patch"),
	MODULE_LATER("loaded before the module that it patches, which then goes and comes again"),
	REFUSED("refused by its own pre-patch callback");

	private final String text;

	Scenario(String text) {
		this.text = text;
	}

	/** Such as “loaded and unloaded again and again”. */
	@Override
	public String toString() {
		return text;
	}
}
