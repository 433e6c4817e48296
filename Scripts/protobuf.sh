#!/usr/bin/env bash
# Makes the Swift code of the TensorBoard events from their protocol definitions; both are committed.
# Needs protoc (Debian: protobuf-compiler). The plug-in is built from the release that Package.swift asks for, outside
# of the repository. Usage: Scripts/protobuf.sh
set -euo pipefail
cd "$(dirname "$0")/.."

version=1.39.0
module=Sources/TensorBoardLogging

plugin=${PROTOC_GEN_SWIFT:-}
if [[ -z $plugin ]]; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  git clone -q --depth 1 -b "$version" https://github.com/apple/swift-protobuf "$work/swift-protobuf"
  swift build -c release --package-path "$work/swift-protobuf" --product protoc-gen-swift
  plugin=$work/swift-protobuf/.build/release/protoc-gen-swift
fi

protoc --plugin="protoc-gen-swift=$plugin" --proto_path="$module/Protocol" \
  --swift_out="$module/Generated" --swift_opt=Visibility=Internal --swift_opt=UseAccessLevelOnImports=false \
  "$module"/Protocol/*.proto
