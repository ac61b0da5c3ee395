#!/usr/bin/env bash
# What backup.sh kept, put back on an empty store and a fresh broker. Stop every service first.
#   deploy/restore.sh STORE FILE [BROKER FILE] [KEYS FILE]
# With a keys file, the environment must already have its keys: nothing can be read without them.
set -euo pipefail

store=${1:?usage: restore.sh STORE FILE [BROKER FILE] [KEYS FILE]}
broker=${2:-}
keys=${3:-}
guichet=${GUICHET:-guichet}
rabbitmqctl=${RABBITMQCTL:-rabbitmqctl}

if [ -n "$keys" ]; then
  while IFS='=' read -r name value; do
    if [ "${!name:-}" != "$value" ]; then
      echo "$name differs from $keys: set it as there, then restore again" >&2
      exit 1
    fi
  done < "$keys"
fi

"$guichet" restore "$store"
if [ -n "$broker" ]; then
  "$rabbitmqctl" --quiet import_definitions "$broker" >/dev/null
  echo "$broker"
fi
echo "Start the services, then look: guichet queues, guichet audit verify --heads FOLDER"
