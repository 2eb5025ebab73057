#!/usr/bin/env bash
# licences.sh [PACKAGE...]: prints the notices of all software in a release's programs and libraries, those of
# the Debian PACKAGEs that came along with LibTorch among them, and the licences that Debian's notices refer to.
# The page's are in its own LICENSES.txt.
set -euo pipefail
repository=$(cd "$(dirname "$0")/../.." && pwd)
. "$repository/tools/setup/log.sh"
. "$repository/tools/setup/items.sh"
. "$repository/tools/site/notice.sh"

linked_packages() { sed '/^#/d; s/ .*//; /^libgtest-dev\|^libgmock-dev\|^libcpp-httplib-dev/d' "$recipes/native-prefix/packages.txt"; }

notices() {
  local package
  notice 'ChestLens' "$repository/LICENSE"
  notice 'ONNX Runtime' "$repository/web/notices/onnxruntime.txt"
  notice 'cpp-httplib' "$native_prefix_dir/include/httplib.LICENSE"
  for package in $(linked_packages) "$@"; do
    notice "$package" "/usr/share/doc/$package/copyright"
  done
}

texts=$(notices "$@")
printf '%s\n\n' "$texts"
for licence in $(grep -o '/usr/share/common-licenses/[A-Za-z0-9.-]*[A-Za-z0-9]' <<<"$texts" | sort -u); do
  notice "$licence" "$licence"
done
