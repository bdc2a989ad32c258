#!/usr/bin/env bash
# The library alone: nothing of the program is in its tree, and it type-checks
# where there is no operating system. No registry has the standard library of
# wasm32-unknown-unknown; Debian has its source, with the compiler it belongs to.
set -euo pipefail
cd "$(dirname "$0")/../.."

tree=$(cargo tree --no-default-features --features fonts -e normal --prefix none)
for crate in clap clap_complete axum tokio hyper mio socket2 tempfile futures-util; do
    if grep -q "^$crate v" <<<"$tree"; then
        echo "the library depends on $crate" >&2
        exit 1
    fi
done
grep -q '^printpdf v' <<<"$tree"
cargo clippy --lib --no-default-features -- -D warnings

if ! dpkg -s rustc-web cargo-web rust-web-src >/dev/null 2>&1; then
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends rustc-web cargo-web rust-web-src >/dev/null
fi
RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR=target/wasm /usr/bin/cargo check --lib \
    --no-default-features --features fonts \
    --target wasm32-unknown-unknown -Z build-std=std,panic_abort
rm -rf target/wasm
