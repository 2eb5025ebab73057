#!/usr/bin/env bash
# emscripten.sh DIR: trixie's Emscripten, unpacked privately, on bookworm's own clang-19.
# Its binaryen wants a newer glibc, so trixie's loader and libraries run it.
set -euo pipefail
. "$(dirname "$0")/../debian.sh"
dir=$1

download_debs "$dir/debs" trixie emscripten binaryen libc6 libstdc++6 libgcc-s1 node-acorn
for deb in "$dir"/debs/{emscripten,node-acorn}_*.deb; do dpkg-deb -x "$deb" "$dir/root"; done
for deb in "$dir"/debs/{binaryen,libc6,libstdc++6,libgcc-s1}_*.deb; do dpkg-deb -x "$deb" "$dir/binaryen-root"; done
rm -r "$dir/debs"

library_dir=$(basename "$(dirname "$(find "$dir/binaryen-root" -name libstdc++.so.6)")")
loader=$(basename "$(find "$dir/binaryen-root" -name 'ld-linux*.so.*' -type f)")
mkdir -p "$dir/binaryen/bin"
for tool in "$dir"/binaryen-root/usr/bin/wasm*; do
  wrapper=$dir/binaryen/bin/$(basename "$tool")
  cat >"$wrapper" <<WRAPPER
#!/bin/sh
root=\$(dirname "\$0")/../../binaryen-root
libraries=\$root/usr/lib/$library_dir
exec "\$libraries/$loader" --library-path "\$libraries:\$libraries/binaryen" "\$root/usr/bin/$(basename "$tool")" "\$@"
WRAPPER
  chmod +x "$wrapper"
done

# acorn-optimizer.mjs is an ES module, which finds acorn by node_modules only, not by NODE_PATH.
ln -s ../nodejs "$dir/root/usr/share/emscripten/node_modules"

cat >"$dir/config.py" <<'CONFIG'
import os, shutil
here = os.path.dirname(os.environ['EM_CONFIG'])
LLVM_ROOT = '/usr/bin'
LLVM_ADD_VERSION = '19'
CLANG_ADD_VERSION = '19'
BINARYEN_ROOT = here + '/binaryen'
NODE_JS = shutil.which('node')
CACHE = here + '/root/usr/share/emscripten/cache'
FROZEN_CACHE = True
CONFIG

export EM_CONFIG=$dir/config.py
printf '#include <stdexcept>\n#include <cstdio>\nint main() { try { throw std::runtime_error("caught"); } catch (std::exception const& e) { std::puts(e.what()); } }\n' >"$dir/trial.cpp"
"$dir/root/usr/share/emscripten/em++" -O2 -msimd128 -fwasm-exceptions "$dir/trial.cpp" -o "$dir/trial.js"
[ "$(node "$dir/trial.js")" = caught ]
rm "$dir"/trial.*
