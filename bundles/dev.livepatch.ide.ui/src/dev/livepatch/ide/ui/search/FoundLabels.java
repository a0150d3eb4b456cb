package dev.livepatch.ide.ui.search;

import org.eclipse.jface.viewers.DelegatingStyledCellLabelProvider.IStyledLabelProvider;
import org.eclipse.jface.viewers.LabelProvider;
import org.eclipse.jface.viewers.StyledString;
import org.eclipse.osgi.util.NLS;
import org.eclipse.search.ui.text.AbstractTextSearchViewPage;
import org.eclipse.search.ui.text.Match;
import org.eclipse.swt.graphics.Image;
import org.eclipse.ui.ISharedImages;
import org.eclipse.ui.PlatformUI;

import dev.livepatch.ide.ui.Icons;
import dev.livepatch.ide.ui.search.FoundTree.Directory;
import dev.livepatch.ide.ui.search.FoundTree.SourceFile;

/** Names with counts, and lines with what matched in the colour that the platform has for that. */
final class FoundLabels extends LabelProvider implements IStyledLabelProvider {
	private static final StyledString.Styler MATCH = StyledString.createColorRegistryStyler(null, "org.eclipse.search.ui.match.highlight");
	private final FoundTree tree;
	private final AbstractTextSearchViewPage page;

	FoundLabels(FoundTree tree, AbstractTextSearchViewPage page) {
		this.tree = tree;
		this.page = page;
	}

	@Override
	public StyledString getStyledText(Object element) {
		return switch (element) {
			case Directory directory -> counted(directory.path().isEmpty() ? "." : directory.path(), element);
			case SourceFile file -> counted(file.name(), element);
			case SourceLine line -> line(line);
			default -> new StyledString(String.valueOf(element));
		};
	}

	private StyledString counted(String name, Object element) {
		StyledString label = new StyledString(NLS.bind(Messages.count, name, tree.count(element)));
		label.setStyle(name.length(), label.length() - name.length(), StyledString.COUNTER_STYLER);
		return label;
	}

	private StyledString line(SourceLine line) {
		String code = line.excerpt().stripLeading();
		int stripped = line.excerpt().length() - code.length();
		StyledString label = new StyledString(NLS.bind(Messages.line, line.number(), code.replace('\t', ' ')));
		int codeAt = label.length() - code.length();
		label.setStyle(0, codeAt, StyledString.QUALIFIER_STYLER);
		for (Match match : page.getDisplayedMatches(line)) {
			int from = Math.clamp((long) match.getOffset() - line.shownAt() - stripped, 0, code.length());
			int to = Math.clamp((long) match.getOffset() + match.getLength() - line.shownAt() - stripped, from, code.length());
			label.setStyle(codeAt + from, to - from, MATCH);
		}
		return label;
	}

	@Override
	public String getText(Object element) {
		return getStyledText(element).getString();
	}

	@Override
	public Image getImage(Object element) {
		return switch (element) {
			case Directory directory -> PlatformUI.getWorkbench().getSharedImages().getImage(ISharedImages.IMG_OBJ_FOLDER);
			case SourceFile file -> Icons.KERNEL_FILE.image();
			default -> null;
		};
	}
}
