#!/usr/bin/env bash
# promtool, which tests the alert rules, out of Debian's package `prometheus`: the one file (48 MB)
# is taken out, so that no monitoring server, user or unit is installed. Safe to run again.
set -euo pipefail
cd "$(dirname "$0")/.."

target=.venv/bin/promtool
if [ -x "$target" ] || command -v promtool >/dev/null; then exit 0; fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
printf '  promtool (Debian package prometheus, 19 MB)\n'
(
  cd "$folder"
  apt-get download -qq prometheus 2>download.log || {
    cat download.log
    printf '\nNo package lists? Run, then try again:\n\n    sudo apt-get update\n\n'
    exit 1
  }
  dpkg-deb --fsys-tarfile prometheus_*.deb | tar -x ./usr/bin/promtool
)
install -m 755 "$folder/usr/bin/promtool" "$target"
