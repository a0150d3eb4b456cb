/*
 * workload SECONDS: everyday work for a guest's kernel, in moderation, until SIGTERM or the time is over.
 * Each kind is a worker that does a little and sleeps a little, so that much is in progress at any moment and the
 * processors still have time for others. At the end each tells "NAME COUNT", or "NAME - REASON" where the kernel
 * does not offer it.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define BREATH_NS 2000000
#define BLOCK 16384

/* Shared with the leader, which tells the numbers at the end. */
struct tally {
	volatile unsigned long count;
	volatile int error;
};

static void breathe(void)
{
	struct timespec t = { 0, BREATH_NS };

	nanosleep(&t, NULL);
}

/* A worker returns -1 with errno when the kernel does not offer what it needs. */
static int processes(void)
{
	int status;
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	return child < 0 || waitpid(child, &status, 0) < 0 ? -1 : 0;
}

static int files(void)
{
	static char block[BLOCK];
	struct stat about;
	int fd = open("file", O_RDWR | O_CREAT | O_TRUNC, 0600);

	if (fd < 0)
		return -1;
	if (write(fd, block, sizeof block) < 0 || lseek(fd, 0, SEEK_SET) < 0 || read(fd, block, sizeof block) < 0 || fstat(fd, &about) < 0 || close(fd) < 0)
		return -1;
	return rename("file", "renamed") < 0 || unlink("renamed") < 0 ? -1 : 0;
}

static int proc(void)
{
	static const char *const names[] = { "/proc/self/status", "/proc/self/maps", "/proc/meminfo", "/proc/loadavg", "/proc/stat", "/proc/version" };
	char buffer[BLOCK];
	size_t i;

	for (i = 0; i < sizeof names / sizeof *names; i++) {
		int fd = open(names[i], O_RDONLY);

		if (fd < 0)
			continue;	/* the kernel decides what is there */
		while (read(fd, buffer, sizeof buffer) > 0)
			;
		close(fd);
	}
	return 0;
}

static int echo_over(int fds[2])
{
	char c = 'x';

	return write(fds[0], &c, 1) == 1 && read(fds[1], &c, 1) == 1 && write(fds[1], &c, 1) == 1 && read(fds[0], &c, 1) == 1 ? 0 : -1;
}

static int sockets(void)
{
	static int pair[2] = { -1, -1 };
	int i;

	if (pair[0] < 0 && socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0)
		return -1;
	for (i = 0; i < 8; i++)
		if (echo_over(pair) < 0)
			return -1;
	return 0;
}

static int tcp(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t length = sizeof address;
	int listening = socket(AF_INET, SOCK_STREAM, 0), pair[2] = { -1, -1 }, result = -1, error;

	if (listening >= 0 && bind(listening, (struct sockaddr *)&address, sizeof address) == 0 && listen(listening, 1) == 0 &&
	    getsockname(listening, (struct sockaddr *)&address, &length) == 0 && (pair[0] = socket(AF_INET, SOCK_STREAM, 0)) >= 0 &&
	    connect(pair[0], (struct sockaddr *)&address, sizeof address) == 0 && (pair[1] = accept(listening, NULL, NULL)) >= 0)
		result = echo_over(pair);
	error = errno;
	close(pair[0]);
	close(pair[1]);
	close(listening);
	errno = error;
	return result;
}

/* The other end sleeps in read() most of the time. */
static int pipes(void)
{
	static int there[2], back[2];
	static pid_t partner;
	char c = 'x';

	if (!partner) {
		if (pipe(there) < 0 || pipe(back) < 0 || (partner = fork()) < 0)
			return -1;
		if (partner == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			while (read(there[0], &c, 1) == 1 && write(back[1], &c, 1) == 1)
				;
			_exit(0);
		}
	}
	return write(there[1], &c, 1) == 1 && read(back[0], &c, 1) == 1 ? 0 : -1;
}

static void ignore(int signal)
{
	(void)signal;
}

static int signals(void)
{
	struct timespec soon = { 0, 50000000 };
	sigset_t set;
	pid_t child;
	int status;

	signal(SIGUSR2, ignore);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	child = fork();
	if (child < 0)
		return -1;
	if (child == 0) {
		kill(getppid(), SIGUSR1);
		pause();
		_exit(0);
	}
	if (sigtimedwait(&set, NULL, &soon) < 0 && errno != EAGAIN)
		return -1;
	return kill(child, SIGKILL) < 0 || waitpid(child, &status, 0) < 0 ? -1 : 0;
}

