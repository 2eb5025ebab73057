#!/usr/bin/env bash
# httplib.sh DIR: cpp-httplib's one header into DIR, from Debian's source; Debian's own package compiles
# it into a shared library that wants more of them.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../debian.sh"
unpack_source "$1/source" bookworm cpp-httplib
mv "$1/source/httplib.h" "$1/source/LICENSE" "$1"
rm -rf "$1/source"
