package dev.livepatch.core.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.livepatch.core.kernel.KernelConfig;

/** The lines of a {@code .config}. */
class KernelConfigTest {
	private final KernelConfig config = KernelConfig.parse("""
			# Automatically generated
			CONFIG_A=y
			CONFIG_B=m
			# CONFIG_C is not set
			CONFIG_D="a \\"b\\" \\\\ c"
			CONFIG_E=0x1000
			CONFIG_F=""
			nonsense
			""");

	@Test
	void onlyBuiltInOptionsAreEnabled() {
		assertTrue(config.enabled("CONFIG_A"));
		assertFalse(config.enabled("CONFIG_B"));
		assertFalse(config.enabled("CONFIG_C"));
		assertFalse(config.enabled("A"));
	}

	@Test
	void valuesComeWithoutQuotes() {
		assertEquals(Optional.of("a \"b\" \\ c"), config.value("CONFIG_D"));
		assertEquals(Optional.of("0x1000"), config.value("CONFIG_E"));
		assertEquals(Optional.of(""), config.value("CONFIG_F"));
		assertEquals(Optional.empty(), config.value("CONFIG_C"));
	}
}
