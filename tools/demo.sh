#!/usr/bin/env bash
# demo.sh [--data DIR] [--recipe FILE] [--port N] [--no-serve]
# From a bare Debian 12 or 13 to private predictions in a web page: sets up, builds, serves the
# networks that ship with the project, trains one more, evaluates and exports it and adds it to the
# page. A second run redoes only what changed.
#   --data DIR     train on the films of DIR/manifest.csv; without it, films are generated
#   --recipe FILE  training recipe (default: models/densenet121-cxr.toml with --data, else -demo.toml)
#   --port N       port of the web page (default: 8080)
#   --no-serve     end after building the site
set -euo pipefail
called_from=$PWD
cd "$(dirname "$0")/.."
. tools/setup/log.sh
. tools/setup/progress.sh

data='' recipe='' name='' port=8080 serve=yes
phantom_films=1600

parse_arguments() {
  while (($#)); do
    case $1 in
      --data) data=$(cd "$called_from" && realpath -m "${2:?--data wants a folder}"); shift 2 ;;
      --recipe) recipe=$(cd "$called_from" && realpath -m "${2:?--recipe wants a file}"); shift 2 ;;
      --port) port=${2:?--port wants a number}; shift 2 ;;
      --no-serve) serve=no; shift ;;
      --help) usage tools/demo.sh ;;
      *) usage tools/demo.sh 2 >&2 ;;
    esac
  done
  [[ $port =~ ^[0-9]+$ ]] || fail "--port $port: not a number"
  recipe=${recipe:-models/densenet121-$([ -n "$data" ] && echo cxr || echo demo).toml}
  [ -e "$recipe" ] || fail "--recipe $recipe: no such file"
  name=$(sed -n 's/^name *= *"\(.*\)"/\1/p' "$recipe" | head -n 1)
  [ ! -e "models/$name" ] || fail "--recipe $recipe: a network called $name ships with the project; rename the recipe's"
  [ "$serve" = no ] || ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null ||
    fail "--port $port: something else serves there; choose another port"
  [ -z "$data" ] || [ -e "$data/manifest.csv" ] || fail "--data $data: it has no manifest.csv"
}

# step TITLE STAMP COMMAND...: runs COMMAND, which takes a while, and leaves STAMP when it went through.
step() {
  local title=$1 stamp=$2 start=$SECONDS
  shift 2
  printf '\n== %s\n' "$title"
  "$@"
  touch "$stamp"
  echo "took $(seconds_since "$start") s"
}

build_programs() {
  printf '\n== Build\n'
  . tools/env.sh
  . tools/setup/build.sh
  build native chestlens
  build wasm chestlens_archive chestlens_core chestlens_formats chestlens_viewer
}

# show_page SENTENCE QUERY: serves build/site, if it is not served yet, and says where the page is.
# The server looks the folder up by its name at every request, so site.sh may replace it.
server=''
show_page() {
  if [ -z "$server" ]; then
    build/native/native/cli/chestlens serve build/site --port "$port" >build/site-server.log 2>&1 &
    server=$!
    trap 'kill "$server" 2>/dev/null || true' EXIT
  fi
  cat <<MESSAGE

The page is at http://localhost:$port/$2 (Ctrl-C ends it). $1
  Open it in a browser and drop a film on it, for example one of
$(sed -n '2,4p' "$data/manifest.csv" | cut -d, -f1 | sed "s|^|    $data/|")
  The film stays on your machine: the page asks no other server for anything.
  For education and research, not diagnosis.
MESSAGE
}

main() {
  parse_arguments "$@"
  bash tools/setup.sh
  build_programs
  local chestlens=build/native/native/cli/chestlens

  if [ -z "$data" ]; then
    data=$PWD/data/phantom-$phantom_films-plain  # findings that are plain to see
    [ -e "$data/.complete" ] ||
      step 'Generate films' "$data/.complete" "$chestlens" phantom --replace --out "$data" --films "$phantom_films" --size 256 --seed 1 --mildest 0.5
  fi

  # The run is named by what it is made of, so that it is trained once and gone on with if interrupted; its
  # folder holds nothing else, and what was done lies beside it.
  local run bundle
  run=runs/$name-$(cat "$recipe" "$data/manifest.csv" | sha256sum | cut -c 1-10)
  bundle=$run-bundle/$name
  mkdir -p runs

  if [ "$serve" = yes ] && [ -e models/catalog.json ] && [ ! "$run.exported" -nt "$chestlens" ]; then
    printf '\n== Site of the networks that ship with the project\n'
    bash tools/site.sh build/site
    show_page 'It stays there while another network is trained.' ''
  fi
  [ -e "$run.trained" ] ||
    step 'Train' "$run.trained" "$chestlens" train --recipe "$recipe" --data "$data" --run "$run" --resume
  [ "$run.evaluated" -nt "$chestlens" ] || step 'Evaluate' "$run.evaluated" "$chestlens" evaluate --run "$run"
  [ "$run.exported" -nt "$chestlens" ] ||
    step 'Export' "$run.exported" "$chestlens" export --run "$run" --out "$bundle" --replace

  printf '\n== Site\n'
  bash tools/site.sh build/site "$bundle"
  [ "$serve" = yes ] || return 0
  show_page "It offers $name, the network just trained." "?model=$name"
  wait "$server"
}

main "$@"
