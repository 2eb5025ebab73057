#!/usr/bin/env bash
# run.sh [OPTIONS]: shows on a machine with a GPU that what the CPU computes is computed there, too;
# it wants PyTorch, nvcc, CMake and a C++ compiler, no network. Beside what pack.sh gathered it
# unpacks, builds (not where pack.sh --build gave programs), runs, and ends with a table and
# FOLDER/results.json (default: $OUT or gpu-results), one line for each thing shown; logs lie there.
# Without a GPU it says what is left out and runs the rest on the CPU. A step that fails or takes too long does not stop the next;
# their limits are meant for 6 minutes in all on 16 cores.
#   --out FOLDER       where results and logs go
#   --build FOLDER     of a finished native build, in the place of unpacking and building
#   --torch FOLDER     the torch package (default: that of python3)
#   --within SECONDS   in all: what has no time left is not run
#   --patience NUMBER  a whole multiple of the steps' limits, for a machine that is slow or busy
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=${OUT:-gpu-results} build='' torch='' within='' patience=''
while (($#)); do
  case $1 in
    --out | --build | --torch | --within | --patience) printf -v "${1#--}" %s "${2:?$1 wants a value}" && shift 2 ;;
    --help) sed -n '1d; /^#/!q; s/^# \{0,1\}//p' "$0" && exit 0 ;;
    *) echo "error: $1: see run.sh --help" >&2 && exit 2 ;;
  esac
done
for number in "$within" "$patience"; do
  [[ $number =~ ^[0-9]*$ ]] || { echo "error: $number: --within and --patience want whole numbers" >&2 && exit 2; }
done
out=$(realpath -m "$out")
mkdir -p "$out"
export CHESTLENS_FIGURES=$out/figures.jsonl
: >"$CHESTLENS_FIGURES"
cores=$(nproc)
threads=$((cores > 8 ? 8 : cores))
export OMP_NUM_THREADS=$threads
[ -n "$patience" ] || patience=$((cores >= 12 ? 1 : cores >= 6 ? 2 : 6)) # the limits below are for 16 cores
began=$SECONDS
python=$(type -P python3)

# line CLAUSE FIGURE OUTCOME: a line of the table; OUTCOME is passed, failed or "not run".
line() {
  "$python" -c 'import json, sys; print(json.dumps(dict(zip(("clause", "figure", "outcome"), sys.argv[1:]))))' \
    "$1" "$2" "$3" >>"$CHESTLENS_FIGURES"
  printf '  %-8s %s: %s\n' "$3" "$1" "$2"
}

# limit_of SECONDS: how long a step may take that may take so long on 16 cores; 0 where no time is left.
limit_of() {
  local limit=$(($1 * patience)) left=$((within ? within - (SECONDS - began) - 5 : 86400))
  limit=$((left < limit ? left : limit))
  echo $((limit < 3 ? 0 : limit))
}

# limited SECONDS COMMAND...: runs it under a timeout, or not at all.
limited() {
  local limit
  limit=$(limit_of "$1")
  shift
  ((limit)) && timeout --kill-after=5 "$limit" "$@"
}

# step NAME SECONDS COMMAND...: runs it under a timeout, with its output in NAME.log and a line.
step() {
  local name=$1 limit start=$SECONDS status=0
  limit=$(limit_of "$2")
  shift 2
  if ((limit == 0)); then
    line "$name" 'no time is left' 'not run'
    return 1
  fi
  timeout --kill-after=5 "$limit" "$@" >"$out/$name.log" 2>&1 </dev/null || status=$?
  local took=$((SECONDS - start))
  case $status in
    0) line "$name" "$took s" passed ;;
    124 | 137) line "$name" "more than $limit s; the end of $name.log: $(tail -n 1 "$out/$name.log")" failed ;;
    *) line "$name" "status $status after $took s: $(grep -E 'rror|chestlens: ' "$out/$name.log" | tail -n 1 | cut -c 1-300)" failed ;;
  esac
  return "$status"
}

