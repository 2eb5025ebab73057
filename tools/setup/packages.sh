# Installs Debian packages that the machine lacks. Sourced after log.sh and progress.sh.

as_root() {
  if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

node_is_new_enough() {
  type -P npm >/dev/null && type -P node >/dev/null && [ "$(node --print 'process.versions.node.split(".")[0]')" -ge 18 ]
}

# missing_packages LIST: the packages named in the file LIST that are not installed, one per line.
missing_packages() {
  local wanted
  wanted=$(sed 's/#.*//' "$1" | tr -s ' \n' '\n' | sed '/^$/d')
  node_is_new_enough || wanted+=$'\nnodejs\nnpm'
  comm -23 <(sort -u <<<"$wanted") <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p' | sort -u)
}

# install_packages LIST: installs what is missing of LIST, without recommended packages.
install_packages() {
  local start=$SECONDS missing
  mapfile -t missing < <(missing_packages "$1")
  if ((${#missing[@]} == 0)); then
    done_line 'Debian packages' 'installed' 0
    return
  fi
  ((EUID == 0)) || type -P sudo >/dev/null ||
    fail "missing Debian packages; run as root, or install them yourself: ${missing[*]}"
  note "installing ${#missing[@]} Debian packages and what they depend on"
  local quiet=(env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
  run_logged 'package lists' "$CHESTLENS_CACHE/logs/apt-update.log" as_root "${quiet[@]}" update
  run_logged 'Debian packages' "$CHESTLENS_CACHE/logs/apt-install.log" \
    as_root "${quiet[@]}" install --yes --no-install-recommends "${missing[@]}"
  done_line 'Debian packages' 'installed' "$(seconds_since "$start")"
}
