#!/bin/sh
# Unpacks the kit, unless that was done before, and runs it: sh run.sh ARCHIVE FOLDER [options of run.js]
set -e
archive=$1
folder=$2
shift 2
if ! [ -x "$folder/node" ]; then
  mkdir -p "$folder"
  # Python knows xz where the command is missing.
  tar -xJf "$archive" -C "$folder" || python3 -c 'import sys, tarfile; tarfile.open(sys.argv[1]).extractall(sys.argv[2])' "$archive" "$folder"
fi
exec "$folder/node" "$folder/bench/gpu/run.js" "$@"
