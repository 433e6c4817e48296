#!/usr/bin/env bash
# Everything that a change must pass. Usage: Scripts/check.sh [format|rules|python|links|documentation|plugin|tests]...
# Without arguments all of them run.
set -euo pipefail
cd "$(dirname "$0")/.."

format() { swift format lint --strict --recursive Package.swift Sources Tests Examples Benchmarks; }

rules() { Scripts/check_rules.py; }

documentation() { Scripts/docs.sh; }

tests() { swift test -c release; }

# Packages of their own that import the library by one name: one with an environment, a network, an agent and a callback,
# one that runs a trading experiment.
plugin() {
  swift test -c release --package-path Examples/OwnTask
  swift run -c release --package-path Examples/OwnTask
  swift run -c release --package-path Examples/OwnMarket
}

python() {
  python3 - Scripts Benchmarks Sources <<'PYTHON'
import pathlib, sys
for folder in sys.argv[1:]:
    for path in sorted(pathlib.Path(folder).rglob("*.py")):
        compile(path.read_text(), str(path), "exec")
PYTHON
}

# Relative links in Markdown must lead somewhere.
links() {
  python3 - <<'PYTHON'
import pathlib, re, subprocess, sys
files = subprocess.run(["git", "ls-files", "*.md"], capture_output=True, text=True, check=True).stdout.split()
broken = [
    f"{name}: {target}"
    for name in files
    for target in re.findall(r"\]\(([^)#\s]+)", pathlib.Path(name).read_text())
    if "://" not in target and not (pathlib.Path(name).parent / target).exists()
]
sys.exit("\n".join(["links that lead nowhere:", *broken]) if broken else 0)
PYTHON
}

(($#)) || set -- format rules python links documentation plugin tests
for check in "$@"; do
  echo "== $check" >&2
  "$check"
done
