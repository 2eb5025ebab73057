# Installs the packages of the distribution that the machine lacks. Sourced after log.sh and progress.sh.

as_root() {
  if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

node_is_new_enough() {
  type -P npm >/dev/null && type -P node >/dev/null && [ "$(node --print 'process.versions.node.split(".")[0]')" -ge 18 ]
}

# distribution: this machine's, as tables head their columns (debian-12), or the one that the user names.
distribution() (
  [ -z "${CHESTLENS_DISTRIBUTION:-}" ] || { echo "$CHESTLENS_DISTRIBUTION" && exit; }
  . /etc/os-release
  echo "${ID:-unknown}-${VERSION_ID:-unknown}"
)

# table_rows TABLE: its heading and rows, without comments.
table_rows() { sed 's/#.*//; /^ *$/d' "$1"; }

# packages_of DISTRIBUTION TABLE: the packages that TABLE names for it, one per line; `none` has none.
packages_of() {
  [ "$1" != none ] || return 0
  local known
  known=$(table_rows "$2" | sed 's/^[^ ]* *//; s/  */, /g; q')
  [[ ", $known, " = *", $1, "* ]] ||
    fail "$1: its packages are not known, only those of $known; for a distribution like one of them:" \
      "CHESTLENS_DISTRIBUTION=${known%%,*} tools/setup.sh; for another: install what stands for the packages of" \
      "$2, then CHESTLENS_DISTRIBUTION=none tools/setup.sh"
  table_rows "$2" | awk -v wanted="$1" '
    NR == 1 { for (i = 2; i <= NF; ++i) if ($i == wanted) column = i; next }
    $column == "=" { print $1; next }
    $column != "-" { print $column }'
}

# missing_packages TABLE: the packages of TABLE that are not installed, one per line.
missing_packages() {
  local wanted
  wanted=$(packages_of "$(distribution)" "$1") || return
  [ -n "$wanted" ] || return 0
  node_is_new_enough || wanted+=$'\nnodejs\nnpm'
  comm -23 <(sort -u <<<"$wanted") <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p' | sort -u)
}

# install_packages TABLE: installs what is missing of TABLE, without recommended packages.
install_packages() {
  local start=$SECONDS list missing
  list=$(missing_packages "$1")
  if [ -z "$list" ]; then
    done_line 'packages' 'installed' 0
    return
  fi
  mapfile -t missing <<<"$list"
  ((EUID == 0)) || type -P sudo >/dev/null ||
    fail "missing packages; run as root, or install them yourself: ${missing[*]}"
  note "installing ${#missing[@]} packages and what they depend on"
  local quiet=(env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
  run_logged 'package lists' "$CHESTLENS_CACHE/logs/apt-update.log" as_root "${quiet[@]}" update
  run_logged 'packages' "$CHESTLENS_CACHE/logs/apt-install.log" \
    as_root "${quiet[@]}" install --yes --no-install-recommends "${missing[@]}"
  done_line 'packages' 'installed' "$(seconds_since "$start")"
}
