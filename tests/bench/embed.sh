#!/usr/bin/env bash
# embed.sh --python PATH [--rows 6000] [--width 1024] [--threads N] [--rounds 3] [--peers LIST]: seconds that
# chestlens, scikit-learn and openTSNE take for a t-SNE map of the same features at perplexity 50, in turn
# in each round: principal components, neighbours, affinities and 750 steps. PATH is a Python with numpy,
# scikit-learn and openTSNE; LIST is of scikit-learn, opentsne-bh, opentsne-fft, opentsne-exact-bh
# (its neighbours exact, as ours are) and ours-tree (ours by the quadtree), all by default; "none" times ours alone.
# Features are clusters as a network's are; figures are medians, and the divergence of each map is counted by one function
# on openTSNE's exact affinities. Prints Markdown; asserts nothing.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tools/setup/log.sh

python='' rows=6000 width=1024 threads=$(nproc) rounds=3 peers=scikit-learn,opentsne-bh,opentsne-fft,opentsne-exact-bh,ours-tree
while (($#)); do
  case $1 in
    --python | --rows | --width | --threads | --rounds | --peers) printf -v "${1#--}" %s "${2:?$1 wants a value}" ;;
    --help) usage tests/bench/embed.sh ;;
    *) usage tests/bench/embed.sh 2 >&2 ;;
  esac
  shift 2
done
[ -n "$python" ] || usage tests/bench/embed.sh 2 >&2
ours=${CHESTLENS_NATIVE_BUILD:-build/native}/tests/bench/bench_embed
[ -x "$ours" ] || fail "$ours is missing; build target bench_embed"
export OMP_NUM_THREADS=$threads OPENBLAS_NUM_THREADS=$threads MKL_NUM_THREADS=$threads NUMBA_NUM_THREADS=$threads
exec "$python" tests/bench/embed_peers.py "$ours" --rows "$rows" --width "$width" --threads "$threads" --rounds "$rounds" --peers "$peers"
