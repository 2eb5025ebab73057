# Licence texts under headings. Sourced after log.sh.

# notice TITLE FILE...: the first FILE that is there, under a heading.
notice() {
  local title=$1 file
  shift
  for file; do
    [ -f "$file" ] || continue
    printf '%s\n%s\n%s\n\n' "${title//?/=}" "$title" "${title//?/=}"
    cat "$file"
    printf '\n\n'
    return
  done
  fail "no licence text of $title: none of $* is there (run tools/setup.sh)"
}
