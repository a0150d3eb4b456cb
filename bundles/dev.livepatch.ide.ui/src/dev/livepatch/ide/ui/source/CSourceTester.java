package dev.livepatch.ide.ui.source;

import org.eclipse.core.expressions.PropertyTester;
import org.eclipse.core.runtime.Platform;
import org.eclipse.core.runtime.content.IContentType;
import org.eclipse.ui.IEditorInput;

import dev.livepatch.ide.LivepatchIde;

/** Tells C files that no other tooling takes care of: the property {@code dev.livepatch.ide.ui.cSource} of editor inputs. */
public final class CSourceTester extends PropertyTester {

	@Override
	public boolean test(Object receiver, String property, Object[] arguments, Object expected) {
		return receiver instanceof IEditorInput input && isC(input);
	}

	public static boolean isC(IEditorInput input) {
		IContentType type = Platform.getContentTypeManager().findContentTypeFor(input.getName());
		return type != null && type.getId().equals(LivepatchIde.C_SOURCE);
	}
}
