#!/bin/sh
# The preview in a real browser: tests/browser/run.sh [GONGKAI]
#
# Needs npm and chromium; a tool that is missing is a failure. What npm fetches
# is kept in $GONGKAI_EXTERNAL, by default target/external. Screenshots for
# docs/walkthrough.md go to docs/images when SHOTS=docs/images is set.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
cache=${GONGKAI_EXTERNAL:-$here/../../target/external}
chromium=$(command -v "${CHROMIUM:-chromium}") || { echo "缺少 chromium" >&2; exit 2; }
export FONTCONFIG_FILE="$here/../external/fonts.conf"
gongkai=$(realpath "${1:-$here/../../target/release/gongkai}")

mkdir -p "$cache"
for package in axe-core@4 playwright-core@1; do
  [ -d "$cache/node_modules/${package%@*}" ] ||
    npm install --prefix "$cache" --no-audit --no-fund --silent "$package"
done

for scene in walkthrough preview; do
  NODE_PATH="$cache/node_modules" CHROMIUM="$chromium" GONGKAI="$gongkai" node "$here/$scene.mjs"
done
