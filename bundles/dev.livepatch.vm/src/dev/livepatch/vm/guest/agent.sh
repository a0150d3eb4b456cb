#!/bin/busybox sh
# The guest's agent: takes requests from the second serial port, one a line, "ID VERB [ARGUMENT [ARGUMENT]]", and answers
#   @ID = STATUS WORD                                    where the answer is short
#   @ID <, lines of base64, @ID > STATUS BYTES           where there is output
# After "ID put BYTES" and its line end that many bytes follow: a piece of the payload, which is a gzipped cpio archive.
# Anything else on the port is noise. Arguments are numbers and names which the host has checked; files have fixed names.
export PATH=/bin HOME=/ LC_ALL=C
if [ $$ = 1 ]; then
	/bin/busybox --install -s /bin
	# Process 1 inherits what probes leave behind, and hears when it ends: in the middle of a request, "read" would forget its first half.
	/init &
	wait
	exec poweroff -f
fi
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev 2>/dev/null
mount -t debugfs debugfs /sys/kernel/debug 2>/dev/null
mount -t tracefs tracefs /sys/kernel/tracing 2>/dev/null
mount -t tmpfs -o size=25% tmpfs /tmp 2>/dev/null
ip link set lo up 2>/dev/null
# named before the host's deadline for a load runs out
echo 20 2>/dev/null >/proc/sys/kernel/hung_task_timeout_secs
echo -1000 2>/dev/null >/proc/self/oom_score_adj
exec 3<>/dev/ttyS1
# At 9600 baud, a few bytes would wait four milliseconds in the port's queue for more to come.
stty raw -echo 115200 <&3
echo 14 2>/dev/null >/sys/class/tty/ttyS1/rx_trig_bytes

livepatch=/sys/kernel/livepatch
tracing=/sys/kernel/tracing
limit=262144
out=/run/out

word() { printf '@%s = %s %s\n' "$id" "$1" "$2" >&3; }
output() {
	{ echo "@$id <"; base64 $out; echo "@$id > $1 $(wc -c <$out)"; } >&3
}
# output_of COMMAND...: answers with its exit status and the head of its output
output_of() {
	"$@" </dev/null 2>&1 3>&- | head -c $limit >$out
	output 0
}
status_of() {
	"$@" </dev/null >$out 2>&1 3>&-
	output $?
}

hello() {
	read -r release </proc/sys/kernel/osrelease
	echo "release $release"
	[ -d $livepatch ] && echo livepatch
	[ -e $tracing/enabled_functions ] && echo tracing
	[ -r /proc/1/stack ] && echo stack
	[ -r /proc/1/patch_state ] && echo patch_state
}
# task DIRECTORY: one thread, with the stack it sleeps on
task() {
	read -r comm <"$1/comm" || return
	switched=-
	[ ! -r "$1/patch_state" ] || read -r switched <"$1/patch_state"
	while read -r key state rest; do
		[ "$key" != State: ] || break
	done <"$1/status"
	echo "task ${1##*/} $switched $state $comm"
	while read -r line; do
		echo " $line"
	done <"$1/stack"
}
# stacks: those that hold a function to be patched, then name and state of every thread
stacks() {
	set -- /proc/[0-9]*
	echo "processes $#"
	for f in $(grep -lsFf /payload/functions /proc/[0-9]*/task/[0-9]*/stack | head -n 100); do
		task "${f%/stack}"
	done
	grep -s '' /proc/[0-9]*/task/[0-9]*/comm
	grep -s ^State: /proc/[0-9]*/task/[0-9]*/status
}
# threads: those of the kernel's own, with their stacks
threads() {
	for f in $(grep -lsF ret_from_fork /proc/[0-9]*/task/[0-9]*/stack | head -n 300); do
		task "${f%/stack}"
	done
}
# stragglers STATE: the threads whose patch_state it is, and when; with their stacks, unless there are many
stragglers() {
	read -r up rest </proc/uptime
	echo "uptime $up"
	n=0
	for f in $(grep -lsx -e "$1" /proc/[0-9]*/task/[0-9]*/patch_state); do
		f=${f%/patch_state}
		n=$((n + 1))
		[ $n -gt 40 ] && echo "left ${f##*/}" || task "$f"
	done
}
functions() {
	# whether an object is patched, kernels tell since 6.1
	for f in "$livepatch/$1"/*/*,*; do
		[ -d "$f" ] || continue
		o=${f%/*}
		read -r patched <"$o/patched" 2>/dev/null || patched=-
		echo "${o##*/} $patched ${f##*/}"
	done
}
transition() {
	if read -r moving 2>/dev/null <"$livepatch/$1/transition"; then
		word 0 "$moving"
	else
		word 0 gone
	fi
}
disable() {
	echo 0 >"$livepatch/$1/enabled"
}
force() {
	echo 1 >"$livepatch/$1/force"
}
debug() {
	for f in /proc/dynamic_debug/control /sys/kernel/debug/dynamic_debug/control; do
		[ -w $f ] && grep -q klp_try_switch_task $f && echo 'func klp_try_switch_task +p' >$f && return
	done
	return 1
}
# trace on: the calls of the functions to be patched, with those of the same names in the patch; says with which tracer. trace off: what was traced
trace() {
	if [ "$1" = off ]; then
		echo 0 >$tracing/tracing_on
		cat $tracing/trace
		echo nop >$tracing/current_tracer
		echo >$tracing/set_ftrace_filter
		echo 1 >$tracing/tracing_on
		return
	fi
	for t in function_graph function ''; do
		grep -sqw "$t" $tracing/available_tracers && break
	done
	[ "$t" ] || { echo "the kernel has no function tracer (CONFIG_FUNCTION_TRACER, CONFIG_FUNCTION_GRAPH_TRACER), or no tracefs"; return 1; }
	while read -r f; do
		for p in "$f" "$f.*"; do
			echo "$p" >>$tracing/set_ftrace_filter
		done
	done </payload/functions
	echo $t >$tracing/current_tracer || return
	# a tracer's options are there once it is
	for o in funcgraph-proc funcgraph-tail nofuncgraph-irqs; do
		echo $o >$tracing/trace_options
	done
	echo $t
} 2>/dev/null
# probe NUMBER SECONDS: in a session of its own, so that all it started can be ended with it
probe() {
	mkdir -p "/tmp/$id" && cd "/tmp/$id" && mkfifo "/run/$id" || return
	{ head -c 65536 >$out; cat >/dev/null; } <"/run/$id" 3>&- &
	reader=$!
	{
		echo 0 >/proc/self/oom_score_adj
		exec setsid timeout -s KILL "$2" sh "/payload/probe.$1"
	} </dev/null >"/run/$id" 2>&1 3>&- &
	runner=$!
	wait $runner
	status=$?
	kill -KILL -$runner 2>/dev/null
	left=50
	while kill -0 $reader 2>/dev/null && [ $left -gt 0 ]; do
		usleep 5000
		left=$((left - 1))
	done
	kill -KILL $reader 2>/dev/null
	wait $reader
	cd /
	rm -rf "/tmp/$id" "/run/$id"
	return $status
}
# unpack: what was put, into /payload; the first part checks size and checksum
unpack() {
	(
		set -o pipefail
		cd / && gunzip -c /run/payload.gz | cpio -id
	) >$out 2>&1 3>&-
	status=$?
	rm -f /run/payload.gz
	# its clock has been set meanwhile
	wait
	return $status
}

