#!/bin/sh
# Other people's checkers over every example: HTML, DOCX, PDF and the JSON Schemas;
# and the program at a terminal.
#
#   tests/external/run.sh
#
# Builds every examples/*/data.toml, and every examples/*/as-published.toml as a
# draft, with target/release/gongkai. Fails if a checker finds something or is
# missing. .ci/run installs what it needs.
set -eu

cd "$(dirname "$0")/../.."
gongkai=target/release/gongkai
out=target/external/out
rm -rf "$out"
for folder in examples/*/; do
    name=$(basename "$folder")
    [ -e "$folder/data.toml" ] || continue
    "$gongkai" build "$folder/data.toml" --out "$out/$name" >/dev/null
    [ -e "$folder/as-published.toml" ] || continue
    "$gongkai" build "$folder/as-published.toml" --draft --out "$out/$name-draft" >/dev/null
done

python3 tests/external/terminal.py
tests/external/html.sh "$out"/*/*.html
tests/external/pdf.sh "$out"/*/*.pdf
tests/external/docx.sh "$out"/*/*.docx
tests/external/schema.sh
