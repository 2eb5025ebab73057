#!/usr/bin/env bash
# release.sh FOLDER [DIR]: tries the releases that tools/release.sh --torch put into DIR (default: build/release) as a
# stranger has them: unpacked in bare roots of Debian 12 and 13, which it makes in FOLDER where they are not there yet
# (debootstrap --variant=minbase; nothing is installed in them). There: predict a film, train an epoch on generated films,
# evaluate, export, serve the page; and without LibTorch: predict, serve, and the one clear error of train.
# As root, with debootstrap. CHESTLENS_SUITES="bookworm" tries one alone.
set -euo pipefail
called_from=$PWD
cd "$(dirname "$0")/../.."
. tools/setup/log.sh

[ "${1:-}" != --help ] || usage tools/test/release.sh
(($# == 1 || $# == 2)) || usage tools/test/release.sh 2 >&2
folder=$(cd "$called_from" && realpath -m "$1")
releases=$(cd "$called_from" && realpath -m "${2:-$OLDPWD/build/release}")
suites=${CHESTLENS_SUITES:-bookworm trixie}
((EUID == 0)) || fail 'a root of its own wants root: sudo tools/test/release.sh'
type -P debootstrap >/dev/null || fail 'debootstrap is not installed: apt-get install debootstrap'
light=$(compgen -G "$releases/chestlens-*-linux-x86_64.tar.gz") || fail "$releases has no release: tools/release.sh --torch"
[[ $light != *$'\n'* ]] || fail "$releases has several releases; name a folder with one"
torch=${light%.tar.gz}-torch.tar.gz
[ -e "$torch" ] || fail "$torch is not there: tools/release.sh --torch"
name=$(basename "$light" .tar.gz)

make_root() {
  local suite=$1 root=$2
  [ ! -e "$root/etc/debian_version" ] || return 0
  . tools/env.sh
  . tools/setup/debian.sh
  rm -rf "$root.partial"
  debootstrap --variant=minbase "$suite" "$root.partial" "$(debian_mirror)" >"$root.log" 2>&1 ||
    fail "debootstrap $suite failed: $root.log"
  mv "$root.partial" "$root"
}

# inside ROOT COMMAND...: in the root as a stranger's shell has it, with /proc and the devices.
inside() {
  local root=$1
  shift
  root=$root unshare --mount bash -c '
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mount --rbind /sys "$root/sys"
    exec chroot "$root" env -i --chdir=/root HOME=/root PATH=/usr/bin:/bin "$@"' bash "$@"
}

# step TITLE COMMAND...: one line for each, with the end of what it said where it failed.
failed=0
step() {
  local title=$1 start=$SECONDS
  shift
  if "$@" >"$folder/step.log" 2>&1; then
    done_line "$title" passed "$(seconds_since "$start")"
  else
    done_line "$title" FAILED "$(seconds_since "$start")"
    tail -n 15 "$folder/step.log" | sed 's/^/    /'
    failed=$((failed + 1))
  fi
}

# refuses PATTERN COMMAND...: the command fails, with a line on standard error that has PATTERN.
refuses() {
  local pattern=$1 said
  shift
  if said=$("$@" 2>&1 >/dev/null); then return 1; fi
  printf '%s\n' "$said"
  [ "$(wc -l <<<"$said")" = 1 ] && grep -q "$pattern" <<<"$said"
}

# served ROOT COMMAND...: the page is fetched from outside, whole and with its types; then the server ends.
served() {
  local root=$1 address='' server status=0 path
  shift
  : >"$folder/serve.log"
  inside "$root" bash -c 'echo $$ >serve.pid; exec "$@"' bash "$@" --port 0 >"$folder/serve.log" 2>&1 &
  server=$!
  for _ in {1..100}; do
    address=$(sed -n 's/.* is at \(http[^ ]*\) .*/\1/p' "$folder/serve.log")
    [ -z "$address" ] || break
    sleep 0.1
  done
  [ -n "$address" ] || { cat "$folder/serve.log"; kill "$(cat "$root/root/serve.pid")" || true; return 1; }
  curl -sSf "$address" | cmp - "$root/root/$name/site/index.html" || status=1
  path=$(cd "$root/root/$name/site" && echo app-*/chestlens_core.wasm)
  curl -sSf -o "$folder/fetched" -D "$folder/headers" "$address$path" || status=1
  cmp "$folder/fetched" "$root/root/$name/site/$path" || status=1
  grep -qi '^content-type: application/wasm' "$folder/headers" || status=1
  [ "$(curl -sS -o /dev/null -w '%{http_code}' --path-as-is "$address../../README.txt")" = 404 ] || status=1
  kill "$(cat "$root/root/serve.pid")"
  wait "$server" || status=1
  return "$status"
}

# ONNX Runtime's reports of use would lie there; in .cache/chestlens are the films that a training prepared.
traces=(root/.cache root/.config root/.local tmp/.ses)
left_nothing() {
  local trace
  for trace in "${traces[@]:1}"; do [ ! -e "$1/$trace" ] || { echo "$trace"; return 1; }; done
  trace=$(cd "$1/root" && find .cache -mindepth 1 ! -path '.cache/chestlens*' 2>/dev/null || true)
  [ -z "$trace" ] || { echo "$trace"; return 1; }
  ! compgen -G "$1/tmp/mat-debug-*"
}
clean() {
  local root=$1
  rm -rf "$root"/root/{films,run,bundle,chestlens-*} "${traces[@]/#/$root/}" "$root"/tmp/mat-debug-*
}

try_light() {
  local root=$1 program=/root/$name/bin/chestlens
  step 'checksums' inside "$root" bash -c "cd $name && sha256sum --quiet --check SHA256SUMS"
  step 'version' inside "$root" "$program" version
  step 'generate films' inside "$root" "$program" phantom --out films --films 96 --size 64 --seed 3
  step 'predict a film' inside "$root" "$program" predict --models "$name/models" --model mobilenet_v2 films
  step 'leaves nothing behind' left_nothing "$root"
  step 'serve the page' served "$root" "$program" serve
  step 'train says what is missing' refuses 'LibTorch .* is needed.*torch.tar.gz' inside "$root" "$program" train \
    --recipe "$name/models/densenet121-demo.toml" --data films --run run
}

try_torch() {
  local root=$1 program=/root/$name/bin/chestlens
  step 'checksums' inside "$root" bash -c "cd $name && sha256sum --quiet --check SHA256SUMS"
  step 'version names LibTorch' inside "$root" bash -euc "$program version | grep '^LibTorch *[0-9]'"
  step 'train an epoch' inside "$root" "$program" train --recipe "$name/models/densenet121-demo.toml" --data films \
    --run run --epochs-scale 0.001
  step 'evaluate' inside "$root" "$program" evaluate --run run
  step 'export' inside "$root" "$program" export --run run --out bundle
  step 'predict by what it exported' inside "$root" "$program" predict --bundle bundle films
  step 'leaves nothing behind' left_nothing "$root"
  step 'serve the page' served "$root" "$program" serve
}

mkdir -p "$folder"
for suite in $suites; do
  root=$folder/$suite
  make_root "$suite" "$root"
  say "$suite, glibc $(inside "$root" ldd --version | sed -n '1s/.* //p'), $(inside "$root" bash -c 'ls /usr/lib/x86_64-linux-gnu/libstdc++.so.6.*')"
  clean "$root"
  say '  without LibTorch'
  tar xf "$light" -C "$root/root"
  try_light "$root"
  rm -rf "$root/root/$name"
  say '  with LibTorch'
  tar xf "$torch" -C "$root/root"
  mv "$root/root/$name-torch" "$root/root/$name"
  try_torch "$root"
  clean "$root"
done
((failed == 0)) || fail "$failed steps failed"
say 'The releases work.'
