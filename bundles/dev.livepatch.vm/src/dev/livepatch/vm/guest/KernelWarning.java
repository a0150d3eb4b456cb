package dev.livepatch.vm.guest;

import dev.livepatch.vm.RuntimeProblem;

/**
 * A warning of the kernel, after which it went on.
 *
 * @param place where it comes from, the same each time: source file and line, else the message
 * @param text  the whole report
 */
public record KernelWarning(String place, RuntimeProblem problem, String text) {
}
