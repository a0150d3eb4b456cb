package dev.livepatch.vm.tests.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.object.Frame;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.Symbol;
import dev.livepatch.testing.DemoKernel;
import dev.livepatch.vm.source.CodeAddress;
import dev.livepatch.vm.source.SourceFinder;

/** Addresses as the kernel prints them, and the lines of the real kernel that they mean. */
class SourceFinderTest {
	private final KernelBuild kernel = DemoKernel.open();
	private final SourceFinder finder = new SourceFinder(kernel, Map.of());

	@Test
	void addressesInTheKernelsLines() {
		assertEquals(Optional.of(new CodeAddress("show.isra.0", 0x1f, 0x8d0, "vmlinux")), CodeAddress.in("[<0>] show.isra.0+0x1f/0x8d0"));
		assertEquals(Optional.of(new CodeAddress("dummy_setup", 0, 5, "dummy_x")), CodeAddress.in("RIP: 0010:dummy_setup+0x0/0x5 [dummy-x]"));
		assertEquals(Optional.empty(), CodeAddress.in("RIP: 0033:0x4f3b17"));
		assertEquals("show", new CodeAddress("show.constprop.0.cold", 1, 2, "vmlinux").function());
		assertEquals("show+0x1/0x2 [m]", new CodeAddress("show", 1, 2, "m").toString());
	}

	@Test
	void aFunctionsFirstInstructionIsItsOwnLine() throws Exception {
		Frame frame = finder.frames(at("vmlinux", "version_proc_show", 0)).getLast();
		assertEquals("fs/proc/version.c", frame.file());
		assertEquals("version_proc_show", frame.function());
		List<String> lines = DemoKernel.text(frame.file()).lines().toList();
		assertTrue(lines.subList(frame.line() - 2, frame.line()).stream().anyMatch(l -> l.startsWith("static int version_proc_show(")), frame::toString);
	}

	@Test
	void aReturnAddressMeansTheCallBeforeIt() throws Exception {
		// the last call of kthread() never returns: behind it stands whatever comes next
		Symbol kthread = ObjectFile.read(kernel.vmlinux()).symbol("kthread").orElseThrow();
		CodeAddress behind = address("vmlinux", kthread, kthread.size());
		assertEquals("kthread", finder.frames(behind.call()).getLast().function());
		assertTrue(finder.frames(behind).stream().noneMatch(f -> f.function().equals("kthread")));
	}

	@Test
	void codeOfAModule() throws Exception {
		Frame frame = finder.frames(at("dummy", "dummy_setup", 0x20)).getLast();
		assertEquals("drivers/net/dummy.c", frame.file());
		assertEquals("dummy_setup", frame.function());
	}

	@Test
	void oneOfSeveralFunctionsOfOneNameIsToldByItsSize() throws Exception {
		List<Symbol> same = ObjectFile.read(kernel.vmlinux()).symbols().stream().filter(s -> s.function() && s.name().equals("m_stop")).toList();
		assertTrue(same.stream().map(Symbol::size).distinct().count() > 1, "the kernel has several functions of this name and different sizes");
		Symbol largest = same.stream().max((a, b) -> Long.compare(a.size(), b.size())).orElseThrow();
		Symbol smallest = same.stream().min((a, b) -> Long.compare(a.size(), b.size())).orElseThrow();
		assertTrue(!finder.frames(address("vmlinux", largest, 1)).getLast().file().equals(finder.frames(address("vmlinux", smallest, 1)).getLast().file()));
	}

	@Test
	void whatIsNotThereHasNoLine() {
		assertEquals(List.of(), finder.frames(new CodeAddress("no_such_function", 1, 2, "vmlinux")));
		assertEquals(List.of(), finder.frames(new CodeAddress("dummy_setup", 1, 2, "no_such_module")));
		assertEquals(List.of(), finder.frames(new CodeAddress("kthread", 0x7fffffff, 0x7fffffff, "vmlinux")));
	}

	private CodeAddress at(String module, String function, long offset) throws Exception {
		ObjectFile object = ObjectFile.read(module.equals("vmlinux") ? kernel.vmlinux() : kernel.moduleFile(module).orElseThrow());
		return address(module, object.symbol(function).orElseThrow(), offset);
	}

	private static CodeAddress address(String module, Symbol symbol, long offset) {
		return new CodeAddress(symbol.name(), offset, (symbol.size() + 15) / 16 * 16, module);
	}
}
