# shellcheck shell=bash
# Sourced by the scripts in releng/: where things are kept, and how to say, wait and swap.

releng=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck disable=SC2034 # for the scripts that source this file
root=$(dirname "$releng")
cache=${LIVEPATCH_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/livepatch-tools}

# Tools of the administrator (Debian keeps some build tools there) are not on every user's path.
case ":$PATH:" in *:/usr/sbin:*) ;; *) PATH=$PATH:/usr/sbin:/sbin ;; esac

# Progress and complaints go to stderr: stdout belongs to what a script was asked for.
say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
die() { say "$@"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# lock NAME: one run at a time works on that part of the cache, until the script and what it started have ended.
lock() {
  local fd
  mkdir -p "$cache"
  exec {fd}>"$cache/$1.lock"
  flock -n "$fd" && return
  say "waiting for another run that prepares the $1"
  flock "$fd"
}

# swap_link TARGET LINK: points LINK at TARGET in one step, so that nobody finds it missing.
swap_link() {
  ln -sfn "$1" "$2.new.$$"
  mv -T "$2.new.$$" "$2"
}

# kpatch_in ROOT: does kpatch lie there, installed below a prefix, unpacked or built, and does it run on this machine?
kpatch_in() {
  local d rc
  for d in "$1"/{libexec,lib,usr/libexec,usr/lib,usr/local/libexec}/kpatch "$1/kpatch-build"; do
    [ -x "$d/create-diff-object" ] || continue
    rc=0
    "$d/create-diff-object" --help >/dev/null 2>&1 || rc=$?
    [ $rc -lt 126 ] && return       # 126 and 127: cannot be executed, or a library is missing
  done
  return 1
}

# The kpatch tools to use: the user's choice and no others, else the system's, else the cache's.
kpatch_root() {
  local d roots=(/ "$cache/kpatch")
  [ -z "${LIVEPATCH_KPATCH:-}" ] || roots=("$LIVEPATCH_KPATCH")
  for d in "${roots[@]}"; do
    if kpatch_in "${d%/}"; then
      echo "$d"
      return
    fi
  done
  return 1
}

# The kernel build to use: the user's choice, else the demo kernel.
kernel_build() { readlink -e "${LIVEPATCH_KERNEL:-$cache/kernel/build}"; }

# A JDK that can build and run the tools, 21 or newer: the one JAVA_HOME names, else the newest.
jdk_version() { sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null; }

find_jdk() {
  local d v best='' newest=20
  for d in "${JAVA_HOME:-}" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* /opt/java/* /opt/jdk*; do
    [ -x "${d:-/nonexistent}/bin/javac" ] || continue
    v=$(jdk_version "$d") || continue
    [ "${v:-0}" -ge 21 ] || continue
    if [ "$d" = "${JAVA_HOME:-}" ]; then best=$d; break; fi      # the caller's own choice wins
    if [ "$v" -gt "$newest" ]; then best=$d newest=$v; fi
  done
  [ -n "$best" ] && echo "$best"
}
