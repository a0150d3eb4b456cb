// SPDX-License-Identifier: GPL-2.0
/* A live patch that changes nothing: getppid() with a new copy of its body, to see what the way through ftrace adds to a call. */
#include <linux/livepatch.h>
#include <linux/module.h>
#include <linux/pid.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>

static long redirected_getppid(const struct pt_regs *unused)
{
	int pid;

	rcu_read_lock();
	pid = task_tgid_vnr(rcu_dereference(current->real_parent));
	rcu_read_unlock();
	return pid;
}

static struct klp_func funcs[] = {
	{ .old_name = "__x64_sys_getppid", .new_func = redirected_getppid },
	{ }
};

static struct klp_object objects[] = {
	{ .funcs = funcs },
	{ }
};

static struct klp_patch patch = { .mod = THIS_MODULE, .objs = objects };

static int __init start(void)
{
	return klp_enable_patch(&patch);
}

static void __exit end(void)
{
}

module_init(start);
module_exit(end);
MODULE_DESCRIPTION("redirects getppid() to a copy of itself");
MODULE_LICENSE("GPL");
MODULE_INFO(livepatch, "Y");
