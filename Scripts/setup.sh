#!/usr/bin/env bash
# Brings a machine to the point where `swift build` works: OpenBLAS and pkg-config. Safe to run again.
set -euo pipefail

fail() {
  echo "setup: $*" >&2
  exit 1
}

command -v swift >/dev/null || fail "swift is not on the PATH; install Swift 6.2 or later from https://swift.org/install"

if [[ $(uname -s) == Darwin ]]; then
  command -v brew >/dev/null || fail "Homebrew is needed for OpenBLAS; see https://brew.sh"
  brew list openblas >/dev/null 2>&1 || brew install openblas
  command -v pkg-config >/dev/null || brew install pkg-config
  # Homebrew keeps OpenBLAS out of the default search path.
  [[ -n ${PKG_CONFIG_PATH:-} ]] || echo "setup: now run: export PKG_CONFIG_PATH=\"$(brew --prefix openblas)/lib/pkgconfig\""
  exit 0
fi

# The pthread build is the one that is safe with several callers; the serial and OpenMP builds are not.
is_installed() { [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

command -v apt-get >/dev/null || fail "no apt-get here; install OpenBLAS (pthread build, with headers) and pkg-config by hand"
missing=()
for package in libopenblas-dev libopenblas0-pthread; do
  is_installed "$package" || missing+=("$package")
done
command -v pkg-config >/dev/null || missing+=(pkg-config)

if ((${#missing[@]})); then
  as_root=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null || fail "need root to install ${missing[*]}"
    as_root=(sudo)
  fi
  echo "setup: installing ${missing[*]}"
  "${as_root[@]}" apt-get update -qq || fail "apt-get update failed; is this machine online?"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" \
    >/dev/null || fail "apt-get could not install ${missing[*]}; is this machine online?"
fi
pkg-config --exists openblas || fail "pkg-config does not find openblas although it is installed"
echo "setup: OpenBLAS $(pkg-config --modversion openblas) and $(swift --version 2>/dev/null | head -1)"
