#!/usr/bin/env bash
# Prints the path of a Python that can import some modules: RLFRAMEWORK_PYTHON where that can, else one of an environment
# in the build folder, which is made here. Needs PyPI the first time; says on standard error why it cannot.
# Usage: Scripts/python_environment.sh gymnasium|tensorboard
set -euo pipefail
cd "$(dirname "$0")/.."

name=${1:-}
fail() {
  echo "$name: $*" >&2
  exit 1
}

case $name in
  gymnasium)
    modules="gymnasium, numpy"
    # Box2D is built from source where it has no wheel; without it only the tests that need it are skipped.
    packages() { install --only-binary :all: "gymnasium[box2d]>=1.0,<2" || install "gymnasium>=1.0,<2"; }
    ;;
  tensorboard)
    modules="tensorboard.backend.event_processing.event_accumulator"
    # The reader imports pkg_resources in some versions, which newer setuptools no longer have.
    packages() { install "tensorboard>=2.10,<3" "setuptools<81"; }
    ;;
  *)
    echo "usage: Scripts/python_environment.sh gymnasium|tensorboard" >&2
    exit 2
    ;;
esac

imports() { "$1" -c "import $modules" >/dev/null 2>&1; }

if [[ -n ${RLFRAMEWORK_PYTHON:-} ]] && imports "$RLFRAMEWORK_PYTHON"; then
  echo "$RLFRAMEWORK_PYTHON"
  exit 0
fi

folder=$PWD/.build/$name-venv
python=$folder/bin/python
install() { "$python" -m pip install --quiet --disable-pip-version-check --timeout 20 --retries 1 "$@" >&2; }

if ! imports "$python"; then
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
  packages || fail "pip could not install $name; is PyPI within reach?"
  imports "$python" || fail "$name is installed and cannot be imported"
fi
echo "$python"