static int timers(void)
{
	struct itimerval once = { .it_value.tv_usec = 1000 };
	struct timespec late = { 0, 5000000 };

	signal(SIGALRM, ignore);
	if (setitimer(ITIMER_REAL, &once, NULL) < 0)
		return -1;
	if (nanosleep(&late, NULL) < 0 && errno != EINTR)
		return -1;
	return poll(NULL, 0, 1) < 0 && errno != EINTR ? -1 : 0;
}

static int memory(void)
{
	size_t size = 64 * 4096, i;
	char *area = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (area == MAP_FAILED)
		return -1;
	for (i = 0; i < size; i += 4096)
		area[i] = 1;
	return mprotect(area, size, PROT_READ) < 0 || munmap(area, size) < 0 ? -1 : 0;
}

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *contend(void *unused)
{
	int i;

	for (i = 0; i < 20; i++) {
		pthread_mutex_lock(&lock);
		sched_yield();
		pthread_mutex_unlock(&lock);
	}
	return unused;
}

static int threads(void)
{
	pthread_t others[2];
	int error = pthread_create(&others[0], NULL, contend, NULL);

	if (error == 0) {
		error = pthread_create(&others[1], NULL, contend, NULL);
		if (error == 0)
			pthread_join(others[1], NULL);
		pthread_join(others[0], NULL);
	}
	errno = error;
	return error ? -1 : 0;
}

static const struct {
	const char *name;
	int (*work)(void);
} kinds[] = {
	{ "processes", processes }, { "files", files }, { "proc", proc }, { "sockets", sockets }, { "tcp", tcp }, { "pipes", pipes },
	{ "signals", signals }, { "timers", timers }, { "memory", memory }, { "threads", threads },
};
#define KINDS (sizeof kinds / sizeof *kinds)

static void worker(size_t kind, struct tally *tally)
{
	char directory[32];

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_NAME, kinds[kind].name);
	snprintf(directory, sizeof directory, "work.%zu", kind);
	if (mkdir(directory, 0700) < 0 || chdir(directory) < 0) {
		tally->error = errno;
		_exit(1);
	}
	while (kinds[kind].work() == 0) {
		tally->count++;
		breathe();
	}
	tally->error = errno;
	_exit(1);
}

/* Whoever looks at the tasks next shall find all of them at work; for a while, since a guest may be slow. */
static void await_all(const volatile struct tally *tallies)
{
	const struct timespec pause = { 0, 2 * 1000 * 1000 };
	size_t i = 0;
	int turns;

	for (turns = 0; turns < 5000 && i < KINDS; turns++) {
		while (i < KINDS && (tallies[i].count || tallies[i].error))
			i++;
		if (i < KINDS)
			nanosleep(&pause, NULL);
	}
}

int main(int argc, char **argv)
{
	struct tally *tallies = mmap(NULL, KINDS * sizeof *tallies, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t workers[KINDS];
	sigset_t end;
	size_t i;
	int seconds = argc == 2 ? atoi(argv[1]) : 0;
	char directory[32];
	struct timespec limit;

	if (seconds <= 0 || tallies == MAP_FAILED)
		return 2;
	limit.tv_sec = seconds;
	limit.tv_nsec = 0;
	snprintf(directory, sizeof directory, "/tmp/workload.%d", (int)getpid());
	if (mkdir(directory, 0700) < 0 || chdir(directory) < 0) {
		perror(directory);
		return 1;
	}
	sigemptyset(&end);
	sigaddset(&end, SIGTERM);
	sigprocmask(SIG_BLOCK, &end, NULL);
	for (i = 0; i < KINDS; i++) {
		workers[i] = fork();
		if (workers[i] == 0) {
			sigprocmask(SIG_UNBLOCK, &end, NULL);
			worker(i, &tallies[i]);
		}
	}
	await_all(tallies);
	puts("working");
	fflush(stdout);
	while (sigtimedwait(&end, NULL, &limit) < 0 && errno == EINTR)
		;
	for (i = 0; i < KINDS; i++) {
		if (workers[i] < 0)
			continue;
		kill(workers[i], SIGKILL);
		waitpid(workers[i], NULL, 0);
		if (tallies[i].error)
			printf("%s - %s\n", kinds[i].name, strerror(tallies[i].error));
		else
			printf("%s %lu\n", kinds[i].name, tallies[i].count);
		snprintf(directory, sizeof directory, "work.%zu", i);
		if (chdir(directory) == 0) {
			unlink("file");
			unlink("renamed");
			if (chdir("..") == 0)
				rmdir(directory);
		}
	}
	snprintf(directory, sizeof directory, "/tmp/workload.%d", (int)getpid());
	if (chdir("/") == 0)
		rmdir(directory);
	return 0;
}
