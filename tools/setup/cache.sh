# The cache of downloads and third-party builds. Sourced after log.sh and progress.sh.
# An item is a folder that appears under its name only when complete: it is filled beside
# it under a lock, stamped and then renamed, so that an interrupted run leaves nothing broken.

CHESTLENS_CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/chestlens

# provide TITLE DIR RECIPE...: fills DIR once by running `RECIPE... TEMPORARY_DIR`.
provide() {
  local title=$1 dir=$2 name start=$SECONDS
  name=$(basename "$dir")
  shift 2
  if [ -e "$dir/.complete" ]; then
    done_line "$title" 'cached' 0
    return
  fi
  mkdir -p "$CHESTLENS_CACHE/locks"
  exec 9>"$CHESTLENS_CACHE/locks/$name"
  flock --nonblock 9 || {
    note "waiting for another setup that is building $name"
    flock 9
  }
  if [ ! -e "$dir/.complete" ]; then
    rm -rf "$dir" "$dir.partial"
    mkdir "$dir.partial"
    run_logged "$title" "$CHESTLENS_CACHE/logs/$name.log" "$@" "$dir.partial"
    touch "$dir.partial/.complete"
    mv "$dir.partial" "$dir"
  fi
  exec 9>&-
  done_line "$title" 'built' "$(seconds_since "$start")"
}
