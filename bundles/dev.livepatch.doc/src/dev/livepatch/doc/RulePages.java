package dev.livepatch.doc;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.eclipse.help.IHelpContentProducer;

import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.fix.FixKind;

/** Makes the help pages of findings and fixes from their catalogues, so that page and tool cannot differ. The anchor of each rule and fix is its id. */
public final class RulePages implements IHelpContentProducer {
	private static final String RULES = "rules.html";
	private static final String FIXES = "fixes.html";

	@Override
	public InputStream getInputStream(String pluginId, String href, Locale locale) {
		String page = href.replaceFirst("[?#].*$", "");
		return switch (page) {
			case RULES -> stream(rules());
			case FIXES -> stream(fixes());
			default -> null;
		};
	}

	private static InputStream stream(String html) {
		return new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8));
	}

	private static String fixes() {
		StringBuilder html = new StringBuilder("""
				<!DOCTYPE html>
				<html lang="en"><head><meta charset="utf-8"><title>Quick fixes</title><link rel="stylesheet" href="html/help.css"></head><body>
				<h1>Quick fixes</h1>
				<p>Findings with a bulb have one or more: <kbd>Ctrl+1</kbd> on the line, or <em>Quick Fix</em> in the <em>Problems</em> view. The description shows the lines before and after.
				A fix edits the open document, unsaved; one <em>Undo</em> takes it back. On the command line, <code>livepatch fix --kind KIND -o FIXED.patch</code> does the same to a patch.
				Where a fix cannot be applied safely to the text at hand, it is not offered.</p>
				""");
		for (FixKind kind : FixKind.values()) {
			html.append("<h2 id=\"").append(kind.id()).append("\"><code>").append(kind.id()).append("</code></h2>\n<p>").append(text(kind.explanation())).append(left(kind)).append("</p>\n");
		}
		return html.append("</body></html>\n").toString();
	}

	private static String left(FixKind kind) {
		return switch (kind.result()) {
			case WHOLE -> "";
			case SKELETON -> " It is a beginning: complete what it marks.";
			case REVERTED -> " That part of the change is gone then.";
		};
	}

	private static String rules() {
		StringBuilder html = new StringBuilder("""
				<!DOCTYPE html>
				<html lang="en"><head><meta charset="utf-8"><title>Findings</title><link rel="stylesheet" href="html/help.css"></head><body>
				<h1>Findings</h1>
				<p>What the check can say about a change. The id is what reports and the <em>Problems</em> view show in brackets.</p>
				""");
		for (Rule rule : Rule.values()) {
			html.append("<h2 id=\"").append(rule.id()).append("\">").append(text(rule.title())).append("</h2>\n");
			html.append("<p><code>").append(rule.id()).append("</code>, usually ").append(article(rule.severity().toString())).append("</p>\n");
			html.append("<p>").append(text(rule.explanation())).append("</p>\n");
			if (!rule.remedy().isEmpty()) {
				html.append("<p><strong>What to do:</strong> ").append(text(rule.remedy())).append("</p>\n");
			}
		}
		return html.append("</body></html>\n").toString();
	}

	private static String article(String severity) {
		return switch (severity) {
			case "error" -> "an error";
			case "info" -> "information";
			default -> "a " + severity;
		};
	}

	private static String text(String value) {
		return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
	}
}
