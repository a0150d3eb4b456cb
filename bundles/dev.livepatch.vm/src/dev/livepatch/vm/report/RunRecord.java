package dev.livepatch.vm.report;

import java.time.Instant;

import dev.livepatch.vm.VerificationReport;

/**
 * A run to be reported.
 *
 * @param patch  its name
 * @param kernel the kernel's release
 * @param began  when the run began
 */
public record RunRecord(String patch, String kernel, Instant began, VerificationReport report) {
}