# expect CLAUSE PATTERN FILE: a line with what of FILE matches.
expect() {
  local found
  [ -e "$3" ] || { line "$1" 'its step was not run' 'not run'; return; }
  if found=$(grep -oE "$2" "$3" 2>/dev/null | tail -n 1) && [ -n "$found" ]; then line "$1" "$found" passed
  else line "$1" "no \"$2\" in $(basename "$3"): $(tail -n 1 "$3" 2>/dev/null | cut -c 1-200)" failed; fi
}

# compared NAME COMMAND...: compare.py, which adds its own line to the table once it has read both.
compared() {
  local name=$1
  shift
  "$@" >"$out/$name.log" 2>&1 || line "$name" "$(tail -n 1 "$out/$name.log")" failed
}

# --- the machine
[ -n "$torch" ] || torch=$("$python" -c 'import torch; print(torch.__path__[0])' 2>/dev/null)
gpu=$(nvidia-smi --query-gpu=name,memory.total,driver_version --format=csv,noheader 2>/dev/null | head -n 1)
device=cpu
[ -z "$gpu" ] || device=cuda
{
  nvidia-smi
  nvcc --version
  cmake --version
  c++ --version
  type -P ninja ccache mold compute-sanitizer ncu
  [ -z "$torch" ] || find "$torch/.." -maxdepth 5 -name 'libcudart.so*' -o -maxdepth 5 -name 'nccl.h' -o -maxdepth 5 -name 'libnvrtc.so*'
} >"$out/machine.log" 2>&1
line 'GPU' "${gpu:-none: what follows runs on the CPU, and lines of a GPU alone are not run}" \
  "$([ -n "$gpu" ] && echo passed || echo 'not run')"
architecture=$(nvidia-smi --query-gpu=compute_cap --format=csv,noheader 2>/dev/null | head -n 1)
line 'cores' "$cores" passed
[ ! -e "$here/commit" ] || line 'commit' "$(cat "$here/commit")" passed

