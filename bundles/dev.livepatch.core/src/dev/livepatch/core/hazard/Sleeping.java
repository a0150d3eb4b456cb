package dev.livepatch.core.hazard;

import java.nio.ByteBuffer;
import java.util.Set;

import dev.livepatch.core.hazard.References.Kind;
import dev.livepatch.core.hazard.References.Reference;
import dev.livepatch.core.object.ObjectFile;
import dev.livepatch.core.object.ObjectFormatException;

/** Which calls may put a task to sleep: of those that code makes often, the ones that say {@code might_sleep} whatever they are given, and allocations by their flags. */
final class Sleeping {
	private static final Set<String> ALWAYS = Set.of("mutex_lock", "mutex_lock_interruptible", "mutex_lock_killable", "mutex_lock_nested", "down", "down_interruptible", "down_killable",
			"down_read", "down_read_interruptible", "down_read_killable", "down_write", "down_write_killable", "wait_for_completion", "wait_for_completion_timeout",
			"wait_for_completion_interruptible", "wait_for_completion_interruptible_timeout", "wait_for_completion_killable", "schedule", "schedule_timeout", "schedule_timeout_interruptible",
			"schedule_timeout_uninterruptible", "schedule_timeout_killable", "io_schedule", "msleep", "msleep_interruptible", "usleep_range_state", "synchronize_rcu",
			"synchronize_rcu_expedited", "synchronize_srcu", "synchronize_irq", "flush_work", "cancel_work_sync", "flush_delayed_work", "cancel_delayed_work_sync", "__flush_workqueue",
			"kthread_stop", "free_irq", "vmalloc", "vzalloc");
	/** The flags are the second argument (include/linux/slab.h); names up to Linux 6.1, 6.9 and since. */
	private static final Set<String> ALLOCATORS = Set.of("__kmalloc", "kmem_cache_alloc", "kmem_cache_alloc_trace", "kmalloc_trace", "kmalloc_large", "__kmalloc_noprof",
			"kmem_cache_alloc_noprof", "__kmalloc_cache_noprof", "__kmalloc_large_noprof");
	/** {@code ___GFP_DIRECT_RECLAIM} since Linux 4.15 (include/linux/gfp_types.h); greater values than all flags together are none. */
	private static final int RECLAIM = 0x400;
	private static final int FLAGS = 1 << 28;
	/** {@code mov $imm32,%esi}, and how far before the call it can be. */
	private static final int LOAD_ESI = 0xbe;
	private static final int LOAD_SIZE = 5;
	private static final int NEAR = 32;

	private Sleeping() {
	}

	static boolean may(ObjectFile object, Reference call) throws ObjectFormatException {
		return call.kind() == Kind.CALL && (ALWAYS.contains(call.name()) || ALLOCATORS.contains(call.name()) && reclaims(object, call));
	}

	/** The nearest constant before the call that is loaded into the second argument's register. */
	private static boolean reclaims(ObjectFile object, Reference call) throws ObjectFormatException {
		ByteBuffer code = object.data(call.section());
		int opcode = (int) call.offset() - 1;
		for (int at = opcode - LOAD_SIZE; at >= Math.max(0, opcode - NEAR); at--) {
			int flags = code.getInt(at + 1);
			if (Byte.toUnsignedInt(code.get(at)) == LOAD_ESI && flags > 0 && flags < FLAGS) {
				return (flags & RECLAIM) != 0;
			}
		}
		return false;
	}
}
