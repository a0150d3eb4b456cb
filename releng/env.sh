# shellcheck shell=bash disable=SC2154
# Sourced by the scripts in releng/ after lib.sh: a JDK >= 21 in JAVA_HOME, and Maven 3.9 as mvn39.
maven_version=3.9.16

# The installed mvn (3.6 or newer) fetches Maven 3.9, which Tycho needs, as an ordinary artifact.
fetch_maven() (
  lock maven
  [ -x "$1/bin/mvn" ] && exit
  have mvn || die "Maven is missing: install maven (3.6 or newer; it fetches $maven_version itself)"
  new=$cache/maven.new
  rm -rf "$new"
  mkdir -p "$new"
  say "fetching Maven $maven_version"
  # from outside the project, whose build needs the newer Maven
  cd "$new" || exit
  out=$(mvn -q -B ${MVN_REPO:+-Dmaven.repo.local="$MVN_REPO"} org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack \
    "-Dartifact=org.apache.maven:apache-maven:$maven_version:zip:bin" -Dmdep.overWriteReleases=true "-DoutputDirectory=$new" 2>&1) || die "Maven $maven_version could not be fetched:"$'\n'"$out"
  [ -x "$new/apache-maven-$maven_version/bin/mvn" ] || die "the archive of Maven $maven_version holds no bin/mvn"
  rm -rf "$cache/maven"
  mv "$new" "$cache/maven"
)

mvn39() {
  local home=$cache/maven/apache-maven-$maven_version
  [ -x "$home/bin/mvn" ] || fetch_maven "$home" || return
  "$home/bin/mvn" -B ${MVN_REPO:+-Dmaven.repo.local="$MVN_REPO"} "$@"
}

# The fuzzer that the tests run, two archives of Maven Central, into the cache.
jazzer_version=0.30.0
fetch_jazzer() (
  dir=$cache/jazzer
  lock jazzer
  [ -e "$dir/$jazzer_version" ] && exit
  say "fetching the fuzzer Jazzer $jazzer_version"
  rm -rf "$dir"
  mkdir -p "$dir"
  cd "$dir" || exit
  for name in jazzer jazzer-api; do
    out=$(mvn39 -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy "-Dartifact=com.code-intelligence:$name:$jazzer_version:jar" \
      -Dmdep.stripVersion=true "-DoutputDirectory=$dir" 2>&1) || die "Jazzer could not be fetched:"$'\n'"$out"
  done
  touch "$dir/$jazzer_version"
)

# under_display SCRIPT ARGUMENTS...: starts the script anew under a display of its own where there is none.
under_display() {
  [ -z "${DISPLAY:-}" ] || return 0
  have xvfb-run || die "no display, and xvfb-run is missing: run releng/setup"
  exec xvfb-run -a -s '-screen 0 1400x900x24' "$@"
}

JAVA_HOME=$(find_jdk) || die "no JDK 21 or newer found: install one and set JAVA_HOME"
export JAVA_HOME
