package dev.livepatch.core.explain;

import java.util.regex.Pattern;

/** Names that {@code SYSCALL_DEFINEn} gives to the functions of a system call ({@code include/linux/syscalls.h}, {@code asm/syscall_wrapper.h}). */
final class SystemCalls {
	private static final Pattern BODY = Pattern.compile("__(do|se|x64|ia32|ia32_compat|x64_compat|do_compat|se_compat)_sys_\\w+");

	private SystemCalls() {
	}

	static boolean isBody(String function) {
		return BODY.matcher(function).matches();
	}
}
