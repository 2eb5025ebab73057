# Shared libraries of a program, and what they ask of a system. Sourced by tools/release.sh after log.sh.

# closure PROGRAM: the libraries that the loader gives it, NAME PATH a line, less the C and C++ runtimes.
closure() {
  local missing
  missing=$(ldd "$1" | sed -n 's/^\t\(.*\) => not found/\1/p')
  [ -z "$missing" ] || fail "$1: this machine has no $missing"
  ldd "$1" | sed -n 's/^\t\([^ ]*\) => \(\/.*\) (0x[0-9a-f]*)$/\1 \2/p' | sort |
    grep -vE '^(lib(c|m|dl|pthread|rt|resolv|util|anl|nsl|stdc\+\+|gcc_s)|ld-linux[^ ]*)\.so[^ ]* '
}

# put_libtorch STAGE: LibTorch and what it loads in STAGE/lib/torch; the packages they are of on standard output.
put_libtorch() {
  local stage=$1 name path libraries
  mkdir -p "$stage/lib/torch"
  libraries=$(closure "$stage/libexec/chestlens-torch")
  while read -r name path; do
    case $path in
      "$stage"/*) continue ;;
      */libtorch_cuda*) fail "$path: a release is for the CPU, and this LibTorch is for CUDA" ;;
    esac
    strip --strip-unneeded -o "$stage/lib/torch/$name" "$(readlink -f "$path")"
    package_of "$path"
  done <<<"$libraries" | sort -u
}

# package_of FILE: the Debian package that it is of; nothing where it is of none.
package_of() {
  local file
  file=$(readlink -f "$1")
  { dpkg -S "$file" 2>/dev/null || dpkg -S "${file#/usr}" 2>/dev/null || true; } | sed -n '1s/:.*//p'
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
