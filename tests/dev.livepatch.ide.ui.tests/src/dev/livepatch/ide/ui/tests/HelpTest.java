package dev.livepatch.ide.ui.tests;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import org.eclipse.core.runtime.Platform;
import org.eclipse.help.HelpSystem;
import org.eclipse.help.IContext;
import org.eclipse.help.IHelpResource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.livepatch.core.finding.Rule;
import dev.livepatch.core.fix.FixKind;
import dev.livepatch.ide.ui.HelpContext;

/** The help is found in the workbench, and all it links to is there. */
public class HelpTest {
	private static final String BUNDLE = "/dev.livepatch.doc/";

	/** It answers for the pages, and is started when help is first asked for. */
	@BeforeAll
	static void startHelp() throws Exception {
		Platform.getBundle("org.eclipse.help.base").start();
	}

	@ParameterizedTest
	@ValueSource(strings = { "html/start.html", "html/limits.html", "html/editor.html", "html/patch.html", "html/exchange.html", "html/verify.html", "html/commandline.html", "rules.html", "fixes.html" })
	void everyTopicHasItsPage(String topic) throws Exception {
		assertTrue(page(BUNDLE + "toc.xml").contains('"' + topic + '"'), "in the table of contents");
		assertTrue(page(BUNDLE + topic).contains("<h1>"), topic);
	}

	@Test
	void everyRuleIsExplained() throws Exception {
		String page = page(BUNDLE + "rules.html");
		for (Rule rule : Rule.values()) {
			assertTrue(page.contains("id=\"" + rule.id() + "\""), rule.id());
		}
		assertFalse(page.contains("<T>"), "texts are escaped");
	}

	@Test
	void everyFixIsExplained() throws Exception {
		String page = page(BUNDLE + "fixes.html");
		for (FixKind kind : FixKind.values()) {
			assertTrue(page.contains("id=\"" + kind.id() + "\""), kind.id());
		}
	}

	@ParameterizedTest
	@EnumSource(HelpContext.class)
	void everyPlaceIsExplainedOnF1(HelpContext place) throws Exception {
		IContext context = HelpSystem.getContext(place.id());
		assertNotNull(context, place.id());
		assertFalse(context.getText().isBlank(), place.id());
		assertTrue(context.getRelatedTopics().length > 0, place.id());
		for (IHelpResource topic : context.getRelatedTopics()) {
			assertTrue(page(topic.getHref()).contains("<h1>"), topic.getHref());
		}
	}

	private static String page(String href) throws Exception {
		try (InputStream in = HelpSystem.getHelpContent(href)) {
			assertNotNull(in, "no page " + href);
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}
}
