#!/bin/sh
# Holds data files against the JSON Schemas with Taplo, as an editor does.
# Needs npm; the test itself is tests/it/schema.rs.
set -eu
cd "$(dirname "$0")/../.."
tools=${TMPDIR:-/tmp}/gongkai-taplo
[ -x "$tools/node_modules/.bin/taplo" ] ||
    npm install --silent --prefix "$tools" @taplo/cli@0.7.0
TAPLO="$tools/node_modules/.bin/taplo" cargo test --test it schema:: -- --ignored
