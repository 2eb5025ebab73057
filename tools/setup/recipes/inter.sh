#!/usr/bin/env bash
# inter.sh DIR: the font Inter, as bookworm has it on every machine: others draw the viewer otherwise.
set -euo pipefail
. "$(dirname "$0")/../debian.sh"
download_debs "$1/debs" bookworm fonts-inter
dpkg-deb -x "$1"/debs/fonts-inter_*.deb "$1/deb"
mv "$1"/deb/usr/share/fonts/opentype/inter/* "$1/"
rm -r "$1/debs" "$1/deb"
[ -e "$1/Inter-Regular.otf" ] && [ -e "$1/Inter-SemiBold.otf" ]
