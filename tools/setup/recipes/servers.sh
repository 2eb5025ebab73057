#!/usr/bin/env bash
# servers.sh DIR: nginx and Apache with what Debian configures them by, for tests: unpacked, not installed, so that
# nothing of them starts.
set -euo pipefail
. "$(dirname "$0")/../debian.sh"
download_debs "$1/debs" bookworm nginx nginx-common libnginx-mod-http-brotli-static \
  apache2 apache2-bin libapr1 libaprutil1 media-types
for package in "$1"/debs/*.deb; do dpkg-deb -x "$package" "$1"; done
rm -r "$1/debs"
[ -x "$1/usr/sbin/nginx" ] && [ -x "$1/usr/sbin/apache2" ]
