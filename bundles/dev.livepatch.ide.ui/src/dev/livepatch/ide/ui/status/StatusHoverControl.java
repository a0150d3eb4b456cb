package dev.livepatch.ide.ui.status;

import java.util.ArrayList;
import java.util.List;

import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.jface.text.AbstractInformationControl;
import org.eclipse.jface.text.IInformationControlCreator;
import org.eclipse.jface.text.IInformationControlExtension2;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.ScrolledComposite;
import org.eclipse.swt.events.ControlListener;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.ui.forms.HyperlinkSettings;
import org.eclipse.ui.forms.events.HyperlinkAdapter;
import org.eclipse.ui.forms.events.HyperlinkEvent;
import org.eclipse.ui.forms.widgets.FormText;

import dev.livepatch.ide.ui.status.FunctionReport.Line;
import dev.livepatch.ide.ui.status.StatusHover.Shown;

/** A {@link FunctionReport} in a hover; its links are reached with the mouse, or with the keyboard once it has the focus. */
final class StatusHoverControl extends AbstractInformationControl implements IInformationControlExtension2 {
	static final IInformationControlCreator CREATOR = parent -> new StatusHoverControl(parent, false);
	private static final String CODE = "code";
	private static final int WIDEST = 640;
	private final List<Line> targets = new ArrayList<>();
	private ScrolledComposite scrolled;
	private FormText text;
	private Shown shown;

	private StatusHoverControl(Shell parent, boolean resizable) {
		super(parent, resizable);
		if (!resizable) {
			setStatusText(Messages.focus);
		}
		create();
	}

	@Override
	protected void createContent(Composite parent) {
		parent.setLayout(new FillLayout());
		scrolled = new ScrolledComposite(parent, SWT.V_SCROLL);
		scrolled.setExpandHorizontal(true);
		text = new FormText(scrolled, SWT.NO_FOCUS);
		text.marginWidth = 8;
		text.marginHeight = 6;
		text.setFont(CODE, JFaceResources.getTextFont());
		text.setForeground(parent.getForeground());
		text.setBackground(parent.getBackground());
		scrolled.setBackground(parent.getBackground());
		text.setHyperlinkSettings(new HyperlinkSettings(parent.getDisplay()));
		text.addHyperlinkListener(new HyperlinkAdapter() {
			@Override
			public void linkActivated(HyperlinkEvent event) {
				follow(targets.get(Integer.parseInt((String) event.getHref())));
			}
		});
		scrolled.setContent(text);
		scrolled.addControlListener(ControlListener.controlResizedAdapter(event -> {
			int width = scrolled.getClientArea().width;
			text.setSize(width, text.computeSize(width, SWT.DEFAULT).y);
		}));
	}

	private void follow(Line line) {
		Shown from = shown;
		dispose();
		switch (line) {
			case Line.Link link -> new OpenSiteJob(from.file().project(), link.site()).schedule();
			case Line.Compare compare -> CompareFunction.open(from.file().project(), compare.symbol());
			case Line.Text none -> throw new IllegalStateException(none.text());
			case Line.Code none -> throw new IllegalStateException(none.text());
		}
	}

	@Override
	public void setInput(Object input) {
		if (input instanceof Shown report) {
			shown = report;
			targets.clear();
			text.setText(form(report.report()), true, false);
		}
	}

	private String form(FunctionReport report) {
		StringBuilder form = new StringBuilder("<form><p><b>" + escaped(report.title()) + "</b></p>");
		for (Line line : report.lines()) {
			switch (line) {
				case Line.Text plain -> form.append("<p>").append(escaped(plain.text())).append("</p>");
				case Line.Code code -> form.append("<p><span font=\"" + CODE + "\">").append(escaped(code.text())).append("</span></p>");
				case Line.Link link -> form.append("<li>").append(linked(link, NLS.bind(Messages.site, new Object[] { link.text(), link.site().file(), String.valueOf(link.site().line()) }))).append("</li>");
				case Line.Compare compare -> form.append(CompareFunction.isThere() ? "<p>" + linked(compare, Messages.compare) + "</p>" : "");
			}
		}
		return form.append("</form>").toString();
	}

	private String linked(Line line, String label) {
		targets.add(line);
		return "<a href=\"" + (targets.size() - 1) + "\">" + escaped(label) + "</a>";
	}

	private static String escaped(String plain) {
		return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
	}

	@Override
	public boolean hasContents() {
		return shown != null;
	}

	@Override
	public Point computeSizeHint() {
		Point size = text.computeSize(SWT.DEFAULT, SWT.DEFAULT);
		int width = Math.min(size.x, WIDEST);
		Point limits = getSizeConstraints();
		int height = text.computeSize(width, SWT.DEFAULT).y;
		Rectangle trim = computeTrim();
		return new Point(width + trim.width, Math.min(height, limits == null || limits.y <= 0 ? height : Math.max(limits.y, 260)) + trim.height);
	}

	@Override
	public void setFocus() {
		super.setFocus();
		text.setFocus();
	}

	@Override
	public IInformationControlCreator getInformationPresenterControlCreator() {
		return parent -> new StatusHoverControl(parent, true);
	}
}
