# Shared libraries of a program, and what they ask of a system. Sourced by tools/release.sh after log.sh.

# put_libtorch STAGE: LibTorch and what it uses in STAGE/lib/torch, without what they ask for and do not use
# (needed.py); the Debian packages they are of on standard output. Of OpenBLAS it takes the one that heeds LibTorch's
# number of threads, whichever the machine prefers.
put_libtorch() {
  local stage=$1 needed name file unused files=()
  mkdir -p "$stage/lib/torch"
  needed=$(LD_LIBRARY_PATH=/usr/lib/x86_64-linux-gnu/openblas-openmp \
    python3 tools/release/needed.py "$stage/libexec/chestlens-torch")
  while read -r name file unused; do
    [[ $file != "$stage"/* ]] || continue
    file=$(readlink -f "$file")
    strip --strip-unneeded -o "$stage/lib/torch/$name" "$file"
    # shellcheck disable=SC2046 # names of libraries have no blanks
    [ -z "$unused" ] || patchelf $(printf -- '--remove-needed %s ' ${unused//,/ }) "$stage/lib/torch/$name"
    files+=("$file")
  done <<<"$needed"
  packages_of_files "${files[@]}"
}

# packages_of_files FILE...: the Debian packages that they are of. Some name their files by /lib, where that is /usr/lib.
packages_of_files() {
  local package path file
  declare -A packages
  while read -r package path; do
    packages[/usr${path#/usr}]=${package%%:*}
  done < <(dpkg -S "$@" "${@#/usr}" 2>/dev/null)
  for file; do
    printf '%s\n' "${packages[$file]:?$file is of no package: its licence is not known}"
  done | sort -u
}

# check_loads STAGE PROGRAM: fails where the program lacks a symbol, or loads from elsewhere what not every system has.
check_loads() {
  local stage=$1 program=$2 loads wrong
  loads=$(ldd -r "$program" 2>&1) || fail "$program: $loads"
  wrong=$(grep -E 'undefined|not found|=> ' <<<"$loads" | grep -vF "=> $stage/" |
    grep -vE '=> [^ ]*/(lib(c|m|dl|pthread|rt|resolv|util|anl|nsl|stdc\+\+|gcc_s)|ld-linux[^ ]*)\.so') || return 0
  fail "$program is not complete:"$'\n'"$wrong"
}

# least_versions FILE...: the newest version of each that one of the files asks for, NAME VERSION a line.
least_versions() {
  local name
  for name in GLIBC GLIBCXX CXXABI; do
    printf '%s %s\n' "$name" "$(objdump -T "$@" 2>/dev/null |
      sed -n "s/.*\*UND\*.*[( ]${name}_\([0-9.]*\)).*/\1/p" | sort -uV | tail -n 1)"
  done
}

# check_versions FILE...: fails where the files ask for more than Debian 12 has.
check_versions() {
  local name version most
  declare -A most=([GLIBC]=2.36 [GLIBCXX]=3.4.30 [CXXABI]=1.3.13)
  while read -r name version; do
    [ -n "$version" ] || fail "no file asks for a version of $name: objdump was misread"
    [ "$(printf '%s\n' "$version" "${most[$name]}" | sort -V | tail -n 1)" = "${most[$name]}" ] ||
      fail "$name $version is asked for, and Debian 12 has ${most[$name]}"
  done < <(least_versions "$@")
}
