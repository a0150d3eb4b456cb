package dev.livepatch.doc;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.eclipse.help.IHelpContentProducer;

import dev.livepatch.core.finding.Rule;

/** Makes the help page of the findings from the catalogue of rules, so that the two cannot differ. Each rule's anchor is its id. */
public final class RulePages implements IHelpContentProducer {
	/** The page's path in this bundle. */
	public static final String HREF = "rules.html";

	@Override
	public InputStream getInputStream(String pluginId, String href, Locale locale) {
		String page = href.replaceFirst("[?#].*$", "");
		return page.equals(HREF) ? new ByteArrayInputStream(rules().getBytes(StandardCharsets.UTF_8)) : null;
	}

	private static String rules() {
		StringBuilder html = new StringBuilder("""
				<!DOCTYPE html>
				<html lang="en"><head><meta charset="utf-8"><title>Findings</title></head><body>
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
