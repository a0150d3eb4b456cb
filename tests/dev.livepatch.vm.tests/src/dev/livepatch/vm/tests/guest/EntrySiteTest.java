package dev.livepatch.vm.tests.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.livepatch.vm.guest.EnabledFunctions;
import dev.livepatch.vm.guest.EntrySite;
import dev.livepatch.vm.observation.PatchedFunction;

/** The bytes that ftrace writes at a function's entry, and what it says of them. */
class EntrySiteTest {
	private static final long ADDRESS = 0xffffffff81000000L;

	@ParameterizedTest
	@ValueSource(strings = { "0f 1f 44 00 00", "66 66 66 66 90" })
	void aNoOp(String nop) {
		EntrySite site = site(nop + " 55 48 89 e5");
		assertTrue(site.isNop());
		assertFalse(site.isCall());
		assertEquals(ADDRESS, site.address());
		assertEquals(nop, site.hex());
		assertEquals("nop", site.instruction(Optional.empty()));
	}

	@Test
	void aCallForwardsAndBackwards() {
		assertEquals(ADDRESS + 5 + 0x7f000100L, site("e8 00 01 00 7f 00 00 00 00").target());
		assertEquals(ADDRESS + 5 - 16, site("e8 f0 ff ff ff 00 00 00 00").target());
		assertEquals("call 0xffffffff80fffff5", site("e8 f0 ff ff ff 00 00 00 00").instruction(Optional.empty()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "f3 0f 1e fa", "66 0f 1f 00", "0f 1f 40 d6" })
	void theSiteIsBehindTheMarkOfIndirectJumpsOrWhatSealedIt(String mark) {
		EntrySite site = site(mark + " 0f 1f 44 00 00");
		assertTrue(site.isNop());
		assertEquals(ADDRESS + 4, site.address());
	}

	@Test
	void somethingElse() {
		EntrySite site = site("55 48 89 e5 53 00 00 00 00");
		assertFalse(site.isNop() || site.isCall());
		assertEquals("neither a no-op nor a call", site.instruction(Optional.empty()));
	}

	@Test
	void whatFtraceSays() {
		EnabledFunctions enabled = new EnabledFunctions(List.of("show (1) R I  \ttramp: 0xffffffffa0001000 (klp_ftrace_handler+0x0/0xf0)", "show_all (1)  ", "show [ext4] (2) R    D"));
		PatchedFunction ofVmlinux = new PatchedFunction("vmlinux", "show", 1);
		assertEquals(1, enabled.of(ofVmlinux).size());
		assertTrue(enabled.redirect(ofVmlinux));
		assertFalse(enabled.redirect(new PatchedFunction("vmlinux", "show_all", 1)));
		assertFalse(enabled.redirect(new PatchedFunction("ext4", "show", 1)));
		assertEquals(List.of(), enabled.of(new PatchedFunction("xfs", "show", 1)));
	}

	private static EntrySite site(String bytes) {
		return EntrySite.of(ADDRESS, HexFormat.ofDelimiter(" ").parseHex(bytes));
	}
}
