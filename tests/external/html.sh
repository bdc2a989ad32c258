#!/bin/sh
# Nu validator and axe-core over finished pages: tests/external/html.sh FILE.html…
#
# Needs npm, java and chromium; a checker that is missing is a failure. What npm
# fetches is kept in $GONGKAI_EXTERNAL, by default target/external.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
cache=${GONGKAI_EXTERNAL:-$here/../../target/external}
chromium=$(command -v "${CHROMIUM:-chromium}") || { echo "缺少 chromium" >&2; exit 2; }
command -v java >/dev/null || { echo "缺少 java" >&2; exit 2; }
[ $# -gt 0 ] || { echo "用法：$0 文件.html…" >&2; exit 2; }
export FONTCONFIG_FILE="$here/fonts.conf"

mkdir -p "$cache"
for package in vnu-jar@26 axe-core@4 playwright-core@1; do
  [ -d "$cache/node_modules/${package%@*}" ] ||
    npm install --prefix "$cache" --no-audit --no-fund --silent "$package"
done

java -jar "$cache/node_modules/vnu-jar/build/dist/vnu.jar" --Werror "$@"
echo "Nu：$# 个文件没有错误和警告"
NODE_PATH="$cache/node_modules" CHROMIUM="$chromium" node "$here/html.mjs" "$@"
