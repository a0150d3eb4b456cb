package dev.livepatch.ide.ui.source;

import java.util.EnumMap;
import java.util.Map;

import org.eclipse.jface.resource.ColorRegistry;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.jface.text.TextAttribute;
import org.eclipse.swt.SWT;

import dev.livepatch.core.source.TokenKind;
import dev.livepatch.ide.ui.LivepatchUi;

/** How each kind of token looks in the theme at hand; the colours are in <em>Preferences &gt; General &gt; Appearance &gt; Colors and Fonts</em>. */
final class Palette {
	static final String PREFIX = LivepatchUi.ID + ".source.";
	private final Map<TokenKind, TextAttribute> attributes = new EnumMap<>(TokenKind.class);

	Palette() {
		ColorRegistry colors = JFaceResources.getColorRegistry();
		for (TokenKind kind : TokenKind.values()) {
			String name = name(kind);
			if (!name.isEmpty()) {
				attributes.put(kind, new TextAttribute(colors.get(PREFIX + name), null, style(kind)));
			}
		}
	}

	/** Null for what looks like any text. */
	TextAttribute attribute(TokenKind kind) {
		return attributes.get(kind);
	}

	private static String name(TokenKind kind) {
		return switch (kind) {
			case COMMENT -> "comment";
			case DOC_COMMENT -> "docComment";
			case DIRECTIVE -> "directive";
			case STRING, CHARACTER, HEADER -> "string";
			case NUMBER -> "number";
			case KEYWORD -> "keyword";
			case TYPE -> "type";
			case KERNEL_WORD -> "kernelWord";
			case CALL -> "call";
			case CONSTANT -> "constant";
			case IDENTIFIER, PUNCTUATION -> "";
		};
	}

	private static int style(TokenKind kind) {
		return switch (kind) {
			case KEYWORD, DIRECTIVE -> SWT.BOLD;
			case KERNEL_WORD -> SWT.BOLD | SWT.ITALIC;
			case CONSTANT -> SWT.ITALIC;
			case COMMENT, DOC_COMMENT, STRING, CHARACTER, HEADER, NUMBER, TYPE, CALL, IDENTIFIER, PUNCTUATION -> SWT.NORMAL;
		};
	}
}
