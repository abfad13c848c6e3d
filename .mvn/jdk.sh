# Sets JAVA_HOME to a JDK 25 or newer, for every script of this project.
# Order: JAVA_HOME, `java` on the PATH, then the places where JDKs are usually installed.
# Without this, a machine whose default `java` is older fails with a compiler error nobody can read.

tollgate_java_feature() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

tollgate_accepts_jdk() {
  feature=$(tollgate_java_feature "$1") && [ "${feature:-0}" -ge 25 ]
}

tollgate_find_jdk() {
  if [ -n "${JAVA_HOME:-}" ] && tollgate_accepts_jdk "$JAVA_HOME"; then
    return 0
  fi
  if on_path=$(command -v javac 2>/dev/null); then
    candidate=$(dirname "$(dirname "$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")")")
    if tollgate_accepts_jdk "$candidate"; then
      JAVA_HOME=$candidate
      export JAVA_HOME
      return 0
    fi
  fi
  set +f
  for candidate in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /opt/*/jdk* /usr/local/java/* /usr/local/jdk* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.asdf/installs/java/* \
    "$HOME"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if tollgate_accepts_jdk "$candidate"; then
      JAVA_HOME=$candidate
      export JAVA_HOME
      return 0
    fi
  done
  echo "Tollgate needs a JDK 25 or newer: install one (for example Eclipse Temurin 25) or set JAVA_HOME to it." >&2
  return 1
}

tollgate_find_jdk
