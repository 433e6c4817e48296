#!/usr/bin/env bash
# Everything that a change must pass. Usage: Scripts/check.sh [format|documentation|tests|plugin|python]...
# Without arguments all of them run.
set -euo pipefail
cd "$(dirname "$0")/.."

format() { swift format lint --strict --recursive Package.swift Sources Tests Examples Benchmarks; }

documentation() { Scripts/docs.sh; }

tests() { swift test -c release; }

# A package of its own that imports the library by one name, with an environment, a network and a callback.
plugin() { swift run -c release --package-path Examples/OwnTask; }

python() {
  python3 - Scripts Benchmarks <<'PYTHON'
import pathlib, sys
for folder in sys.argv[1:]:
    for path in sorted(pathlib.Path(folder).rglob("*.py")):
        compile(path.read_text(), str(path), "exec")
PYTHON
}

(($#)) || set -- format python documentation plugin tests
for check in "$@"; do
  echo "== $check" >&2
  "$check"
done
