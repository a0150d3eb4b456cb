package dev.livepatch.ide.launch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IPath;
import org.eclipse.core.runtime.Status;
import org.eclipse.debug.core.ILaunchConfiguration;
import org.eclipse.debug.core.ILaunchConfigurationWorkingCopy;
import org.eclipse.osgi.util.NLS;

import dev.livepatch.core.change.LivepatchProject;
import dev.livepatch.ide.LivepatchIde;
import dev.livepatch.ide.project.ProjectLayout;
import dev.livepatch.vm.Deadlines;
import dev.livepatch.vm.MachineSettings;

/**
 * What a launch configuration says.
 *
 * @param project            name of the project
 * @param cpus               of the machine; 0: as the project's settings say
 * @param memoryMb           of the machine; 0: as the project's settings say
 * @param kvm                whether KVM may be used
 * @param ownProbes          whether {@code probes} are run instead of the project's
 * @param probes             paths relative to the project
 * @param bootSeconds        deadline
 * @param transitionSeconds  deadline
 * @param probeSeconds       deadline
 * @param trials             beyond an ordinary run
 */
public record LaunchSettings(String project, int cpus, int memoryMb, boolean kvm, boolean ownProbes, List<String> probes,
		int bootSeconds, int transitionSeconds, int probeSeconds, TrialSettings trials) {
	private static final String PREFIX = LivepatchIde.LAUNCH_TYPE + ".";
	public static final String PROJECT = PREFIX + "project";
	public static final String CPUS = PREFIX + "cpus";
	public static final String MEMORY = PREFIX + "memory";
	public static final String KVM = PREFIX + "kvm";
	public static final String OWN_PROBES = PREFIX + "ownProbes";
	public static final String PROBES = PREFIX + "probes";
	public static final String BOOT_SECONDS = PREFIX + "bootSeconds";
	public static final String TRANSITION_SECONDS = PREFIX + "transitionSeconds";
	public static final String PROBE_SECONDS = PREFIX + "probeSeconds";

	public LaunchSettings {
		probes = List.copyOf(probes);
	}

	/** What a new configuration says. */
	public static LaunchSettings defaults(String project) {
		return new LaunchSettings(project, 0, 0, true, false, List.of(), (int) Deadlines.DEFAULT.boot().toSeconds(),
				(int) Deadlines.DEFAULT.transition().toSeconds(), (int) Deadlines.DEFAULT.probe().toSeconds(), TrialSettings.NONE);
	}

	public static LaunchSettings read(ILaunchConfiguration configuration) throws CoreException {
		LaunchSettings defaults = defaults("");
		return new LaunchSettings(configuration.getAttribute(PROJECT, ""), configuration.getAttribute(CPUS, 0), configuration.getAttribute(MEMORY, 0),
				configuration.getAttribute(KVM, true), configuration.getAttribute(OWN_PROBES, false), configuration.getAttribute(PROBES, List.of()),
				configuration.getAttribute(BOOT_SECONDS, defaults.bootSeconds), configuration.getAttribute(TRANSITION_SECONDS, defaults.transitionSeconds),
				configuration.getAttribute(PROBE_SECONDS, defaults.probeSeconds), TrialSettings.read(configuration));
	}

	/** Writes everything, and maps the configuration to its project. */
	public void write(ILaunchConfigurationWorkingCopy configuration) {
		configuration.setAttribute(PROJECT, project);
		configuration.setAttribute(CPUS, cpus);
		configuration.setAttribute(MEMORY, memoryMb);
		configuration.setAttribute(KVM, kvm);
		configuration.setAttribute(OWN_PROBES, ownProbes);
		configuration.setAttribute(PROBES, probes);
		configuration.setAttribute(BOOT_SECONDS, bootSeconds);
		configuration.setAttribute(TRANSITION_SECONDS, transitionSeconds);
		configuration.setAttribute(PROBE_SECONDS, probeSeconds);
		trials.write(configuration);
		configuration.setMappedResources(handle() == null ? null : new IProject[] { handle() });
	}

	/** @throws CoreException if it is not an open live patch project; says what to do */
	public IProject requireProject() throws CoreException {
		IProject handle = handle();
		if (handle == null) {
			throw new CoreException(Status.error(Messages.noProject));
		}
		if (!ProjectLayout.isLivepatch(handle)) {
			throw new CoreException(Status.error(NLS.bind(Messages.badProject, project)));
		}
		return handle;
	}

	private IProject handle() {
		return IPath.EMPTY.isValidSegment(project) ? ResourcesPlugin.getWorkspace().getRoot().getProject(project) : null;
	}

	MachineSettings machine(MachineSettings found, LivepatchProject livepatch) {
		var wanted = livepatch.settings().machine();
		return new MachineSettings(found.qemu(), found.busybox(), cpus > 0 ? cpus : wanted.cpus(), memoryMb > 0 ? memoryMb : wanted.memoryMb(),
				kvm && found.allowKvm(), trials.cold() ? Optional.empty() : found.saved());
	}

	List<Path> probes(LivepatchProject livepatch) {
		return ownProbes ? probes.stream().map(livepatch.root()::resolve).toList() : livepatch.probes();
	}

	Deadlines deadlines() {
		return Deadlines.DEFAULT.withBoot(Duration.ofSeconds(bootSeconds)).withTransition(Duration.ofSeconds(transitionSeconds))
				.withProbe(Duration.ofSeconds(probeSeconds));
	}
}
