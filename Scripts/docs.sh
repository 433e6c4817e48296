#!/usr/bin/env bash
# Builds the reference documentation of every module with the toolchain's own DocC; any warning is an error.
# Usage: Scripts/docs.sh [OUTPUT], by default .build/documentation
set -euo pipefail
cd "$(dirname "$0")/.."

output=${1:-.build/documentation}
graphs=.build/symbol-graphs
rm -rf "$graphs" "$output"
mkdir -p "$graphs" "$output"

# A build directory of its own, because the flags would make the next ordinary build start from nothing.
swift build --product RLTesting --scratch-path .build/documentation-build \
  -Xswiftc -emit-symbol-graph -Xswiftc -emit-symbol-graph-dir -Xswiftc "$PWD/$graphs" >/dev/null
swift build --target RLFramework --scratch-path .build/documentation-build \
  -Xswiftc -emit-symbol-graph -Xswiftc -emit-symbol-graph-dir -Xswiftc "$PWD/$graphs" >/dev/null

for catalog in Sources/*/*.docc; do
  module=$(basename "$catalog" .docc)
  mkdir "$graphs/$module"
  mv "$graphs/$module".symbols.json "$graphs/$module"/
  mv "$graphs/$module"@*.symbols.json "$graphs/$module"/ 2>/dev/null || true
  docc convert "$catalog" --additional-symbol-graph-dir "$graphs/$module" \
    --fallback-display-name "$module" --fallback-bundle-identifier "$module" \
    --warnings-as-errors --output-path "$output/$module.doccarchive"
  echo "documented $module"
done
