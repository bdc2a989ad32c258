#!/bin/sh
# Make the fonts of this folder anew from named packages (Debian 12, npm, PyPI).
#
#   sh build.sh [OUT]      OUT: where to put the .ttf files (default: beside this script)
#
# Needs apt-get (after apt-get update), dpkg-deb, npm, python3 with venv. Installs nothing: packages are
# unpacked in a temporary folder (or in $WORK, which is then kept). Every source
# file is checked by its SHA-256 in build.py; the output is the same byte for byte.
set -eu

TEXLIVE=2022.20230122-1        # Debian texlive-lang-chinese: FandolFang
WENKAI=1.250+repack-1          # Debian fonts-lxgw-wenkai: LXGW WenKai
UNICODE=15.0.0-1               # Debian unicode-data: Unihan (kTGH)
NOTO_SANS=0.4.3                # npm @expo-google-fonts/noto-sans-sc
NOTO_SERIF=0.4.3               # npm @expo-google-fonts/noto-serif-sc
FONTTOOLS=4.68.0               # PyPI fonttools

SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-1795219200}   # 2026-11-21
export SOURCE_DATE_EPOCH
PYTHONHASHSEED=0
export PYTHONHASHSEED

here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "${1:-$here}"
out=$(cd "${1:-$here}" && pwd)
if [ -n "${WORK:-}" ]; then
    mkdir -p "$WORK"
else
    WORK=$(mktemp -d)
    trap 'rm -rf "$WORK"' EXIT
fi
cd "$WORK"
mkdir -p src

deb() { # package version pattern: the matching files of a Debian package, into src
    apt-get download "$1=$2"
    dpkg-deb --fsys-tarfile "$1"_*.deb | tar -x -O --wildcards "$3" >"src/$(basename "$3")"
}
npm_file() { # package version path: one file of an npm package, into src
    tarball=$(npm pack --silent "$1@$2" | tail -n 1)
    tar -xzf "$tarball" -O "package/$3" >"src/$(basename "$3")"
}

deb texlive-lang-chinese "$TEXLIVE" '*/FandolFang-Regular.otf'
deb fonts-lxgw-wenkai "$WENKAI" '*/LXGWWenKai-Regular.ttf'
deb unicode-data "$UNICODE" '*/Unihan_OtherMappings.txt.bz2'
npm_file @expo-google-fonts/noto-sans-sc "$NOTO_SANS" 500Medium/NotoSansSC_500Medium.ttf
npm_file @expo-google-fonts/noto-serif-sc "$NOTO_SERIF" 700Bold/NotoSerifSC_700Bold.ttf
npm_file @expo-google-fonts/noto-serif-sc "$NOTO_SERIF" 400Regular/NotoSerifSC_400Regular.ttf

python3 -m venv venv
venv/bin/pip install --quiet "fonttools==$FONTTOOLS"
venv/bin/python "$here/build.py" src "$out"
