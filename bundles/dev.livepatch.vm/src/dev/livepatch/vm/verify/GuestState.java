package dev.livepatch.vm.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.livepatch.vm.observation.Taint;

/**
 * What a patch could leave behind in a guest's kernel.
 *
 * @param patches  the directories in {@code /sys/kernel/livepatch}
 * @param modules  the names in {@code /proc/modules}
 * @param enabled  the functions in {@code enabled_functions}, with the number of their handlers and flags
 * @param unknown  bits of the taint mask that have no name here
 */
record GuestState(Set<String> patches, Set<String> modules, Set<String> enabled, Set<Taint> taints, long unknown) {
	private static final Pattern LINE = Pattern.compile("(taint|patch|module|enabled) (.*)");
	/** {@code function [module] (handlers) flags} before what changes from one time to the next, such as the trampoline's address. */
	private static final Pattern ENABLED = Pattern.compile("(\\S+ (?:\\[\\S+\\] )?\\(\\d+\\)(?:\\s+[A-Z]\\b)*).*");

	/** Reads the agent's {@code state} answer. */
	static GuestState parse(List<String> lines) {
		TreeSet<String> patches = new TreeSet<>();
		TreeSet<String> modules = new TreeSet<>();
		TreeSet<String> enabled = new TreeSet<>();
		long taint = 0;
		for (String line : lines) {
			Matcher m = LINE.matcher(line);
			if (m.matches()) {
				switch (m.group(1)) {
					case "taint" -> taint = m.group(2).matches("\\d{1,18}") ? Long.parseLong(m.group(2)) : 0;
					case "patch" -> patches.add(m.group(2));
					case "module" -> modules.add(m.group(2));
					default -> enabled.add(ENABLED.matcher(m.group(2)).replaceFirst("$1").replaceAll("\\s+", " "));
				}
			}
		}
		return new GuestState(patches, modules, enabled, Taint.of(taint), taint >>> Taint.values().length);
	}

	/** What a later state has too much or too little, each as a sentence; taints that come with every patch are none. */
	List<String> deviations(GuestState later) {
		List<String> all = new ArrayList<>();
		compare("the directory in /sys/kernel/livepatch", patches, later.patches, all);
		compare("the module", modules, later.modules, all);
		compare("the entry in enabled_functions", enabled, later.enabled, all);
		later.taints.stream().filter(t -> !taints.contains(t) && !t.comesWithPatches()).forEach(t -> all.add("the kernel became tainted: " + t));
		if (later.unknown != unknown) {
			all.add("the kernel became tainted in a way without a name here: bits 0x" + Long.toHexString(later.unknown << Taint.values().length));
		}
		return all;
	}

	private static void compare(String what, Set<String> before, Set<String> after, List<String> deviations) {
		after.stream().filter(x -> !before.contains(x)).forEach(x -> deviations.add(what + " “" + x + "” is still there"));
		before.stream().filter(x -> !after.contains(x)).forEach(x -> deviations.add(what + " “" + x + "” is gone"));
	}
}
