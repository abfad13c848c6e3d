# Sourced by the commands beside it: sets root and java, and builds the trainer and the engine it measures if they are not up to date.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
. "$root/.mvn/jdk.sh"
export JAVA_HOME

trainer="$root/deploy/bench/trainer"
built="$trainer/target/tollgate-trainer.jar"
if [ ! -e "$built" ] || [ -n "$(find "$root/pom.xml" "$trainer/pom.xml" "$trainer/src/main" \
  "$root/moderation-engine/pom.xml" "$root/moderation-engine/src/main" -newer "$built" -print -quit)" ]; then
  echo "Building deploy/bench/trainer" >&2
  (cd "$root" && ./mvnw -q -Dquick -Dmaven.test.skip -pl deploy/bench/trainer -am package >&2)
  touch "$built"
fi

java=("$JAVA_HOME/bin/java" -Xmx6g -cp "$trainer/target/classes:$root/moderation-engine/target/classes:$trainer/target/lib/*")
