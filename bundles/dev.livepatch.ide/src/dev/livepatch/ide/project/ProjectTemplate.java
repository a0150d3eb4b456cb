package dev.livepatch.ide.project;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IProjectDescription;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.resources.IWorkspace;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.SubMonitor;

import dev.livepatch.core.change.ChangeSet;
import dev.livepatch.core.change.LivepatchProject;
import dev.livepatch.core.change.PatchWriter;
import dev.livepatch.ide.LivepatchIde;
import dev.livepatch.ide.preferences.KernelChoice;

/**
 * A live patch project to be made.
 *
 * @param name     of the project and of the patch
 * @param location of the project's directory; empty: in the workspace
 * @param kernel   the build directory the user chose
 * @param change   what to start from; empty: nothing. One that deletes or renames files stays a patch, as {@code src} cannot say that
 */
public record ProjectTemplate(String name, Optional<URI> location, Path kernel, Optional<ChangeSet> change) {
	private static final String SETTINGS = """
			# Settings of the live patch.

			# The module is named after it.
			name = "%s"
			# What it mends, for those who meet it in a running kernel.
			description = ""
			# Whether loading it replaces all live patches loaded before.
			replace = true

			# Scripts run in the emulated kernel: each must fail before the load, pass after it, and fail again after the unload.
			[verify]
			probes = ["verify/*.sh"]

			# The emulated machine; memory in MB.
			[machine]
			cpus = 2
			memory = 512
			""";
	private static final String PROBE = """
			#!/bin/sh
			# Proves the patch in the emulated kernel: must fail before the load, pass after it, and fail again after the unload.
			# Exit 0 says that the patched behaviour is there. It runs as root in a busybox shell, without network or disk.
			# Example, for a patch to fs/proc/version.c that adds a word:
			#   grep -q patched /proc/version
			# To have it run, write the probe and rename this file to end in .sh.
			exit 1
			""";
	/** No {@code .sh}: a probe that can never pass would fail every verification. */
	private static final String PROBE_FILE = "probe.sh.example";

	/** Makes the project. Runs in one workspace operation, so that nothing is built half-made. */
	public IProject create(IProgressMonitor monitor) throws CoreException {
		IWorkspace workspace = ResourcesPlugin.getWorkspace();
		IProject project = workspace.getRoot().getProject(name);
		workspace.run(m -> fill(project, m), workspace.getRoot(), IWorkspace.AVOID_UPDATE, monitor);
		return project;
	}

	private void fill(IProject project, IProgressMonitor monitor) throws CoreException {
		SubMonitor progress = SubMonitor.convert(monitor, 100);
		IProjectDescription description = project.getWorkspace().newProjectDescription(name);
		location.ifPresent(description::setLocationURI);
		project.create(description, progress.split(10));
		project.open(IResource.BACKGROUND_REFRESH, progress.split(10));
		project.setDefaultCharset(StandardCharsets.UTF_8.name(), progress.split(5));
		KernelChoice.choose(project, kernel);
		ProjectLayout layout = ProjectLayout.of(project);
		if (!layout.settings().exists()) {
			ProjectFiles.write(layout.settings(), SETTINGS.formatted(name).getBytes(StandardCharsets.UTF_8), progress.split(5));
		}
		ProjectFiles.createFolders(project.getFolder(ProjectLayout.PROBES), progress.split(5));
		if (project.getFolder(ProjectLayout.PROBES).members().length == 0) {
			ProjectFiles.write(project.getFolder(ProjectLayout.PROBES).getFile(PROBE_FILE), PROBE.getBytes(StandardCharsets.UTF_8), progress.split(5));
		}
		if (!layout.ignored().exists()) {
			ProjectFiles.write(layout.ignored(), ("/" + ProjectLayout.OUTPUT + "/\n").getBytes(StandardCharsets.UTF_8), progress.split(1));
		}
		ProjectFiles.createFolders(layout.output(), progress.split(4));
		layout.output().setDerived(true, null);
		if (change.isPresent() && !LivepatchProject.hasSources(change.get())) {
			ProjectFiles.write(project.getFile(name + "." + ProjectLayout.PATCH_EXTENSION),
					PatchWriter.write(change.get()).getBytes(StandardCharsets.ISO_8859_1), progress.split(40));
		} else {
			ProjectFiles.writeSources(layout, change.orElse(new ChangeSet(name, List.of(), List.of())), progress.split(45));
		}
		// last: from here on it is built
		description = project.getDescription();
		description.setNatureIds(new String[] { LivepatchIde.NATURE });
		project.setDescription(description, progress.split(5));
	}
}
