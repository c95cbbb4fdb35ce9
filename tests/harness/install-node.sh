#!/usr/bin/env bash
# Makes sure a Node.js that Vite accepts (20.19 or newer) is there. Debian 12 ships 18: the npm package "node" then
# brings a newer one into the folder given, which the Makefile puts first on the PATH.
set -eu
fits() { node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || a === 22 && b >= 12 || a === 20 && b >= 19 ? 0 : 1)' 2>/dev/null; }
fits && command -v npm >/dev/null && exit 0
"$(dirname "$0")/install.sh" nodejs npm
fits && exit 0
mkdir -p "$1"
npm install --prefix "$1" --no-audit --no-fund --loglevel=error node@22 npm@10
PATH="$1/node_modules/.bin:$PATH"
fits || { echo "No Node.js of at least 20.19 could be installed" >&2; exit 1; }
