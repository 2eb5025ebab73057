# Progress lines shared by the scripts of tools/. Sourced.

say() { printf '%s\n' "$*"; }
note() { printf '    %s\n' "$*"; }
fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# usage SCRIPT [STATUS]: prints the comment that SCRIPT begins with and exits with STATUS, by default 0.
usage() {
  sed -n '1d; /^#/!q; s/^# \{0,1\}//p' "$1"
  exit "${2:-0}"
}

# seconds_since START: whole seconds since START, a value of $SECONDS.
seconds_since() { echo $((SECONDS - $1)); }

# done_line TITLE STATE SECONDS: one aligned line for a finished step.
done_line() { printf '  %-28s %-10s %5s s\n' "$1" "$2" "$3"; }
