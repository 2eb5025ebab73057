#!/usr/bin/env bash
# same_bytes.sh FOLDER [DIR]: shows that the releases that tools/release.sh --torch put into DIR (default:
# build/release) depend on the commit alone: builds them once more in FOLDER/again, a clone of the checkout, in another
# time zone and with another umask, and compares all bytes. About as long as the first time.
#   --own-cache    the libraries that setup makes, too, are made once more, in FOLDER/cache: much longer
set -euo pipefail
called_from=$PWD
cd "$(dirname "$0")/../.."
. tools/setup/log.sh

own_cache=no arguments=()
for argument; do
  case $argument in
    --help) usage tools/test/same_bytes.sh ;;
    --own-cache) own_cache=yes ;;
    -*) usage tools/test/same_bytes.sh 2 >&2 ;;
    *) arguments+=("$(cd "$called_from" && realpath -m "$argument")") ;;
  esac
done
((${#arguments[@]} == 1 || ${#arguments[@]} == 2)) || usage tools/test/same_bytes.sh 2 >&2
folder=${arguments[0]} releases=${arguments[1]:-$PWD/build/release}
[ -z "$(git status --porcelain)" ] || fail 'the checkout has changes that are not committed: no other has them'
again=$folder/again
commit=$(git describe --always --abbrev=12 --exclude='*')
archives=("$releases"/*.tar.gz)
((${#archives[@]} == 2)) || fail "$releases has not the two releases: tools/release.sh --torch"
for archive in "${archives[@]}"; do
  tar xOf "$archive" "$(basename "$archive" .tar.gz)/README.txt" | grep -qF "($commit)" ||
    fail "$archive is not of the checkout's commit, $commit: tools/release.sh --torch"
done

# differences FIRST SECOND: the files that two archives do not have alike, by their own checksums.
differences() {
  local archive=$1 other=$2 sums
  sums=$(basename "$archive" .tar.gz)/SHA256SUMS
  diff <(tar xOf "$archive" "$sums") <(tar xOf "$other" "$sums") | sed -n 's/^[<>] [0-9a-f]*  //p' | sort -u
}

mkdir -p "$folder"
rm -rf "$again"
(
  umask 077
  [ "$own_cache" = no ] || export XDG_CACHE_HOME=$folder/cache
  export TZ=Pacific/Kiritimati CCACHE_DISABLE=1
  git clone --quiet "$PWD" "$again"
  git -C "$again" checkout --quiet --detach "$(git rev-parse HEAD)"
  "$again/tools/release.sh" --torch --out "$again/build/release"
)

different=0 compared=0
for other in "$again"/build/release/*.tar.gz; do
  archive=$releases/$(basename "$other")
  [ -e "$archive" ] || fail "$archive is not there: tools/release.sh --torch"
  compared=$((compared + 1))
  if cmp -s "$archive" "$other"; then
    say "$(basename "$archive"): the same bytes, $(sha256sum "$archive" | cut -d ' ' -f 1)"
  else
    say "$(basename "$archive"): other bytes, in"
    differences "$archive" "$other" | sed 's/^/    /'
    different=$((different + 1))
  fi
done
((compared == 2)) || fail "$again/build/release has not two releases"
((different == 0)) || fail "$different of $compared releases have other bytes"
