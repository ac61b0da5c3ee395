#!/usr/bin/env bash
# Runs the image recipe without a registry: each target is built on a base made here from Debian's
# own packages, then started as in production (its user, read-only root, no capabilities) and asked
# by its own health check. That proves the recipe, not the base: releases build on the pinned one.
#   deploy/try_image.sh [TARGET…]     as root; needs podman, debootstrap and ip, 4 GB in var/images
set -euo pipefail
cd "$(dirname "$0")/.."

targets=("$@")
[ $# -gt 0 ] || targets=(intake instruction notifier watch imagecheck)
work=$PWD/var/images
base=localhost/guichet-base:bookworm
mkdir -p "$work"
for tool in podman debootstrap ip; do
  command -v "$tool" >/dev/null || { echo "$tool is missing: apt-get install $tool" >&2; exit 1; }
done
podman() { command podman --root "$work/storage" --runroot "$work/run" --cgroup-manager cgroupfs "$@"; }

if ! podman image exists "$base"; then
  echo "base: Debian's Python 3.11"
  rm -rf "$work/root"
  debootstrap --variant=minbase --include=python3,python3-venv,python-is-python3,ca-certificates \
    bookworm "$work/root" >"$work/base.log"
  tar -C "$work/root" -c . | podman import --quiet - "$base" >/dev/null
  rm -rf "$work/root"
fi

# This machine's way to its package indexes is lent to the build, and stays out of the images.
lent=$(mktemp -d)
trap 'rm -rf "$lent"' EXIT
{
  echo '[global]'
  .venv/bin/python -m pip config list |
    sed -nE "s/^[a-z:]+\.([a-z-]+)='(.*)'$/\1 = \2/p" | sed 's/\\n/ /g' | sort -u -t= -k1,1
} > "$lent/pip.conf"
volumes=(--volume "$lent/pip.conf:/etc/pip.conf:ro" --volume /etc/apt:/etc/apt:ro)
# What the settings name on this machine; the files of an index lie beside its folder `simple`.
while read -r path; do
  [ ! -e "$path" ] || volumes+=(--volume "$path:$path:ro")
done < <(sed -e 's#file://##g' -e 's#/simple/*\( \|$\)#\1#g' "$lent/pip.conf" |
  grep -oE '(^|[ =])/[^ ,]+' | tr -d ' =' | sort -u)

# The image's own command and health check, as its user, with a read-only root, an empty /tmp and no
# capabilities. No container engine is asked: they want control groups that a build machine may lack.
# The process answers before it has found broker and store.
start() {
  local target=$1 image=localhost/guichet/$1:try root status=0
  root=$(podman image mount "$image")
  podman image inspect "$image" > "$lent/image.json"
  .venv/bin/python - "$lent/image.json" "$lent" <<'PYTHON'
import base64, json, pathlib, shlex, sys
image = json.loads(pathlib.Path(sys.argv[1]).read_text())[0]
config = image["Config"]
folder = pathlib.Path(sys.argv[2])
environment = shlex.join(["env", "-i", *config["Env"], "GUICHET_SECRET_KEY=" + 32 * "k",
    "GUICHET_MASTER_KEYS=" + base64.b64encode(32 * b"k").decode(),
    "GUICHET_AMQP_URL=amqp://127.0.0.1:9/", "GUICHET_MONGODB_URL=mongodb://127.0.0.1:9/"])
user, _, group = config["User"].partition(":")
rights = f"setpriv --reuid {user} --regid {group} --clear-groups --bounding-set=-all --inh-caps=-all --no-new-privs"
(folder / "run").write_text(f"exec {rights} {environment} {shlex.join(config['Cmd'])}\n")
(folder / "ask").write_text(f"{environment} {shlex.join(image['Healthcheck']['Test'][1:])}\n")
PYTHON
  unshare --mount --pid --net --fork --kill-child bash -euo pipefail -s -- "$root" "$lent" "$target" <<'INSIDE' || status=$?
root=$1 lent=$2 target=$3
ip link set lo up
mount --bind -o ro "$root" "$root"
mount -o remount,bind,ro "$root"
mount -t proc proc "$root/proc"
mount -t tmpfs -o size=512m,mode=1777 tmpfs "$root/tmp"
mount --rbind /dev "$root/dev"
if touch "$root/opt/written" 2>/dev/null; then echo "the root can be written" >&2; exit 1; fi
chroot "$root" /bin/sh -c "cd /tmp; $(cat "$lent/run")" > "$lent/said" 2>&1 &
started=$!
for _ in $(seq 60); do
  chroot "$root" /bin/sh -c "$(cat "$lent/ask")" 2>/dev/null && asked=yes && break
  kill -0 "$started" 2>/dev/null || break
  sleep 1
done
[ -n "${asked:-}" ] || { tail -5 "$lent/said" >&2; echo "it never answered its health check" >&2; exit 1; }
# What jobs start in it (deploy/k8s/base/backup.yaml); the checks' own image judges a picture.
within=$(sed 's/^exec //; s/ python -m services.*//' "$lent/run")
command='guichet backup --help' word=folder
if [ "$target" = imagecheck ]; then
  # It has something to find fault with, and says so by its exit code: what counts is a verdict.
  command='guichet check /opt/guichet/share/guichet/portrait.png --as photo || [ $? = 1 ]' word='✓ conforme'
fi
chroot "$root" /bin/sh -c "cd /tmp; $within $command" > "$lent/told" 2>&1 && grep -q -e "$word" "$lent/told" ||
  { tail -5 "$lent/told" >&2; echo "$command failed" >&2; exit 1; }
kill -KILL "$started" # it waits for broker and store, and has nothing in hand
INSIDE
  podman image unmount "$image" >/dev/null
  return "$status"
}

for target in "${targets[@]}"; do
  podman build --quiet --isolation chroot --network host --layers --format docker \
    --build-arg BASE="$base" "${volumes[@]}" --file deploy/Dockerfile --target "$target" \
    --tag "localhost/guichet/$target:try" . >"$work/$target.log" 2>&1 ||
    { tail -20 "$work/$target.log" >&2; exit 1; }
  start "$target"
  echo "ok  $target: $(podman image inspect --format '{{.Size}}' "localhost/guichet/$target:try" | awk '{printf "%.0f MB", $1 / 1e6}'), built, started, answered"
done
