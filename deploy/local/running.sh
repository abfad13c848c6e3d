# Which launcher runs for this home. Sourced by up and down, which set root; works without anything built.
home=${TOLLGATE_HOME:-$root/.tollgate}

# The process id in the launcher's pid file, if that process is a launcher: the system gives an id to someone else later.
# A process that has ended and was not collected has no command line any more.
running_launcher() {
  local pid command
  pid=$(head -n 1 "$home/run/launcher.pid" 2>/dev/null) || return 1
  [[ "$pid" =~ ^[0-9]+$ ]] || return 1
  if [ -d /proc/self ]; then
    command=$(tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline") || return 1
  else
    command=$(ps -o args= -p "$pid") || return 1
  fi
  [[ "$command" == *io.tollgate.local.launcher.Launcher*" up"* ]] || return 1
  echo "$pid"
}
