"""Compares the words of a Word file with those LibreOffice prints.

White space, page numbers and the draft mark are set aside. Running text must
come back whole; of tables, whose header rows may be repeated, no character
may be lost.
"""

import re
import subprocess
import sys
import zipfile
from collections import Counter
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ASIDE = re.compile(r"^\f?\s*(—\s*\d+\s*—|草稿)\s*$", re.MULTILINE)


def squeeze(text):
    return "".join(text.split())


def words(paragraph):
    return squeeze("".join(text.text or "" for text in paragraph.iter(f"{W}t")))


docx, pdf = sys.argv[1:]
body = ElementTree.fromstring(zipfile.ZipFile(docx).read("word/document.xml"))[0]
# By place on the page: characters of a stand-in font are drawn after the rest of
# their line, so the order of drawing is not that of the words.
printed = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True)
page = squeeze(ASIDE.sub("", printed.stdout))

whole = squeeze("".join(map(words, body.iter(f"{W}p"))))
if lost := Counter(whole) - Counter(page):
    sys.exit(f"LibreOffice 没有印出：{dict(lost)}")
for paragraph in map(words, body.findall(f"{W}p")):
    if paragraph not in page:
        sys.exit(f"LibreOffice 印得不完整：{paragraph}")
print(f"LibreOffice 印出了全部 {len(whole)} 个字")
