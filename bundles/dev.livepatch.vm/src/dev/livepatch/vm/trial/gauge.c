/*
 * What a live patch costs, measured inside the guest with its own clock. Answers are lines "KEY NUMBER", times in nanoseconds.
 *
 * Files are those in /payload.
 *
 * gauge watch SECONDS            two tasks that note how long they were held up at most: one spins, one sleeps for a
 *                                millisecond again and again. They go on in the background for so long
 * gauge rest MS LIMIT            a window in which nothing happens:           window, spin, sleep
 * gauge load FILE NAME MS LIMIT  a window in which a live patch is loaded:    the same and load, transition, memory
 * gauge unload NAME MS LIMIT     a window in which it is taken off again:     the same and transition, remove
 * gauge calls                    a cheap system call in a tight loop:         call, for each of many batches
 * gauge run SCRIPT TIMES         a script, some times after another:          run, for each
 *
 * A window lasts at least MS milliseconds, so that the largest of many waits is one of equally many; and at most LIMIT
 * seconds, after which the answer is an error. "transition" is the time between the kernel's own two messages about it
 * (kernel/livepatch/transition.c), which carry microseconds in /dev/kmsg.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SHARED "/run/gauge"
#define MILLI 1000000LL
#define BATCHES 30
#define CALLS 10000

/* One of the two tasks; it closes its window when it notices that another has begun. */
struct track {
	volatile uint32_t window;
	volatile int64_t worst;
};

static struct shared {
	volatile uint32_t window;
	struct track spin, sleep;
} *shared;

static int64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 * MILLI + t.tv_nsec;
}

static void nap(int64_t ns)
{
	struct timespec t = { ns / (1000 * MILLI), ns % (1000 * MILLI) };

	nanosleep(&t, NULL);
}

static int fail(const char *what)
{
	fprintf(stderr, "%s: %s\n", what, strerror(errno));
	return 1;
}

static int open_shared(int flags)
{
	int fd = open(SHARED, O_RDWR | flags, 0600);

	if (fd < 0 || (flags && ftruncate(fd, sizeof *shared) < 0))
		return -1;
	shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	return shared == MAP_FAILED ? -1 : 0;
}

static void follow(struct track *track, int64_t pause, int64_t end)
{
	int64_t worst = 0, last = now();

	while (last < end) {
		int64_t time;
		uint32_t window = shared->window;

		if (pause)
			nap(pause);
		time = now();
		if (time - last - pause > worst)
			worst = time - last - pause;
		last = time;
		if (track->window != window) {
			track->worst = worst;
			__sync_synchronize();
			track->window = window;
			worst = 0;
		}
	}
}

static int watch(int seconds)
{
	int64_t end = now() + seconds * 1000 * MILLI;
	int i;

	if (open_shared(O_CREAT | O_TRUNC) < 0)
		return fail(SHARED);
	for (i = 0; i < 2; i++) {
		pid_t child = fork();

		if (child < 0)
			return fail("fork");
		if (child == 0) {
			setsid();
			prctl(PR_SET_NAME, i ? "gauge-sleep" : "gauge-spin");
			close(0);
			close(1);
			close(2);
			follow(i ? &shared->sleep : &shared->spin, i ? MILLI : 0, end);
			_exit(0);
		}
	}
	return 0;
}

/* Begins a new window; the answer is in the tasks' tracks. */
static int turn(int64_t limit)
{
	uint32_t window = ++shared->window;

	while (shared->spin.window != window || shared->sleep.window != window) {
		if (now() > limit) {
			errno = ETIMEDOUT;
			return fail("the watching tasks");
		}
		nap(MILLI);
	}
	return 0;
}

static int read_word(const char *path, char *word, size_t size)
{
	int fd = open(path, O_RDONLY);
	ssize_t n;

	if (fd < 0)
		return -1;
	n = read(fd, word, size - 1);
	close(fd);
	if (n < 0)
		return -1;
	word[n] = 0;
	return 0;
}

static int write_word(const char *path, const char *word)
{
	int fd = open(path, O_WRONLY);
	int result = fd < 0 || write(fd, word, strlen(word)) < 0 ? -1 : 0;
	int error = errno;

	if (fd >= 0)
		close(fd);
	errno = error;
	return result;
}

/* The time between the kernel's messages about a patch's transition, -1 if they are not there. */
static int64_t transition(int kmsg, const char *name)
{
	char record[8192], began[128], ended[128], way[2][12] = { "patching", "unpatching" };
	int64_t start = -1, end = -1;
	ssize_t n;

	while ((n = read(kmsg, record, sizeof record - 1)) >= 0 || errno == EPIPE) {
		unsigned long long stamp;
		int i;

		record[n < 0 ? 0 : n] = 0;
		for (i = 0; i < 2; i++) {
			snprintf(began, sizeof began, "livepatch: '%s': starting %s transition", name, way[i]);
			snprintf(ended, sizeof ended, "livepatch: '%s': %s complete", name, way[i]);
			if (sscanf(record, "%*u,%*u,%llu,", &stamp) != 1)
				continue;
			if (strstr(record, began))
				start = stamp;
			if (strstr(record, ended))
				end = stamp;
		}
	}
	return start < 0 || end < start ? -1 : (end - start) * 1000;
}

