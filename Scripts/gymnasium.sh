#!/usr/bin/env bash
# Prints the path of a Python that has Gymnasium, for the tests of the bridge: RLFRAMEWORK_PYTHON where that has it, else
# one in the build folder that is made here. Needs PyPI the first time; says on standard error why it cannot.
# Usage: export RLFRAMEWORK_PYTHON=$(Scripts/gymnasium.sh)
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
  echo "gymnasium: $*" >&2
  exit 1
}

has_gymnasium() { "$1" -c "import gymnasium, numpy" >/dev/null 2>&1; }

if [[ -n ${RLFRAMEWORK_PYTHON:-} ]] && has_gymnasium "$RLFRAMEWORK_PYTHON"; then
  echo "$RLFRAMEWORK_PYTHON"
  exit 0
fi

folder=$PWD/.build/gymnasium-venv
python=$folder/bin/python
if ! has_gymnasium "$python"; then
  command -v python3 >/dev/null || fail "python3 is not on the PATH"
  # Debian keeps the part of venv that brings pip in a package of its own.
  if ! python3 -c "import ensurepip" 2>/dev/null; then
    ((EUID == 0)) && command -v apt-get >/dev/null || fail "this python3 cannot make environments: install python3-venv"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv; } \
      >/dev/null 2>&1 || fail "apt-get could not install python3-venv; is this machine online?"
  fi
  rm -rf "$folder"
  mkdir -p .build
  python3 -m venv "$folder" >&2 || fail "python3 -m venv failed"
  install() { "$python" -m pip install --quiet --disable-pip-version-check --timeout 20 --retries 1 "$@" >&2; }
  # Box2D is built from source where it has no wheel; without it only the tests that need it are skipped.
  install --only-binary :all: "gymnasium[box2d]>=1.0,<2" || install "gymnasium>=1.0,<2" \
    || fail "pip could not install gymnasium; is PyPI within reach?"
  has_gymnasium "$python" || fail "gymnasium is installed and cannot be imported"
fi
echo "$python"
