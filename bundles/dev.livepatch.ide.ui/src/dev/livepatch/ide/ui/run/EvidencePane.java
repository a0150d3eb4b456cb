package dev.livepatch.ide.ui.run;

import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Composite;

import dev.livepatch.ide.launch.RunState.StepState;

/** What was seen in a step, in full. */
final class EvidencePane {
	private final StyledText text;

	EvidencePane(Composite parent) {
		text = new StyledText(parent, SWT.MULTI | SWT.READ_ONLY | SWT.WRAP | SWT.V_SCROLL | SWT.H_SCROLL);
		text.setFont(JFaceResources.getTextFont());
		text.setMargins(6, 4, 6, 4);
		text.setAlwaysShowScrollBars(false);
		text.addTraverseListener(e -> e.doit |= e.detail == SWT.TRAVERSE_TAB_NEXT || e.detail == SWT.TRAVERSE_TAB_PREVIOUS);
	}

	/** @param step null for none */
	void show(StepState step) {
		String evidence = step == null ? "" : step.evidence();
		if (!evidence.equals(text.getText())) {
			text.setText(evidence);
		}
	}
}
