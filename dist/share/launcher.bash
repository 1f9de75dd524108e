# What the launcher of the sources and that of a distribution have in common: the JDK and its flags.
# Only bash itself and the core utilities are taken for granted. The caller sets root.

needed=25

fail() {
  printf 'lwt: %s\n' "$@" >&2
  exit 2
}

# The feature number of the JDK in folder $1 ("25"), or nothing if there is none.
jdk_version() {
  local line
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  while read -r line; do
    case $line in
      'JAVA_VERSION="'*)
        line=${line#*\"}
        printf '%s\n' "${line%%[!0-9]*}"
        ;;
    esac
  done <"$1/release"
}

# Sets JAVA_HOME to a JDK that is new enough, and jdk to its feature number.
find_jdk() {
  local home javac
  javac=$(command -v javac || true)
  [ -z "$javac" ] || javac=$(readlink -f "$javac")
  for home in "${JAVA_HOME:-}" "${javac%/bin/javac}" \
    /usr/lib/jvm/* /opt/*jdk* "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* "${HOME:-}"/.asdf/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*; do
    [ -n "$home" ] || continue
    jdk=$(jdk_version "$home")
    if [ -n "$jdk" ] && [ "$jdk" -ge "$needed" ]; then
      export JAVA_HOME=$home
      return
    fi
  done
  fail "a JDK $needed or newer is needed, and there is none in JAVA_HOME, in PATH or in the usual places." \
    "Install one (Debian: openjdk-$needed-jdk or temurin-$needed-jdk; macOS: brew install openjdk@$needed;" \
    "SDKMAN: sdk install java $needed-tem), or set JAVA_HOME to the folder of one that you have."
}

# The flags of jvm.options that are wanted, one a line.
flags() {
  local line
  while read -r line; do
    case $line in
      '' | '#'*) continue ;;
      --add-opens*) [ -z "${LWT_NO_OPENS:-}" ] || continue ;;
    esac
    printf '%s\n' "$line"
  done <"$root/jvm.options"
}
