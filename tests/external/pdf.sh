#!/bin/sh
# Checks PDF files with programs that are not ours: qpdf (syntax), poppler
# (fonts) and pdfua (PDF/UA-1). Usage: tests/external/pdf.sh FILE.pdf…
set -eu

[ $# -gt 0 ] || { echo "usage: $0 FILE.pdf…" >&2; exit 2; }
venv=$(dirname "$0")/../../target/external/venv

for program in qpdf pdffonts; do
    command -v "$program" >/dev/null || {
        apt-get install -y -qq qpdf poppler-utils >/dev/null
        break
    }
done
[ -x "$venv/bin/pdfua" ] || {
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet pdfua
}

failed=0
fail() {
    echo "$1: $2" >&2
    failed=1
}
for file; do
    qpdf --check "$file" >/dev/null || fail "$file" "qpdf --check"
    "$venv/bin/pdfua" check "$file" || fail "$file" "pdfua"
    # The last columns are: emb sub uni object generation.
    fonts=$(pdffonts "$file" | tail -n +3)
    [ -n "$fonts" ] || fail "$file" "no fonts"
    bad=$(echo "$fonts" | awk '$(NF-4) != "yes" || $(NF-3) != "yes" || $(NF-2) != "yes"')
    [ -z "$bad" ] || fail "$file" "pdffonts: $bad"
done
exit $failed
