#!/bin/sh
# Beam's boot, for a user that is not root: the folder that Dataflow mounts for what it stages belongs to root, so boot
# gets one of its own. Of a flag that is given twice, the last counts.
set -eu
exec /opt/apache/beam/boot "$@" --semi_persist_dir="${TMPDIR:-/tmp}/beam"
