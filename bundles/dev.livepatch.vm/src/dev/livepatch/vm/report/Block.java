package dev.livepatch.vm.report;

import java.util.List;

import dev.livepatch.vm.observation.Transition;

/** A part of a report, whatever it is written in. */
sealed interface Block {

	/** @param level from 1 */
	record Heading(int level, String text) implements Block {
	}

	record Paragraph(String text) implements Block {
	}

	/** Rows have as many cells as the header. */
	record Table(List<String> header, List<List<String>> rows) implements Block {
	}

	/** Text to be shown as it is. */
	record Verbatim(String text) implements Block {
	}

	/** To be drawn where that can be done. */
	record Timeline(Transition transition) implements Block {
	}
}
