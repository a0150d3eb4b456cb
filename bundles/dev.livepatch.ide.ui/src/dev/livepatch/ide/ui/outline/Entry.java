package dev.livepatch.ide.ui.outline;

import java.util.Optional;

import dev.livepatch.core.source.Element;
import dev.livepatch.ide.ui.Icons;

/**
 * A line of the outline: what stays the same while the text around it is edited.
 *
 * @param parent null at file level
 * @param number from 1, among those of the same parent, kind and name: branches of a condition define things more than once
 */
record Entry(Entry parent, Kind kind, String name, int number) {

	enum Kind {
		FUNCTION(Icons.OUTLINE_FUNCTION), STRUCT(Icons.OUTLINE_STRUCT), UNION(Icons.OUTLINE_UNION), ENUM(Icons.OUTLINE_ENUM), TYPEDEF(Icons.OUTLINE_TYPEDEF), VARIABLE(Icons.OUTLINE_VARIABLE),
		MACRO(Icons.OUTLINE_MACRO), MEMBER(Icons.OUTLINE_VARIABLE), VALUE(Icons.OUTLINE_VARIABLE);

		private final Icons icon;

		Kind(Icons icon) {
			this.icon = icon;
		}

		Icons icon() {
			return icon;
		}

		String text() {
			return switch (this) {
				case FUNCTION -> Messages.function;
				case STRUCT -> Messages.struct;
				case UNION -> Messages.union;
				case ENUM -> Messages.enumeration;
				case TYPEDEF -> Messages.typedef;
				case VARIABLE -> Messages.variable;
				case MACRO -> Messages.macro;
				case MEMBER -> Messages.member;
				case VALUE -> Messages.value;
			};
		}

		/** Empty for what the outline leaves out. */
		static Optional<Kind> of(Element element) {
			return switch (element) {
				case Element.Function function -> Optional.of(FUNCTION);
				case Element.Macro macro -> Optional.of(MACRO);
				case Element.Variable variable -> Optional.of(VARIABLE);
				case Element.Type type -> Optional.of(switch (type.kind()) {
					case STRUCT -> STRUCT;
					case UNION -> UNION;
					case ENUM -> ENUM;
					case TYPEDEF -> TYPEDEF;
				});
				case Element.Include include -> Optional.empty();
			};
		}
	}
}
