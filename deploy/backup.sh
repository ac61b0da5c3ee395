#!/usr/bin/env bash
# Everything that a lost machine takes with it: the store, the broker's definitions, the keys.
#   deploy/backup.sh FOLDER [FOLDER FOR THE KEYS]
# The settings come from the environment, as for every service. Without the second folder the keys
# are left out: they must lie elsewhere than the store, since both together open every piece.
# GUICHET and RABBITMQCTL name the commands where they are not on the path.
set -euo pipefail
umask 077

folder=${1:?usage: backup.sh FOLDER [FOLDER FOR THE KEYS]}
keys=${2:-}
keep=${GUICHET_BACKUPS_KEPT:-14}
guichet=${GUICHET:-guichet}
rabbitmqctl=${RABBITMQCTL:-rabbitmqctl}
moment=$(date -u +%Y%m%dT%H%M%SZ)

mkdir -p "$folder"
"$guichet" backup --folder "$folder" --keep "$keep"

# Messages are not kept: watch sends those that dossiers lack. Queues are made by the services too;
# users, rights and policies are not.
if command -v "$rabbitmqctl" >/dev/null; then
  part=$folder/.broker-$moment.json
  "$rabbitmqctl" --quiet export_definitions "$part" >/dev/null
  mv "$part" "$folder/broker-$moment.json"
  echo "$folder/broker-$moment.json"
else
  echo "no rabbitmqctl here: export the broker's definitions where it runs" >&2
fi

if [ -n "$keys" ]; then
  if [ -z "${GUICHET_MASTER_KEYS:-}" ] || [ -z "${GUICHET_SECRET_KEY:-}" ]; then
    echo "GUICHET_MASTER_KEYS and GUICHET_SECRET_KEY are not set: no keys to keep" >&2
    exit 1
  fi
  if [ "$(realpath -m "$keys")" = "$(realpath -m "$folder")" ]; then
    echo "the keys must not lie with what they open: name another folder" >&2
    exit 1
  fi
  mkdir -p "$keys"
  printf 'GUICHET_SECRET_KEY=%s\nGUICHET_MASTER_KEYS=%s\n' \
    "$GUICHET_SECRET_KEY" "$GUICHET_MASTER_KEYS" > "$keys/keys-$moment.env"
  echo "$keys/keys-$moment.env"
fi

# The newest of each kind stay.
for kind in "$folder/broker-*.json" ${keys:+"$keys/keys-*.env"}; do
  compgen -G "$kind" | sort | head -n "-$keep" | while read -r old; do rm -- "$old"; done
done
