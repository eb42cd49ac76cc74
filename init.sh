#!/usr/bin/env bash
# ./init.sh        installs, builds and starts the board; prints the address to open. Safe to run again.
# ./init.sh test   installs what the tests need (also a Chromium) and runs all of them.
set -euo pipefail
cd "$(dirname "$0")"

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

check_node() {
  command -v node >/dev/null || fail 'Node.js 20.19 or newer is needed, but no "node" was found. Install it (nodejs.org or your package manager) and run ./init.sh again.'
  node -e 'const [a,b]=process.versions.node.split(".").map(Number); process.exit(a>20||(a===20&&b>=19)?0:1)' ||
    fail "Node.js 20.19 or newer is needed, but this is $(node --version). Install a newer one and run ./init.sh again."
}

# Installs when node_modules is absent or older than the lock file; a stamp inside it keeps a second run fast.
install_packages() {
  local stamp=node_modules/.flowboard-lock
  if [ ! -f "$stamp" ] || ! cmp -s package-lock.json "$stamp"; then
    echo 'Installing packages…'
    npm ci --no-audit --no-fund --loglevel=error
    cp package-lock.json "$stamp"
  fi
}

# Closed to others from the start: a private key may be written into it.
make_env() {
  [ -f .env ] || (umask 077 && cp .env.example .env)
}

# Prints the path of a Chromium: CHROMIUM_PATH, one on the PATH, Playwright's own download, else the system's package.
# Each must start: some systems put a stub on the PATH, and a download may lack libraries of the system.
find_chromium() {
  local name
  if [ -n "${CHROMIUM_PATH:-}" ]; then
    echo "$CHROMIUM_PATH"
    return
  fi
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if starts "$name"; then
      command -v "$name"
      return
    fi
  done
  if npx playwright install chromium >&2 && { downloaded_starts || npx playwright install-deps chromium >&2; } && downloaded_starts; then
    echo playwright
    return
  fi
  install_system_package chromium >&2 || return 1
  starts chromium && command -v chromium
}

starts() {
  command -v "$1" >/dev/null && "$1" --version >/dev/null 2>&1
}

downloaded_starts() {
  starts "$(node -p 'require("playwright").chromium.executablePath()')"
}

install_system_package() {
  local run=''
  command -v apt-get >/dev/null || return 1
  [ "$(id -u)" = 0 ] || run=sudo
  $run apt-get update -qq && $run apt-get install -y -qq "$1"
}

check_node
install_packages

case "${1:-}" in
'')
  make_env
  echo 'Building…'
  npm run --silent build -- --logLevel error
  exec node_modules/.bin/tsx relay/main.ts
  ;;
test)
  chromium=$(find_chromium) || fail 'The browser tests need Chromium, and none could be found or installed. Install it, or set CHROMIUM_PATH to one, and run ./init.sh test again.'
  [ "$chromium" = playwright ] || export CHROMIUM_PATH="$chromium"
  command -v sqlite3 >/dev/null || install_system_package sqlite3 || echo 'No sqlite3 command was found: the tests that open exported files with it are skipped.'
  exec node_modules/.bin/tsx tests/run-all.ts
  ;;
*)
  fail "Usage: ./init.sh [test]. Found: $*"
  ;;
esac
