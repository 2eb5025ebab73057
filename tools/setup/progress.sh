# Runs a long command with its output in a log, and shows how far it is. Sourced after log.sh.

# log_position LOG: "done total" of the last [done/total] that ninja wrote to LOG.
log_position() {
  tail -c 4096 "$1" 2>/dev/null | grep -ao '\[[0-9]*/[0-9]*\]' | tail -n 1 | tr -d '[]' | tr '/' ' ' || true
}

# progress_text TITLE DONE TOTAL SECONDS: bar, rate and time left; without TOTAL only the time taken.
progress_text() {
  local title=$1 steps=$2 total=$3 seconds=$4
  if ((total == 0)); then
    printf '  %-28s %4d s' "$title" "$seconds"
    return
  fi
  local filled=$((20 * steps / total)) left='?'
  ((steps > 0)) && left=$(((total - steps) * seconds / steps))
  printf '  %-28s [%-20s] %d/%d, %d.%d/s, %s s left' "$title" "$(printf '%*s' "$filled" '' | tr ' ' '#')" \
    "$steps" "$total" $((steps / (seconds + 1))) $((10 * steps / (seconds + 1) % 10)) "$left"
}

# watch_log TITLE LOG: redraws one line a second on a terminal, else prints one every 20 seconds.
watch_log() {
  local title=$1 log=$2 start=$SECONDS phase_start=$SECONDS phase_total=0 steps total tick=0
  while sleep 1 && kill -0 $$ 2>/dev/null; do
    tick=$((tick + 1))
    [ -t 1 ] || ((tick % 20 == 0)) || continue
    read -r steps total _ <<<"$(log_position "$log") 0 0"
    ((total == phase_total)) || phase_start=$SECONDS phase_total=$total
    if ((total > 0)); then
      progress_text "$title" "$steps" "$total" $((SECONDS - phase_start))
    else
      progress_text "$title" 0 0 $((SECONDS - start))
    fi
    if [ -t 1 ]; then printf '\033[K\r'; else printf '\n'; fi
  done
}

# run_logged TITLE LOG COMMAND...: runs COMMAND with its output in LOG; on failure shows the log's end.
run_logged() {
  local title=$1 log=$2 status=0 watcher
  shift 2
  mkdir -p "$(dirname "$log")"
  : >"$log"
  watch_log "$title" "$log" &
  watcher=$!
  "$@" >"$log" 2>&1 </dev/null || status=$?
  kill "$watcher" 2>/dev/null || true
  wait "$watcher" 2>/dev/null || true
  [ -t 1 ] && printf '\033[K'
  if ((status != 0)); then
    tail -n 40 "$log" >&2
    printf 'error: %s failed with status %d; the whole log: %s\n' "$title" "$status" "$log" >&2
  fi
  return "$status"
}
