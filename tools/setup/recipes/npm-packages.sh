#!/usr/bin/env bash
# npm-packages.sh FOLDER DIR: the npm packages that FOLDER's package-lock.json names, in DIR/node_modules.
set -euo pipefail
folder=$1 dir=$2
cp "$folder/package.json" "$folder/package-lock.json" "$dir/"
cd "$dir"
npm ci --ignore-scripts --no-audit --no-fund
