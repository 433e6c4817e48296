#!/usr/bin/env bash
# Builds the reference documentation of every module with the toolchain's own DocC; any warning is an error.
# Usage: Scripts/docs.sh [OUTPUT], by default .build/documentation
set -euo pipefail
cd "$(dirname "$0")/.."

output=${1:-.build/documentation}
mkdir -p "$output"
swift build --target RLFramework
swift build --target RLTesting
swift build --target TensorBoardLogging
swift build --target Benchmarking
swift build --target PopulationMPI
build=$(swift build --show-bin-path)
triple=$(swift -print-target-info | sed -n 's/.*"triple": "\(.*\)".*/\1/p' | head -1)

for folder in Sources/*/; do
  module=$(basename "$folder")
  case $module in CKernels | COpenBLAS | CMPI | Fuzzing | fuzz | rl) continue ;; esac
  # A module without its page is refused by docc.
  catalog=$folder$module.docc
  graphs=$build/symbol-graphs/$module
  rm -rf "$graphs" "$output/$module.doccarchive"
  mkdir -p "$graphs"
  swift symbolgraph-extract -module-name "$module" -target "$triple" -minimum-access-level public \
    -I "$build/Modules" -I "$build/CKernels.build" -I Sources/COpenBLAS -I .build/checkouts/Yams/Sources/CYaml/include \
    -output-dir "$graphs"
  docc convert "$catalog" --additional-symbol-graph-dir "$graphs" \
    --fallback-display-name "$module" --fallback-bundle-identifier "$module" \
    --warnings-as-errors --output-path "$output/$module.doccarchive"
  echo "documented $module"
done
