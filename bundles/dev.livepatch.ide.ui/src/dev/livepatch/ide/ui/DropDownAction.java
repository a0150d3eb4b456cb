package dev.livepatch.ide.ui;

import org.eclipse.jface.action.Action;
import org.eclipse.jface.action.IAction;
import org.eclipse.jface.action.IMenuCreator;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Menu;

/** A button with a menu that is made anew each time it is opened. */
public abstract class DropDownAction extends Action implements IMenuCreator {
	private Menu menu;

	protected DropDownAction(String text) {
		super(text, IAction.AS_DROP_DOWN_MENU);
		setMenuCreator(this);
	}

	protected abstract void fill(Menu empty);

	@Override
	public final Menu getMenu(Control parent) {
		return filled(new Menu(parent));
	}

	@Override
	public final Menu getMenu(Menu parent) {
		return filled(new Menu(parent.getShell(), SWT.DROP_DOWN));
	}

	private Menu filled(Menu made) {
		dispose();
		menu = made;
		fill(menu);
		return menu;
	}

	@Override
	public final void dispose() {
		if (menu != null) {
			menu.dispose();
			menu = null;
		}
	}
}
