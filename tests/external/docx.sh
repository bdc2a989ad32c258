#!/bin/sh
# Word files before other programs: an OOXML validator, and LibreOffice, which
# must print every word of them.
#
#   tests/external/docx.sh FILE.docx…
#
# Needs python3, soffice (libreoffice-writer) and pdftotext (poppler-utils);
# openxml-audit is installed under target/external. Fails if a checker finds
# something or is missing.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
work=$root/target/external
venv=$work/openxml-audit
[ $# -gt 0 ] || { echo "用法：$0 文件.docx…" >&2; exit 2; }
export FONTCONFIG_FILE="$root/tests/external/fonts.conf"
for tool in python3 soffice pdftotext; do
    command -v "$tool" >/dev/null || { echo "缺少 $tool" >&2; exit 2; }
done
mkdir -p "$work"
[ -x "$venv/bin/openxml-audit" ] || {
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet 'openxml-audit==0.8.0'
}

failed=0
for file in "$@"; do
    echo "== $file"
    "$venv/bin/openxml-audit" --policy strict --max-errors 0 "$file" || failed=1
    out=$(mktemp -d)
    soffice "-env:UserInstallation=file://$work/libreoffice" --headless \
        --convert-to pdf --outdir "$out" "$file" >/dev/null 2>&1 || true
    python3 "$root/tests/external/docx_text.py" "$file" "$out"/*.pdf || failed=1
    rm -rf "$out"
done
exit $failed
