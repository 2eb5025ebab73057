#!/usr/bin/env bash
# release.sh [--torch] [--out DIR]: chestlens-VERSION-linux-x86_64.tar.gz in DIR (default: build/release): the
# programs with all that they link but LibTorch, the page, the networks that ship, licences, checksums. No folder, date
# or user of the machine is in them. On a Debian 12 machine, as root or with sudo.
#   --torch    also chestlens-VERSION-linux-x86_64-torch.tar.gz, with LibTorch (CPU) inside
#   --out DIR  where to put them
# tools/test/release.sh tries what it made.
set -euo pipefail
called_from=$PWD
cd "$(dirname "$0")/.."
. tools/setup/log.sh
. tools/setup/progress.sh

torch=no out=build/release
while (($#)); do
  case $1 in
    --torch) torch=yes; shift ;;
    --out) out=$(cd "$called_from" && realpath -m "${2:?--out wants a folder}"); shift 2 ;;
    --help) usage tools/release.sh ;;
    *) usage tools/release.sh 2 >&2 ;;
  esac
done
umask 022
unset CHESTLENS_TORCH LD_LIBRARY_PATH # Debian's LibTorch, and nothing before it
export LC_ALL=C.UTF-8 TZ=UTC
commit=$(git describe --always --dirty --abbrev=12 --exclude='*') || fail 'a release is made of a commit: this is no checkout'
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH
version=$(sed -n 's/^project(.* VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
[[ $commit != *-dirty ]] || note "the checkout has changes that are not committed: the release is of $commit"

bash tools/setup.sh
. tools/setup/cache.sh
. tools/setup/packages.sh
[ "$torch" = no ] || install_packages tools/release/packages.txt
. tools/env.sh
. tools/setup/build.sh
. tools/release/build.sh
. tools/release/libraries.sh
. tools/release/readme.sh

elf_files() { find "$1/bin" "$1/libexec" "$1/lib" -type f; }

# pack STAGE: checksums, and the archive in the folder of releases. No file may name a folder of this machine.
pack() {
  local stage=$1 name
  name=$(basename "$stage")
  local found=0
  LC_ALL=C grep -rlaE "(^|[^A-Za-z0-9._/-])($PWD|$CHESTLENS_CACHE)/" "$stage" >&2 || found=$?
  ((found != 0)) || fail "the files above name a folder of this machine"
  ((found == 1)) || fail "the files of the release could not be searched"
  (cd "$stage" && find . -type f ! -name SHA256SUMS -printf '%P\0' | sort -z | xargs -0 sha256sum >SHA256SUMS)
  tar --create --directory "$(dirname "$stage")" --sort=name --format=gnu --mtime="@$SOURCE_DATE_EPOCH" --owner=0 \
    --group=0 --numeric-owner --mode=u+rwX,go+rX,go-w "$name" | gzip -n >"$out/$name.tar.gz.partial"
  mv "$out/$name.tar.gz.partial" "$out/$name.tar.gz"
  say "$out/$name.tar.gz, $(du -h "$out/$name.tar.gz" | cut -f 1), $(sha256sum "$out/$name.tar.gz" | cut -c 1-12)"
}

say 'Release'
mkdir -p "$out" build
work=$(mktemp -d "$PWD/build/release-stage.XXXXXX")
trap 'rm -rf "$work"' EXIT
stage=$work/chestlens-$version-linux-x86_64
mkdir "$stage"

build_programs build/release-programs
put_programs build/release-programs "$stage"
build wasm chestlens_archive chestlens_core chestlens_formats chestlens_viewer
bash tools/site.sh "$stage/site"
git ls-files -z models | xargs -0 cp --parents -t "$stage"
# The page's networks are those of models/: one copy of each is packed.
for model in "$stage"/site/models/*/model.onnx; do
  same=$stage/models/$(basename "$(dirname "$model")")/model.onnx
  ! cmp -s "$model" "$same" || ln -f "$same" "$model"
done
cp LICENSE "$stage"
bash tools/release/licences.sh >"$stage/LICENSES.txt"
mapfile -t files < <(elf_files "$stage")
check_versions "${files[@]}"
check_loads "$stage" "$stage/bin/chestlens"
write_readme "$version" "$commit" "$stage" no >"$stage/README.txt"
pack "$stage"

[ "$torch" = yes ] || exit 0
mv "$stage" "$stage-torch"
stage=$stage-torch
put_libtorch "$stage" >"$work/packages"
mapfile -t packages <"$work/packages"
bash tools/release/licences.sh "${packages[@]}" >"$stage/LICENSES.txt"
mapfile -t files < <(elf_files "$stage")
check_versions "${files[@]}"
check_loads "$stage" "$stage/libexec/chestlens-torch"
write_readme "$version" "$commit" "$stage" yes >"$stage/README.txt"
pack "$stage"
