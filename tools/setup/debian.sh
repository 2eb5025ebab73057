# Debian packages outside the machine's own suites, through a private apt configuration:
# /etc/apt is read, never written. Sourced by recipes; wants CHESTLENS_CACHE.

apt_dir=$CHESTLENS_CACHE/apt

# debian_mirror: the Debian mirror that this machine's apt already uses.
debian_mirror() {
  local uri
  uri=${CHESTLENS_DEBIAN_MIRROR:-$(apt-get indextargets --format '$(LABEL) $(REPO_URI)' 'Created-By: Packages' |
    sed -n 's/^Debian //p' | head -n 1)}
  [ -n "$uri" ] || {
    echo "error: apt on this machine knows no Debian mirror; set CHESTLENS_DEBIAN_MIRROR=URI" >&2
    return 1
  }
  printf '%s\n' "$uri"
}

private_apt() {
  apt-get -qq -o Dir::Etc::sourcelist="$apt_dir/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::State::Lists="$apt_dir/lists" -o Dir::Cache="$apt_dir/cache" -o Dir::State::status=/dev/null \
    -o APT::Sandbox::User="$(id -un)" -o Acquire::Retries=3 "$@"
}

# refresh_private_apt: package lists of bookworm and trixie, at most once an hour.
refresh_private_apt() {
  mkdir -p "$apt_dir/lists/partial" "$apt_dir/cache/archives/partial"
  exec 8>"$CHESTLENS_CACHE/locks/apt"
  flock 8
  local mirror signed='[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]' suite sources=''
  mirror=$(debian_mirror)
  for suite in bookworm trixie; do
    sources+="deb $signed $mirror $suite main"$'\n'"deb-src $signed $mirror $suite main"$'\n'
  done
  if [ -z "$(find "$apt_dir/fresh" -mmin -60 2>/dev/null)" ] || [ "$(cat "$apt_dir/sources.list")" != "${sources%$'\n'}" ]; then
    printf '%s' "$sources" >"$apt_dir/sources.list"
    private_apt update
    touch "$apt_dir/fresh"
  fi
  exec 8>&-
}

# download_debs DIR SUITE PACKAGE...: SUITE's .deb files into DIR.
download_debs() {
  local dir=$1 suite=$2
  shift 2
  mkdir -p "$dir"
  refresh_private_apt
  (cd "$dir" && private_apt download "${@/%//$suite}")
}

# unpack_source DIR SUITE PACKAGE: unpacks Debian's patched source of PACKAGE as DIR.
unpack_source() {
  local dir=$1 suite=$2 package=$3 work=$1.source
  refresh_private_apt
  mkdir -p "$work"
  (cd "$work" && private_apt source --download-only --only-source "$package/$suite")
  dpkg-source --no-check --no-copy -x "$work"/*.dsc "$dir"
  rm -rf "$work"
}
