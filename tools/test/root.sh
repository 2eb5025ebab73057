#!/usr/bin/env bash
# root.sh SUITE FOLDER [COMMAND...]: runs README's two commands, or COMMAND, in a bare Debian of its own.
# SUITE is one that debootstrap knows (bookworm, trixie). FOLDER becomes its root, where it is not one yet,
# with a clone of this checkout's commit in root/chestlens; a second call goes on where the first stopped.
# As root, with debootstrap.
#   tools/test/root.sh trixie /var/tmp/trixie                                 # both commands
#   tools/test/root.sh trixie /var/tmp/trixie tools/test.sh --only native     # one of them, or a part
#   tools/test/root.sh trixie /var/tmp/trixie bash                            # a shell there
set -euo pipefail
called_from=$PWD
cd "$(dirname "$0")/../.."
. tools/setup/log.sh

[ "${1:-}" != --help ] || usage tools/test/root.sh
(($# >= 2)) || usage tools/test/root.sh 2 >&2
suite=$1 root=$(cd "$called_from" && realpath -m "$2")
shift 2
(($#)) || set -- bash -c 'tools/demo.sh --no-serve && tools/test.sh'

((EUID == 0)) || fail 'a root of its own wants root: sudo tools/test/root.sh'
if [ ! -e "$root/etc/debian_version" ]; then
  [ ! -e "$root" ] || rmdir "$root" 2>/dev/null || fail "$root: it is there and no Debian; name another folder"
  type -P debootstrap >/dev/null || fail 'debootstrap is not installed: apt-get install debootstrap'
  [ -e "/usr/share/debootstrap/scripts/$suite" ] || fail "$suite: debootstrap knows no such suite"
  . tools/env.sh
  . tools/setup/debian.sh
  rm -rf "$root.partial"
  debootstrap --variant=minbase "$suite" "$root.partial" "$(debian_mirror)"
  mv "$root.partial" "$root"
fi
found=$(. "$root/etc/os-release" && echo "${VERSION_CODENAME:-unknown}")
[ "$found" = "$suite" ] || fail "$root holds $found, not $suite; name another folder"

# The commit as a user would clone it: changes that are not committed stay behind.
clone=$root/root/chestlens
[ -e "$clone" ] || git -c safe.directory='*' clone --quiet --no-local --no-checkout . "$clone"
git -c safe.directory='*' -C "$clone" fetch --quiet "$PWD" HEAD
git -c safe.directory='*' -C "$clone" checkout --quiet --force --detach FETCH_HEAD

# A mount and a process namespace of its own, so that nothing stays mounted and no process stays behind;
# the environment of a fresh login, with the machine's proxies.
settings=(HOME=/root LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "TERM=${TERM:-dumb}")
for name in http_proxy https_proxy no_proxy; do [ -z "${!name:-}" ] || settings+=("$name=${!name}"); done
export root
exec unshare --mount --pid --fork --kill-child bash -c '
  mount -t proc proc "$root/proc"
  mount --rbind /sys "$root/sys"
  mount --rbind /dev "$root/dev"
  mount -t tmpfs tmpfs "$root/dev/shm"
  mkdir -p "$root/run/lock"
  chroot "$root" env -i --chdir=/root/chestlens "$@"' bash "${settings[@]}" "$@"
