#!/bin/sh
# Makes sure that the PostgreSQL server is there that the ledger's tests start for themselves.
# Debian's package, installed when root.
set -eu
for program in /usr/lib/postgresql/*/bin/initdb "$(command -v initdb || true)"; do
    if [ -n "$program" ] && [ -x "$program" ]; then
        exit 0
    fi
done
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing PostgreSQL for the ledger's tests ..." >&2
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql >/dev/null
    exit 0
fi
echo "The ledger's tests need a PostgreSQL server: as root, apt-get install postgresql." >&2
exit 1
