#!/usr/bin/env bash
# pictures.sh [SITE MODEL FILM...]: makes README's pictures in web/ again, of the page of the folder SITE with these
# films opened in it and predicted by MODEL; by default of the site that tests/browser/run.sh made, with one of its
# generated films of each class. After tools/demo.sh: pictures.sh build/site densenet121-demo FILM...
set -euo pipefail
cd "$(dirname "$0")/../.."
. tools/setup/log.sh
if (($# == 0)); then
  phantoms=build/browser/phantoms
  [ -e "$phantoms/manifest.csv" ] || fail "$phantoms is not there: run tests/browser/run.sh"
  mapfile -t films < <(awk -F, 'NR > 1 && !seen[$2]++ { print $1 }' "$phantoms/manifest.csv")
  set -- build/browser/site '' "${films[@]/#/$phantoms/}"
fi
node tests/browser/pictures.mjs "$1" "$2" web "${@:3}"