# --- build
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -z "$build" ] && [ -e "$here/programs.tar.xz" ]; then
  build=$work/build
  step unpack 60 tar xJf "$here/programs.tar.xz" -C "$work"
  cudart=$(find "$torch/../nvidia" -name 'libcudart.so*' -printf '%h' -quit 2>/dev/null)
  export LD_LIBRARY_PATH=$torch/lib:$build/lib${cudart:+:$cudart}${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
  export CHESTLENS_TORCH=$torch
  step 'programs start' 30 "$build/native/cli/chestlens" version
elif [ -z "$build" ]; then
  build=$work/build source=$work/source
  mkdir "$source"
  step unpack 60 bash -c "tar xJf '$here/sources.tar.xz' -C '$source' && tar xJf '$here/prefix.tar.xz' -C '$work'"
  [ -e "$torch/lib/libtorch.so" ] || line 'PyTorch' "not found: python3 -c 'import torch' fails, and no --torch" failed
  generator=(-G 'Unix Makefiles') keep_going=(-k)
  ! type -P ninja >/dev/null || generator=(-G Ninja) keep_going=(-k 0)
  step configure 90 cmake -S "$source" -B "$build" "${generator[@]}" -DCMAKE_BUILD_TYPE=Release \
    -DCHESTLENS_PREFIX="$work/prefix" -DCHESTLENS_TORCH="$torch" -DTORCH_CUDA_ARCH_LIST="${architecture:-9.0}" \
    $([ -n "$gpu" ] || type -P nvcc >/dev/null || ls "$torch"/../nvidia/cu*/bin/nvcc >/dev/null 2>&1 || echo -DCHESTLENS_CUDA=OFF)
  step build 200 cmake --build "$build" --parallel "$cores" --target chestlens gpu_tests learn_tests train_tests bench_train_throughput -- "${keep_going[@]}"
fi
program=$build/native/cli/chestlens tests=$build/tests/gpu/gpu_tests bench=$build/tests/bench/bench_train_throughput

# --- the tests, and one step of each network under the sanitizer
if [ -x "$tests" ]; then
  step gpu_tests 150 "$tests" --gtest_filter='-All/GpuStep*:GpuFilms.*' &
  tests_running=$!
else
  line 'gpu_tests' 'not built' failed
  tests_running=''
fi
sanitize() {
  local sanitizer
  sanitizer=$(type -P compute-sanitizer || ls /usr/local/cuda*/bin/compute-sanitizer 2>/dev/null | head -n 1)
  if [ -z "$gpu" ]; then line 'compute-sanitizer over one step of each network' 'no GPU' 'not run'
  elif [ -z "$sanitizer" ]; then line 'compute-sanitizer over one step of each network' 'the tool is not on this machine' 'not run'
  else
    PYTORCH_NO_CUDA_MEMORY_CACHING=1 step compute_sanitizer 120 "$sanitizer" --error-exitcode 9 "$tests" --gtest_filter='All/GpuStep*'
    expect 'compute-sanitizer over one step of each network' 'ERROR SUMMARY: 0 errors' "$out/compute_sanitizer.log"
  fi
}

# --- the program's own way: films, a run, evaluation, rates, a bundle
recipe() { # SIZE EPOCHS: of MobileNetV2, whose epochs are short
  printf 'name = "gpu-%s"\n[network]\nname = "mobilenet_v2"\ndropout = 0.0\n[data]\nvalidation_fraction = 0.25\n' "$1"
  printf '[train]\nbatch = 8\nprecision = "fp32"\n[augment]\ncutout_probability = 0.3\n'
  printf '[[stage]]\nsize_pixels = %s\nepochs = %s\nmax_learning_rate = 1e-3\nmixup_alpha = 0.2\n' 48 1 "$1" "$2"
}
left_out() { line 'the rest of the program'"'"'s own way' 'it stands on the step that failed' 'not run'; }
way() {
  export XDG_CACHE_HOME=$work/cache
  local run=$work/runs films=$work/films
  mkdir -p "$run"
  recipe 64 2 >"$work/recipe.toml"
  step phantom 60 "$program" phantom --films 64 --out "$films" || { left_out; return; }
  local train=("$program" train --recipe "$work/recipe.toml" --data "$films" --threads "$threads" --deterministic)
  step train 120 "${train[@]}" --device "$device" --run "$run/whole" || { left_out; return; }
  killed_and_resumed "$films" "$run" "${train[@]}"
  step evaluate 60 "$program" evaluate --run "$run/whole" --device "$device"
  step evaluate_tta 60 "$program" evaluate --run "$run/whole" --device "$device" --tta 3
  cp -r "$run/whole" "$run/on-cpu"
  step evaluate_on_the_cpu 60 "$program" evaluate --run "$run/on-cpu" --device cpu
  compared compare_evaluations "$python" "$work/compare.py" predictions "$run/whole" "$run/on-cpu"
  step lr_find 90 "$program" lr-find --recipe "$work/recipe.toml" --data "$films" --device "$device" --out "$work/rates.svg"
  expect 'lr-find' 'steepest [0-9.e+-]+' "$out/lr_find.log"
  step export 120 "$program" export --run "$run/whole" --out "$work/bundle"
  expect 'export of the network trained here, its certificate' 'logits [0-9.e-]+, heat-map [0-9.e-]+' "$out/export.log"
}

# A run is killed after its first checkpoint within an epoch, then goes on, there and on the CPU.
killed_and_resumed() {
  local films=$1 run=$2 process
  shift 2
  if (($(limit_of 120) < 30)); then
    line 'a training was killed and resumed' 'no time is left' 'not run'
    return
  fi
  "$@" --device "$device" --run "$run/killed" --checkpoint-minutes 0 >"$out/killed.log" 2>&1 &
  process=$!
  for _ in $(seq $((10 * $(limit_of 60)))); do
    [ ! -e "$run/killed/last.safetensors" ] || break
    kill -0 "$process" 2>/dev/null || break
    sleep 0.1
  done
  if kill -9 "$process" 2>/dev/null; then line 'a training was killed' "$(ls "$run/killed" | tr '\n' ' ')" passed
  else line 'a training was killed' 'it had ended before' failed; fi
  wait "$process" 2>/dev/null
  cp -r "$run/killed" "$run/moved"
  step resume 90 "$program" train --run "$run/killed" --resume
  step resume_on_the_cpu 120 "$program" train --run "$run/moved" --resume --device cpu
  local limit=2e-2
  [ "$device" = cuda ] || limit=0
  compared compare_resumed "$python" "$work/compare.py" weights "$run/whole" "$run/killed" "$limit" 'killed and resumed: weights apart'
  [ "$device" = cuda ] && limit=5e-2
  compared compare_moved "$python" "$work/compare.py" weights "$run/whole" "$run/moved" "$limit" 'killed and resumed on the CPU: weights apart'
}

# What cannot be is said with its way out.
refusals() {
  local films=$1
  if [ -z "$gpu" ]; then
    line 'two ranks on one GPU' 'no GPU' 'not run'
    line 'memory of the GPU that runs out' 'no GPU' 'not run'
    return
  fi
  if (($(limit_of 90) == 0)); then
    line 'two ranks on one GPU, memory that runs out' 'no time is left' 'not run'
    return
  fi
  RANK=1 WORLD_SIZE=2 LOCAL_RANK=1 LOCAL_WORLD_SIZE=2 MASTER_ADDR=127.0.0.1 CUDA_VISIBLE_DEVICES=0 limited 60 "$program" train \
    --recipe "$work/recipe.toml" --data "$films" --run "$work/runs/two" --device cuda >"$out/two_ranks.log" 2>&1
  expect 'two ranks on one GPU' 'chestlens: .*a GPU of its own.*' "$out/two_ranks.log"
  limited 90 "$program" train --recipe "$work/recipe.toml" --data "$films" --run "$work/runs/large" --device cuda --dry-run \
    --set network.name=densenet121 train.batch=4096 stage.2.size_pixels=512 >"$out/out_of_memory.log" 2>&1
  expect 'memory of the GPU that runs out' 'out of memory on .* in batches of 4096.*' "$out/out_of_memory.log"
}

cat >"$work/compare.py" <<'PYTHON'
# weights ONE OTHER LIMIT CLAUSE: the norm of the difference of two runs' weights, as a share of the
# weights' norm. predictions ONE OTHER: of their logits. Appends a line to the figures.
import array, csv, json, math, os, struct, sys

def largest(differences):
    values = list(differences)
    return max(values, default=0.0) if all(map(math.isfinite, values)) else float("inf")

def tensors(path):
    data = open(path, "rb").read()
    size = struct.unpack("<Q", data[:8])[0]
    for name, about in json.loads(data[8 : 8 + size]).items():
        if name != "__metadata__" and about["dtype"] == "F32":
            begin, end = about["data_offsets"]
            yield name, array.array("f", data[8 + size + begin : 8 + size + end])

def numbers(path):
    rows = list(csv.reader(open(path)))
    for row in rows[1:]:
        for cell in row:
            try:
                yield float(cell)
            except ValueError:
                pass

def line(clause, value, limit):
    holds = value <= limit
    figure = f"{value:.2g} (at most {limit:.2g})"
    print(clause, figure)
    with open(os.environ["CHESTLENS_FIGURES"], "a") as file:
        file.write(json.dumps({"clause": clause, "figure": figure, "outcome": "passed" if holds else "failed"}) + "\n")

if sys.argv[1] == "weights":
    one, other = (dict(tensors(f"{run}/last.safetensors")) for run in sys.argv[2:4])
    names = [name for name in one if name.startswith("model/")]
    apart = sum((a - b) ** 2 for name in names for a, b in zip(one[name], other[name]))
    whole = sum(a * a for name in names for a in one[name])
    line(sys.argv[5], math.sqrt(apart / whole) if whole else float("inf"), float(sys.argv[4]))
else:
    one, other = (list(numbers(f"{run}/predictions-validation.csv")) for run in sys.argv[2:4])
    apart = largest(abs(a - b) for a, b in zip(one, other)) if one and len(one) == len(other) else float("inf")
    line("evaluate here and on the CPU: logits apart", apart, 5e-3)
PYTHON

if [ -x "$program" ]; then way; else line 'the whole path' 'chestlens was not built' failed; fi
[ -z "$tests_running" ] || wait "$tests_running"
# These count the GPU's memory: nothing else may take any meanwhile.
[ ! -x "$tests" ] || step gpu_memory 60 "$tests" --gtest_filter='GpuFilms.*'
for room in learn train; do
  on_cuda=$build/tests/unit/$room/${room}_tests
  [ ! -x "$on_cuda" ] || step "${room}_on_cuda" 60 "$on_cuda" --gtest_filter='*OnCuda*'
done
if [ -n "$gpu" ]; then
  expect 'the CUDA graph equals the eager step over 20 steps' '\[       OK \] .*AsTheEagerStepDoes \(.*' "$out/train_on_cuda.log"
  expect 'the same in fp16, under its loss scale' '\[       OK \] .*AsTheEagerStepDoesInFp16.*' "$out/train_on_cuda.log"
fi
[ ! -e "$work/films" ] || refusals "$work/films"
for log in "$out/gpu_tests.log" "$out/gpu_memory.log"; do
  skipped=$(sed -n 's/^\[  SKIPPED \] \(.*\) ([0-9]* ms)$/\1/p' "$log" 2>/dev/null)
  for name in $skipped; do line "$name" "$(grep -B 1 -F "SKIPPED ] $name (" "$log" | head -n 1)" 'not run'; done
done
[ ! -x "$tests" ] || sanitize

# --- speed
if [ -x "$bench" ]; then
  batches='32 128 256' side=224
  [ -n "$gpu" ] || { batches=8 side=64; }
  for batch in $batches; do
    if (($(limit_of 60) == 0)); then
      line "DenseNet-121, $side px, batch $batch on $device" 'no time is left' 'not run'
      continue
    fi
    rate=$(echo "densenet121 $side augmented recipe $batch 3" | limited 60 "$bench" --threads "$threads" --device "$device" 2>"$out/bench.log" | head -n 1)
    line "DenseNet-121, $side px, batch $batch on $device: films/s, share of waiting" "${rate:-$(tail -n 1 "$out/bench.log")}" \
      "$([[ $rate =~ ^[0-9.e+]+\  ]] && echo passed || echo failed)"
  done
else
  line 'throughput' 'bench_train_throughput was not built' failed
fi

# --- the table
"$python" - "$out" "$((SECONDS - began))" <<'PYTHON'
import json, sys
out, seconds = sys.argv[1], int(sys.argv[2])
lines = [json.loads(text) for text in open(f"{out}/figures.jsonl")]
json.dump({"seconds": seconds, "lines": lines}, open(f"{out}/results.json", "w"), indent=1)
print()
for line in lines:
    print(f"{line['outcome']:8} {line['clause']}: {line['figure']}")
count = {outcome: sum(line["outcome"] == outcome for line in lines) for outcome in ("passed", "failed", "not run")}
print(f"{count['passed']} passed, {count['failed']} failed, {count['not run']} not run, in {seconds} s; {out}/results.json")
sys.exit(1 if count["failed"] else 0)
PYTHON
