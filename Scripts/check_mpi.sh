#!/usr/bin/env bash
# Trains a small population on 1, 2 and 4 MPI ranks and compares every byte with one process; has a member fail; kills a
# rank in the middle and goes on from what was finished. Skipped where there is no MPI.
# Usage: Scripts/check_mpi.sh [debug|release], by default release
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
  echo "mpi: $*" >&2
  exit 1
}

if ! command -v mpirun >/dev/null || ! pkg-config --exists ompi-c 2>/dev/null; then
  echo "mpi: not installed (Debian: libopenmpi-dev openmpi-bin), skipped"
  exit 0
fi
command -v pgrep >/dev/null || fail "pgrep is not on the PATH (Debian: procps)"

build=(swift build -c "${1:-release}" --traits MPI --scratch-path .build-mpi)
"${build[@]}" --product rl
rl=$("${build[@]}" --show-bin-path)/rl
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

export OPENBLAS_NUM_THREADS=1
population=(bench population --members 6 --generations 3 --steps 8192)
launch=(mpirun --allow-run-as-root --oversubscribe)
# Nothing here takes minutes: what does is stuck.
bounded=(timeout 600 "${launch[@]}")
# Containers often forbid to read the memory of another process; without it messages are copied twice.
export OMPI_MCA_btl_vader_single_copy_mechanism=none

# The files of a run are those of one process.
same() {
  diff -r "$scratch/local" "$scratch/$1" || fail "the files of $1 differ from those of one process"
  echo "mpi: the $(find "$scratch/$1" -type f | wc -l) files of $1 are those of one process"
}

# A process that only waits to be buried is not alive.
is_alive() { grep -qs '^State:[[:space:]]*[^ZX[:space:]]' "/proc/$1/status"; }
rank_of() { tr '\0' '\n' <"/proc/$1/environ" 2>/dev/null | sed -n 's/^OMPI_COMM_WORLD_RANK=//p'; }

# Kills a rank once the first member is on disk. mpirun must end the others in 30 s, with a status that is not 0.
lose() {
  local rank=$1 output=$scratch/$2 pid child status=0 children since
  "${launch[@]}" -n 4 "$rl" "${population[@]}" --executor mpi --output "$output" >"$scratch/log" 2>&1 &
  pid=$!
  until [[ -n $(find "$output" -name 'generation-0-*.safetensors' 2>/dev/null) ]]; do
    kill -0 "$pid" 2>/dev/null || fail "the run to be killed ended by itself: $(cat "$scratch/log")"
    sleep 0.02
  done
  children=$(pgrep -P "$pid")
  for child in $children; do
    [[ $(rank_of "$child") != "$rank" ]] || kill -KILL "$child" 2>/dev/null || true
  done
  since=$SECONDS
  (sleep 30 && kill -KILL "$pid") >/dev/null 2>&1 &
  local watchdog=$!
  wait "$pid" || status=$?
  kill "$watchdog" 2>/dev/null || true
  ((status != 0 && SECONDS - since < 30)) || fail "the loss of rank $rank ended with status $status: $(cat "$scratch/log")"
  for child in $children; do
    while is_alive "$child"; do
      ((SECONDS - since < 30)) || fail "process $child outlived the loss of rank $rank"
      sleep 0.1
    done
  done
  local files
  files=$(find "$output" -name 'generation-*.safetensors' | wc -l)
  ((files < 18)) || fail "rank $rank was to be lost in the middle of a run, all was finished"
  echo "mpi: the loss of rank $rank ended all after $((SECONDS - since)) s with status $status, $files of 18 files are there"
}

"$rl" "${population[@]}" --executor local --output "$scratch/local"
for ranks in 1 2 4; do
  "${bounded[@]}" -n "$ranks" "$rl" "${population[@]}" --executor mpi --output "$scratch/ranks-$ranks"
  same "ranks-$ranks"
done

# A job's error ends all ranks, with its sentence.
status=0
timeout 60 "${launch[@]}" -n 4 "$rl" "${population[@]}" --executor mpi --failing-member 2 --output "$scratch/failing" \
  >"$scratch/log" 2>&1 || status=$?
((status != 0 && status != 124)) || fail "a failing member ended with status $status"
grep "member 2 of generation 0 failed on rank [0-3]: member 2 was told to fail" "$scratch/log" \
  || fail "a failing member ended without its sentence: $(cat "$scratch/log")"
echo "mpi: a failing member ended with status $status"

for rank in 2 0; do
  lose "$rank" "lost-$rank"
  "${bounded[@]}" -n 4 "$rl" "${population[@]}" --executor mpi --output "$scratch/lost-$rank"
  same "lost-$rank"
done

# The population of the example, its report included: 4 ranks come to the files of one process, also after all were lost
# in the middle. Where the folder lies is the one thing that config.json has of its own.
"${build[@]}" --product example-funding-arb
example=$(dirname "$rl")/example-funding-arb
trading=(pbt --layout document --preset simple --synthetic-days 30 --hidden 32 --population 4 --timesteps 6144 --perturbation-interval 2048
  --environments 2 --rollout-steps 64 --batch-size 64 --space long-horizon)
"$example" "${trading[@]}" --output "$scratch/one" >/dev/null
same_example() {
  diff -r -x config.json "$scratch/one" "$scratch/$1" || fail "the files of $1 differ from those of one process"
  echo "mpi: example-funding-arb on 4 ranks left the files of one process ($1)"
}
"${bounded[@]}" -n 4 "$example" "${trading[@]}" --executor mpi --output "$scratch/four" >/dev/null
same_example four
"${launch[@]}" -n 4 "$example" "${trading[@]}" --executor mpi --output "$scratch/resumed" >/dev/null 2>&1 &
pid=$!
until [[ -n $(find "$scratch/resumed" -name 'agent_*_checkpoint-0.safetensors' 2>/dev/null) ]]; do
  kill -0 "$pid" 2>/dev/null || fail "the example to be killed ended by itself"
  sleep 0.02
done
kill -KILL $(pgrep -P "$pid") 2>/dev/null || true
wait "$pid" || true
[[ ! -e $scratch/resumed/report.html ]] || fail "the example was to be lost in the middle of a run, all was finished"
"${bounded[@]}" -n 4 "$example" pbt --executor mpi --resume "$scratch/resumed" >/dev/null
same_example resumed
