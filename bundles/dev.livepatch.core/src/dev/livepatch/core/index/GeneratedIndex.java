package dev.livepatch.core.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;

import dev.livepatch.core.kernel.GeneratedHeaders;
import dev.livepatch.core.kernel.KernelBuild;
import dev.livepatch.core.process.Cancellation;

/** What the headers that a kernel's build generated declare. They are few and come and go with the configuration, so that reading them anew whenever they change is all that is needed. */
public final class GeneratedIndex {
	private static final String OPTION = "CONFIG_";
	private final KernelBuild kernel;
	private final GeneratedHeaders headers;
	private final Map<String, List<Declaration>> names;

	private GeneratedIndex(KernelBuild kernel, GeneratedHeaders headers, Map<String, List<Declaration>> names) {
		this.kernel = kernel;
		this.headers = headers;
		this.names = names;
	}

	/**
	 * Reads the headers as they are now.
	 *
	 * @throws CancellationException if cancelled
	 */
	public static GeneratedIndex of(KernelBuild kernel, Cancellation cancellation) throws IOException {
		GeneratedHeaders headers = kernel.generatedHeaders();
		List<Declaration> all = new ArrayList<>();
		for (String file : headers.files()) {
			cancellation.check();
			all.addAll(SymbolScan.declarations(kernel, file));
		}
		return new GeneratedIndex(kernel, headers, all.stream().collect(Collectors.groupingBy(Declaration::name)));
	}

	/** This one, if the headers are still as they were; else one that is read now. */
	public GeneratedIndex current(Cancellation cancellation) throws IOException {
		return kernel.generatedHeaders().equals(headers) ? this : of(kernel, cancellation);
	}

	/** Where a name is declared; of an option that is built as a module, the macro that says so. */
	public List<Declaration> find(String name) {
		boolean module = name.startsWith(OPTION) && !names.containsKey(name);
		return names.getOrDefault(module ? name + "_MODULE" : name, List.of());
	}
}
