#!/bin/sh
# Makes sure that what the browser tests need is there: Chromium, and libatomic for the driver
# that steers it. Debian's packages, installed when root.
set -eu
has_browser() {
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
        if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then
            return 0
        fi
    done
    return 1
}
driver_runs() {
    for driver in .venv/lib/python*/site-packages/playwright/driver/node; do
        "$driver" --version >/dev/null 2>&1 || return 1
    done
}
if has_browser && driver_runs; then
    exit 0
fi
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the browser tests ..." >&2
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium libatomic1 >/dev/null
    exit 0
fi
echo "The browser tests need Chromium and libatomic: as root, apt-get install chromium libatomic1 (or set CHROMIUM to the browser's path)." >&2
exit 1
