# Sourced by the benchmarks that train one recipe in several ways; after arguments.sh, with recipe, set and threads.

# train_way RUN FILMS SEED "KEY=VALUE ..." [OPTION...]: trains the recipe into RUN, with what set changes for all ways and the
# keys of this one; a run that was stopped goes on.
train_way() {
  local run=$1 films=$2 number=$3 changes=() changed=() resume=()
  read -rd '' -a changes <<<"$set $4" || true
  shift 4
  ((${#changes[@]} == 0)) || changed=(--set "${changes[@]}")
  [ ! -e "$run/last.safetensors" ] || resume=(--resume)
  "$chestlens" train --recipe "$recipe" --seed "$number" --data "$films" --run "$run" "${changed[@]}" "$@" "${resume[@]}" \
    --threads "$threads" >&2
}
