#!/bin/sh
# What only the material shows that the project was given and may not hand on:
# five published reports word for word, and the official forms as transcribed.
#
#   tests/handed.sh [FOLDER]    by default the folder "shared" beside the project
#
# Where the folder is not there, says so. Where it is, every case must hold.
set -eu
cd "$(dirname "$0")/.."
folder=${1:-../shared}
[ -d "$folder" ] || {
    echo "没有 $folder 文件夹：五份年报原文和官方表样没有核对"
    exit 0
}
GONGKAI_HANDED=$(realpath "$folder") cargo test --test it handed:: -- --ignored
