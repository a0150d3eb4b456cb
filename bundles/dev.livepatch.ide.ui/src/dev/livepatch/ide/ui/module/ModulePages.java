package dev.livepatch.ide.ui.module;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.eclipse.osgi.util.NLS;

import dev.livepatch.core.module.KernelMatch;
import dev.livepatch.core.module.KernelMatch.Target;
import dev.livepatch.core.module.LivePatch;
import dev.livepatch.core.module.ModuleFacts;
import dev.livepatch.core.module.ModuleSection;
import dev.livepatch.core.module.NeededSymbol;
import dev.livepatch.core.module.ShadowId;

/** The tables that a module is shown in. */
final class ModulePages {
	private final ModuleFacts facts;
	private final Optional<KernelMatch> match;

	ModulePages(ModuleFacts facts, Optional<KernelMatch> match) {
		this.facts = facts;
		this.match = match;
	}

	/** What the module says of itself. */
	TablePage overview() {
		List<List<String>> rows = new ArrayList<>();
		facts.info().fields().forEach(f -> rows.add(List.of(f.name(), f.value())));
		match.ifPresent(m -> rows.add(List.of(Messages.ModulePages_kernelMagic, m.vermagic())));
		rows.add(List.of(Messages.ModulePages_signed, facts.signature().map(s -> NLS.bind(Messages.ModulePages_signature, s.size())).orElse(Messages.ModulePages_no)));
		facts.patch().ifPresent(p -> {
			rows.add(List.of(Messages.ModulePages_maker, p.maker().toString()));
			rows.add(List.of(Messages.ModulePages_replace, p.replace().map(r -> r ? Messages.ModulePages_yes : Messages.ModulePages_no).orElse(Messages.ModulePages_unreadable)));
		});
		rows.add(List.of(Messages.ModulePages_kept, bytes(facts.keptSize())));
		rows.add(List.of(Messages.ModulePages_freed, bytes(facts.freedSize())));
		rows.add(List.of(Messages.ModulePages_file, bytes(facts.fileSize())));
		return new TablePage(Messages.ModulePages_overview, List.of(Messages.ModulePages_field, Messages.ModulePages_value), rows);
	}

	/** All but the overview; those of live patches only for one. */
	List<TablePage> tables() {
		List<TablePage> pages = new ArrayList<>();
		facts.patch().ifPresent(p -> {
			pages.add(functions(p));
			pages.add(callbacks(p));
			pages.add(relocations(p));
			pages.add(shadows(p));
		});
		pages.add(needed());
		pages.add(sections());
		return pages;
	}

	private TablePage functions(LivePatch patch) {
		return new TablePage(Messages.ModulePages_functions,
				List.of(Messages.ModulePages_object, Messages.ModulePages_function, "#" + Messages.ModulePages_position, "#" + Messages.ModulePages_newSize, "#" + Messages.ModulePages_oldSize,
						Messages.ModulePages_inKernel),
				patch.functions().stream().map(f -> List.of(f.object(), f.function(), position(f.sympos()), size(f.newSize()), size(f.oldSize()), presence(Target.of(f)))).toList());
	}

	private TablePage callbacks(LivePatch patch) {
		return new TablePage(Messages.ModulePages_callbacks, List.of(Messages.ModulePages_object, Messages.ModulePages_moment, Messages.ModulePages_function),
				patch.callbacks().stream().map(c -> List.of(c.object(), c.moment().toString(), c.function())).toList());
	}

	private TablePage relocations(LivePatch patch) {
		return new TablePage(Messages.ModulePages_relocations,
				List.of(Messages.ModulePages_object, Messages.ModulePages_symbol, "#" + Messages.ModulePages_position, Messages.ModulePages_symbolObject, Messages.ModulePages_function,
						Messages.ModulePages_section, Messages.ModulePages_offset, Messages.ModulePages_inKernel),
				patch.relocations().stream().map(r -> List.of(r.object(), r.symbol(), position(r.sympos()), r.symbolObject(), r.function(), r.section(), "0x%04x".formatted(r.offset()),
						presence(Target.of(r)))).toList());
	}

	private TablePage shadows(LivePatch patch) {
		return new TablePage(Messages.ModulePages_shadows, List.of(Messages.ModulePages_id, Messages.ModulePages_call, Messages.ModulePages_function),
				patch.shadows().stream().map(s -> List.of(id(s.id()), s.call(), s.function())).toList());
	}

	private static String id(ShadowId id) {
		return switch (id) {
			case ShadowId.Constant constant -> constant + " (0x" + Long.toHexString(constant.value()) + ")";
			case ShadowId.Varying varying -> Messages.ModulePages_notConstant;
			case ShadowId.Unread unread -> NLS.bind(Messages.ModulePages_unread, unread.why());
		};
	}

	private TablePage needed() {
		return new TablePage(Messages.ModulePages_needed,
				List.of(Messages.ModulePages_symbol, Messages.ModulePages_checksum, Messages.ModulePages_kernelChecksum, Messages.ModulePages_state, Messages.ModulePages_exporter),
				facts.needed().stream().map(this::needed).toList());
	}

	private List<String> needed(NeededSymbol symbol) {
		Optional<KernelMatch.SymbolMatch> found = match.flatMap(m -> m.of(symbol));
		return List.of(symbol.name(), symbol.version().orElse(""), found.map(KernelMatch.SymbolMatch::version).orElse(""), found.map(s -> s.state().toString()).orElse(""),
				found.map(KernelMatch.SymbolMatch::exporter).orElse(""));
	}

	private TablePage sections() {
		List<List<String>> rows = new ArrayList<>();
		facts.sections().forEach(s -> rows.add(List.of(s.name(), Long.toString(s.size()), s.residence().toString())));
		for (ModuleSection.Residence residence : ModuleSection.Residence.values()) {
			rows.add(List.of(Messages.ModulePages_total, Long.toString(facts.size(residence)), residence.toString()));
		}
		return new TablePage(Messages.ModulePages_sections, List.of(Messages.ModulePages_section, "#" + Messages.ModulePages_size, Messages.ModulePages_residence), rows);
	}

	private String presence(Target target) {
		return target.object().isEmpty() ? "" : match.map(m -> m.presence(target).toString()).orElse("");
	}

	private static String position(long sympos) {
		return sympos == 0 ? Messages.ModulePages_unique : Long.toString(sympos);
	}

	private static String size(long bytes) {
		return bytes == 0 ? "" : Long.toString(bytes);
	}

	private static String bytes(long bytes) {
		return NLS.bind(Messages.ModulePages_bytes, bytes);
	}
}
