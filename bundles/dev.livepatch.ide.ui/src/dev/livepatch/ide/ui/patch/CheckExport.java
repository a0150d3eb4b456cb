package dev.livepatch.ide.ui.patch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Shell;

import dev.livepatch.core.check.CheckResult;
import dev.livepatch.core.report.JsonReport;
import dev.livepatch.core.report.SarifReport;
import dev.livepatch.core.report.TextReport;
import dev.livepatch.ide.JobFamilies;

/** Writes a check to a file, in the form that the file's name asks for. */
public final class CheckExport extends Job {
	private final CheckResult result;
	private final Path file;

	public CheckExport(CheckResult result, Path file) {
		super(Messages.exporting);
		this.result = result;
		this.file = file;
		setUser(true);
	}

	static void ask(Shell shell, IProject project, CheckResult result) {
		FileDialog dialog = new FileDialog(shell, SWT.SAVE);
		dialog.setText(Messages.exportTitle);
		dialog.setFilterNames(new String[] { Messages.exportText + " (*.txt)", Messages.exportJson + " (*.json)", Messages.exportSarif + " (*.sarif)" });
		dialog.setFilterExtensions(new String[] { "*.txt", "*.json", "*.sarif" });
		dialog.setFileName(project.getName() + ".txt");
		dialog.setOverwrite(true);
		String chosen = dialog.open();
		if (chosen != null) {
			new CheckExport(result, Path.of(chosen)).schedule();
		}
	}

	@Override
	protected IStatus run(IProgressMonitor monitor) {
		String name = file.getFileName().toString();
		try {
			Files.writeString(file, name.endsWith(".json") ? JsonReport.write(result) : name.endsWith(".sarif") ? SarifReport.write(result) : TextReport.write(result));
			return Status.OK_STATUS;
		} catch (IOException e) {
			return Status.error(NLS.bind(Messages.exportFailed, file, e.getMessage()), e);
		}
	}

	@Override
	public boolean belongsTo(Object family) {
		return family == JobFamilies.PROBE;
	}
}