static int quiet(const char *sysfs, const char *wanted, int64_t limit)
{
	char word[32];

	while (wanted ? read_word(sysfs, word, sizeof word) < 0 || strncmp(word, wanted, strlen(wanted)) : access(sysfs, F_OK) == 0) {
		if (now() > limit) {
			errno = ETIMEDOUT;
			return fail("the transition");
		}
		nap(2 * MILLI);
	}
	return 0;
}

enum action { REST, LOAD, UNLOAD };

static int window(enum action action, const char *file, const char *name, int64_t least, int seconds)
{
	char path[256], memory[32] = "";
	int64_t limit = now() + seconds * 1000 * MILLI, start, before, spent = 0, removal = 0, took = -1;
	int kmsg = open("/dev/kmsg", O_RDONLY | O_NONBLOCK), module = -1;

	if (open_shared(0) < 0)
		return fail(SHARED);
	if (kmsg >= 0)
		lseek(kmsg, 0, SEEK_END);
	if (action == LOAD && (module = open(file, O_RDONLY | O_CLOEXEC)) < 0)
		return fail(file);
	if (turn(limit))
		return 1;
	start = before = now();
	switch (action) {
	case REST:
		break;
	case LOAD:
		if (syscall(SYS_finit_module, module, "", 0) < 0)
			return fail("the module");
		spent = now() - before;
		snprintf(path, sizeof path, "/sys/kernel/livepatch/%s/transition", name);
		if (quiet(path, "0", limit))
			return 1;
		snprintf(path, sizeof path, "/sys/module/%s/coresize", name);
		read_word(path, memory, sizeof memory);
		break;
	case UNLOAD:
		snprintf(path, sizeof path, "/sys/kernel/livepatch/%s/enabled", name);
		if (write_word(path, "0") < 0)
			return fail(path);
		*strrchr(path, '/') = 0;
		if (quiet(path, NULL, limit))
			return 1;
		before = now();
		while (syscall(SYS_delete_module, name, O_NONBLOCK) < 0) {
			if (now() > limit || (errno != EWOULDBLOCK && errno != EBUSY))
				return fail("removing the module");
			nap(5 * MILLI);
		}
		removal = now() - before;
		break;
	}
	while (now() < start + least * MILLI)
		nap(2 * MILLI);
	spent = action == LOAD ? spent : removal;
	before = now();
	if (turn(limit))
		return 1;
	if (kmsg >= 0 && action != REST)
		took = transition(kmsg, name);
	printf("window %lld\nspin %lld\nsleep %lld\n", (long long)(before - start), (long long)shared->spin.worst, (long long)shared->sleep.worst);
	if (action != REST && took >= 0)
		printf("transition %lld\n", (long long)took);
	if (action != REST)
		printf("%s %lld\n", action == LOAD ? "load" : "remove", (long long)spent);
	if (*memory)
		printf("memory %s", memory);
	return 0;
}

static int calls(void)
{
	int batch, i;

	for (batch = 0; batch < BATCHES; batch++) {
		int64_t start = now();

		for (i = 0; i < CALLS; i++)
			syscall(SYS_getppid);
		/* tenths would be lost in the noise */
		printf("call %lld\n", (long long)((now() - start) / CALLS));
	}
	return 0;
}

static int run(const char *script, int times)
{
	int i, status;

	for (i = 0; i < times; i++) {
		int64_t start = now();
		pid_t child = fork();

		if (child == 0) {
			close(1);
			open("/dev/null", O_WRONLY);
			/* the agent who started this shall outlive the others */
			write_word("/proc/self/oom_score_adj", "0");
			execl("/bin/sh", "sh", script, NULL);
			_exit(127);
		}
		if (child < 0 || waitpid(child, &status, 0) < 0)
			return fail("fork");
		printf("run %lld\n", (long long)(now() - start));
	}
	return 0;
}

int main(int argc, char **argv)
{
	const char *verb = argc > 1 ? argv[1] : "";

	if (chdir("/payload") < 0)
		return fail("/payload");
	if (argc == 3 && !strcmp(verb, "watch"))
		return watch(atoi(argv[2]));
	if (argc == 4 && !strcmp(verb, "rest"))
		return window(REST, NULL, NULL, atoi(argv[2]), atoi(argv[3]));
	if (argc == 6 && !strcmp(verb, "load"))
		return window(LOAD, argv[2], argv[3], atoi(argv[4]), atoi(argv[5]));
	if (argc == 5 && !strcmp(verb, "unload"))
		return window(UNLOAD, NULL, argv[2], atoi(argv[3]), atoi(argv[4]));
	if (argc == 2 && !strcmp(verb, "calls"))
		return calls();
	if (argc == 4 && !strcmp(verb, "run"))
		return run(argv[2], atoi(argv[3]));
	fprintf(stderr, "gauge: unknown request\n");
	return 2;
}