# workload SECONDS
workload() {
	[ -x /payload/workload ] || return
	{
		echo 0 >/proc/self/oom_score_adj
		exec /payload/workload "$1"
	} </dev/null >/run/workload 2>&1 3>&- &
	worker=$!
	left=1000
	until grep -q working /run/workload 2>/dev/null; do
		left=$((left - 1))
		kill -0 $worker 2>/dev/null && [ $left -gt 0 ] || return
		usleep 10000
	done
}
# rest: ends the workload, which tells what it did
rest() {
	kill -TERM $worker
	wait $worker
}
# state: what a patch could leave behind
state() {
	# not with read, which asks for one byte at a time: such files give their number once only
	echo "taint $(cat /proc/sys/kernel/tainted)"
	for d in $livepatch/*; do
		[ ! -d "$d" ] || echo "patch ${d##*/}"
	done
	while read -r name rest; do
		echo "module $name"
	done </proc/modules
	sed 's/^/enabled /' $tracing/enabled_functions
}

echo "livepatch agent ready"
id=0
word 0 ready
# a host that is gone sends nothing more
while read -r -t 300 id verb a b <&3; do
	case $id in '' | *[!0-9]*) continue ;; esac
	case $verb in
		hello) output_of hello ;;
		mark) read -r up rest </proc/uptime; echo "<6>livepatch-tools: $a" >/dev/kmsg && word 0 "$up" ;;
		# this machine was saved a while ago, and is started more than once: its clock and its random numbers must know
		resume) word 0 "$a"; echo "$a" >/dev/urandom; date -s "@$b" >/dev/null 2>&1 3>&- & ;;
		put) head -c "$a" <&3 >>/run/payload.gz; word $? "$a" ;;
		unpack) if unpack; then word 0 done; else output $?; fi ;;
		stacks) output_of stacks ;;
		threads) output_of threads ;;
		symbols) output_of grep -wFf /payload/functions /proc/kallsyms ;;
		load) status_of insmod "/payload/$a.ko" ;;
		debug) debug; word $? done ;;
		transition) transition "$a" ;;
		stragglers) output_of stragglers "$a" ;;
		functions) output_of functions "$a" ;;
		sections) output_of grep -s '' /sys/module/"$a"/sections/.[a-z]* ;;
		enabled) status_of cat $tracing/enabled_functions ;;
		kprobes) status_of cat /sys/kernel/debug/kprobes/list ;;
		trace) [ "$a" = off ] && output_of trace off || status_of trace on ;;
		workload) workload "$a"; word $? started ;;
		rest) rest; output_of cat /run/workload ;;
		state) output_of state ;;
		# b is the rest of the line; its words have no character that is special to a shell
		gauge) status_of /payload/gauge "$a" $b ;;
		probe) probe "$a" "$b"; output $? ;;
		disable) status_of disable "$a" ;;
		force) status_of force "$a" ;;
		unload) status_of rmmod "$a" ;;
		off) word 0 off; exec poweroff -f ;;
		*) word 127 unknown ;;
	esac
done
exec poweroff -f
