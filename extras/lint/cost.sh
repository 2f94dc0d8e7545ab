#!/usr/bin/env bash
# cost.sh MODULE CLASSPATH [ROUNDS]: compiles MODULE's main and test sources with and without the plugin by turns, each in a javac of
# its own, and prints the median seconds. CLASSPATH is what the module's tests need; the plugin is taken from extras/lint/target/classes.
set -euo pipefail
cd "$(dirname "$0")/../.."
module=$1
classpath=$2
rounds=${3:-7}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
find "$module/src" -path '*/java/*' -name '*.java' ! -name module-info.java > "$out/files"

# Seconds that javac takes with the options that follow.
seconds() {
    local begin=$EPOCHREALTIME
    javac -proc:none --release 17 -encoding UTF-8 -nowarn -d "$out/classes" -cp "$classpath" "$@" @"$out/files" > "$out/log" 2>&1 \
        || { cat "$out/log" >&2; exit 1; }
    awk -v a="$begin" -v b="$EPOCHREALTIME" 'BEGIN { print b - a }'
}

median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

for ((i = 0; i < rounds; i++)); do
    seconds >> "$out/without"
    seconds -processorpath extras/lint/target/classes -Xplugin:Gondola >> "$out/with"
done
without=$(median "$out/without")
with=$(median "$out/with")
awk -v m="$module" -v a="$without" -v b="$with" \
    'BEGIN { printf "%s: without %.2f s, with %.2f s, %+.1f %%\n", m, a, b, 100 * (b - a) / a }'
