#!/usr/bin/env bash
# site.sh [--catalog DIR] OUT_DIR [BUNDLE_DIR...]: the static site in OUT_DIR. It offers the bundles and
# ensembles of DIR/catalog.json (default: models/, where it has one), whose default is the page's, and
# after them the bundles given; without a catalog the first of these is the default. Takes the
# WebAssembly modules from build/wasm/site or CHESTLENS_WASM_SITE. OUT_DIR is replaced only when all is
# there.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
repository=$(dirname "$here")
. "$here/setup/log.sh"

[ "${1:-}" != --help ] || usage "$here/site.sh"
catalog=$repository/models
if [ "${1:-}" = --catalog ]; then
  catalog=${2:?--catalog wants a folder}
  shift 2
  [ -e "$catalog/catalog.json" ] || fail "--catalog $catalog: it has no catalog.json"
fi
[ -e "$catalog/catalog.json" ] || catalog=''
(($# >= 2)) || { (($# == 1)) && [ -n "$catalog" ]; } ||
  fail "usage: tools/site.sh [--catalog DIR] OUT_DIR [BUNDLE_DIR...]; without a catalog, give at least one bundle"
out_dir=$1
shift
[[ $out_dir != -* ]] || fail "$out_dir: no such option; tools/site.sh --help lists them"
modules=${CHESTLENS_WASM_SITE:-$repository/build/wasm/site}
web=$repository/web

for module in chestlens_core chestlens_viewer chestlens_formats chestlens_archive; do
  [ -f "$modules/$module.wasm" ] ||
    fail "$modules has no $module.wasm: build it with 'cmake --build --preset wasm'"
done
[ -e "$web/node_modules/onnxruntime-web/dist" ] || fail "$web has no npm packages: run tools/setup.sh"

mkdir -p "$(dirname "$out_dir")"
stage=$(mktemp -d "$out_dir.XXXXXX")
trap 'rm -rf "$stage"' EXIT
chmod 755 "$stage"

# Files of one build lie in one folder named by their contents: no cache ever mixes two builds.
app=$stage/app
mkdir "$app" "$app/ort"
cp -R "$web/app/page" "$web/app/worker" "$web/app"/*.css "$web/app/start.js" "$web/app/icon.svg" "$app"
# to_folder FOLDER FILE...: copies. Scripts end in .js there, whose type every server knows; that of .mjs
# some do not.
to_folder() {
  local file
  for file in "${@:2}"; do cp "$file" "$1/$(basename "${file/%.mjs/.js}")"; done
}
to_folder "$app" "$modules"/chestlens_{core,viewer}.{mjs,wasm}
(cd "$app" && find . -type f -printf '"%P"\n' | sort | paste -sd , | sed 's/.*/[&]/') >"$stage/files.json"
mv "$stage/files.json" "$app"
to_folder "$app" "$modules"/chestlens_{archive,formats}.{mjs,wasm}  # fetched for such a file, not kept before
to_folder "$app/ort" "$web/node_modules/onnxruntime-web/dist"/{ort.webgpu.bundle.min.mjs,ort-wasm-simd-threaded.asyncify.wasm,ort.wasm.bundle.min.mjs,ort-wasm-simd-threaded.wasm}
cp "$web/index.html" "$web/sw.js" "$stage"
build=$(cd "$stage" && find . -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -c 1-12)
mv "$app" "$stage/app-$build"
sed -i "s|\"app/|\"app-$build/|" "$stage/index.html"

offered=$(node "$here/site/models.mjs" "$modules/chestlens_core.mjs" "$stage/models" "$catalog" "$@")
bash "$here/site/licences.sh" >"$stage/LICENSES.txt"
node "$here/site/compress.mjs" "$stage" "$out_dir"

previous=$(mktemp -d "$out_dir.XXXXXX")
trap 'rm -rf "$stage" "$previous"' EXIT
[ ! -e "$out_dir" ] || mv -T "$out_dir" "$previous"
mv -T "$stage" "$out_dir" || {
  mv -T "$previous" "$out_dir"
  fail "$out_dir could not be replaced; it is as it was"
}
say "Site with $offered in $out_dir, $(du -sh "$out_dir" | cut -f 1)"
