#!/usr/bin/env python3
"""Make the five faces of gongkai from the fonts of named packages.

    build.py SOURCES OUT [FACE ...]

SOURCES is a folder that `build.sh` fills; OUT gets the .ttf files. The output
depends only on the sources, on this script and on the pinned fontTools: same
input, same bytes. What is changed, and why, is in README.md.
"""
import bz2
import hashlib
import math
import os
import sys
import time

from fontTools import subset
from fontTools.misc.timeTools import epoch_diff
from fontTools.misc.transform import Identity, Transform
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.roundingPen import RoundingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

EPOCH = int(os.environ.get("SOURCE_DATE_EPOCH", "1795219200"))  # 2026-11-21
DATE = time.strftime("%Y-%m-%d", time.gmtime(EPOCH))
VERSION = "1.000"
EM = 1000  # all sources have 1000 units per em

# ---------------------------------------------------------------- sources

SOURCES = {  # file below SOURCES: SHA-256
    "FandolFang-Regular.otf": "d838ad32ce2244d8144f408c37fe71065aba6fbbc80759a4d2aa2033948d5bc9",
    "LXGWWenKai-Regular.ttf": "bbf534b0ca093928f94d1782855e65a19a32cde82b075d495d072025521953c8",
    "NotoSansSC_500Medium.ttf": "b30853d205f3ecdde938b1488c735ee15a2e870d31331b992fdc53971e23ec4a",
    "NotoSerifSC_700Bold.ttf": "9c6a2ba736e4b499c84f65ce366bd3625c0401885fd3e585ace50fb738b96ff6",
    "NotoSerifSC_400Regular.ttf": "c358a69de3df5f423a8946a7b03e3126fb6ba116f1130a463455b4e39e1f0742",
    "Unihan_OtherMappings.txt.bz2": "bdeef44d75d914e793b7f27ddc3bee01b2d11dd34f4e52de1a9fba74a1612dc2",
}


def source(folder, name):
    path = os.path.join(folder, name)
    with open(path, "rb") as f:
        digest = hashlib.sha256(f.read()).hexdigest()
    if digest != SOURCES[name]:
        sys.exit(f"{name}: not the pinned file (SHA-256 {digest})")
    return path


# ------------------------------------------------------------- characters

def chars(*ranges):
    out = set()
    for r in ranges:
        lo, hi = r if isinstance(r, tuple) else (r, r)
        out.update(range(lo, hi + 1))
    return out


def gb2312_hanzi():
    out = set()
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                out.add(ord(bytes((row, cell)).decode("gb2312")))
            except UnicodeDecodeError:
                pass
    assert len(out) == 6763
    return out


def tgh_hanzi(folder):
    """通用规范汉字表 (2013), from the kTGH field of the Unihan database."""
    out = set()
    with bz2.open(source(folder, "Unihan_OtherMappings.txt.bz2"), "rt", encoding="utf-8") as f:
        for line in f:
            if line.startswith("U+") and "\tkTGH\t" in line:
                out.add(int(line.split("\t")[0][2:], 16))
    assert len(out) == 8105
    return out


# Tone marks that combine, vertical kana repeat marks: no full-width advance,
# and no use in a report.
NOT_WANTED = chars((0x302A, 0x302F), (0x3031, 0x3035))
PINYIN = {ord(c) for c in "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüêńňǹḿɑɡ"}
SYMBOLS = (
    chars(
        (0x20, 0x7E), (0xA0, 0xFF), 0x2C7, (0x2C9, 0x2CB), 0x2D9,
        (0x391, 0x3A1), (0x3A3, 0x3A9), (0x3B1, 0x3C9),         # Greek
        (0x2000, 0x206F), (0x2070, 0x209F), 0x20AC,              # punctuation, sub/superscripts
        (0x2100, 0x214F), (0x2150, 0x218F),                      # ℃ № ™ ½ Ⅰ ⅰ
        (0x2190, 0x2199), 0x21D2, 0x21D4, (0x2200, 0x22FF), 0x2312,
        (0x2460, 0x24FF), (0x2776, 0x2793), (0x25A0, 0x25FF),    # ① ⑴ ⒈ ⓪ ■ ○
        0x2605, 0x2606, 0x2609, (0x2610, 0x2612), 0x2640, 0x2642,
        (0x2713, 0x2718), 0x2E3A, (0x3000, 0x303F), 0x30FB,
        (0x3220, 0x3247), (0x3251, 0x325F), (0x3280, 0x32B0), (0x32B1, 0x32BF),
        (0x3380, 0x33DF),                                        # ㎡ ㎞ ㎏
        0xFEFF, (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6),
    )
    | PINYIN
) - NOT_WANTED

FULL_WIDTH = (
    {ord(c) for c in "“”‘’—―…·‧※‖℃"} | chars((0x3000, 0x303F), (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6))
)

# ----------------------------------------------------------------- glyphs


def rectangle(x0, y0, x1, y1):
    pen = TTGlyphPen(None)
    pen.moveTo((x0, y0))
    pen.lineTo((x0, y1))
    pen.lineTo((x1, y1))
    pen.lineTo((x1, y0))
    pen.closePath()
    return pen.glyph()


def drawing(glyphs, name):
    pen = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(pen)
    return pen


def bounds(recording, t=Identity):
    pen = BoundsPen(None)
    recording.replay(TransformPen(pen, t))
    return pen.bounds


def redraw(recording, t=Identity):
    pen = TTGlyphPen(None)
    recording.replay(RoundingPen(TransformPen(pen, t)))
    return pen.glyph(dropImpliedOnCurves=True)


def contours(recording):
    out, cur = [], []
    for op, args in recording.value:
        cur.append((op, args))
        if op in ("closePath", "endPath"):
            out.append(cur)
            cur = []
    return out


def part(recording, ops):
    pen = type(recording)(None)
    pen.value = list(ops)
    return pen


def ellipsis(recording, cy):
    """Three dots at 1/6, 3/6 and 5/6 of the em, so that …… is six even dots."""
    dots = sorted((part(recording, c) for c in contours(recording)), key=lambda r: bounds(r)[0])
    assert len(dots) == 3
    pen = TTGlyphPen(None)
    for i, dot in enumerate(dots):
        x0, y0, x1, y1 = bounds(dot)
        t = Transform(1, 0, 0, 1, EM * (2 * i + 1) / 6 - (x0 + x1) / 2, cy - (y0 + y1) / 2)
        dot.replay(RoundingPen(TransformPen(pen, t)))
    return pen.glyph()


def placed(recording, cx=None, cy=None, left=None, right=None, top=None, scale=1.0):
    """The drawing scaled, then put so that its box has this centre, edge or top."""
    x0, y0, x1, y1 = bounds(recording, Identity.scale(scale))
    dx = dy = 0
    if cx is not None:
        dx = cx - (x0 + x1) / 2
    if left is not None:
        dx = left - x0
    if right is not None:
        dx = right - x1
    if cy is not None:
        dy = cy - (y0 + y1) / 2
    if top is not None:
        dy = top - y1
    return redraw(recording, Identity.translate(round(dx), round(dy)).scale(scale))


def put(font, code, glyph, width=EM):
    """Give a code point a glyph of its own."""
    name = f"gk{code:04X}"
    order = font.getGlyphOrder()
    if name not in font["glyf"].glyphs:
        font.setGlyphOrder(order + [name])
        font["glyf"].glyphOrder = font.getGlyphOrder()
    font["glyf"].glyphs[name] = glyph
    glyph.recalcBounds(font["glyf"])
    font["hmtx"].metrics[name] = (width, getattr(glyph, "xMin", 0))
    remap(font, code, name)


def remap(font, code, name):
    for table in font["cmap"].tables:
        if table.format in (4, 12) and (code <= 0xFFFF or table.format == 12):
            table.cmap[code] = name


def dashes(font, cy, thick, over=8):
    """— and ― fill the em and lap over by a hair, so that —— joins; ⸺ is two of them."""
    y0 = round(cy - thick / 2)
    put(font, 0x2014, rectangle(-over, y0, EM + over, y0 + thick))
    remap(font, 0x2015, "gk2014")
    if 0x2E3A in font.getBestCmap():
        put(font, 0x2E3A, rectangle(-over, y0, 2 * EM + over, y0 + thick), 2 * EM)
    if 0x2E3B in font.getBestCmap():
        put(font, 0x2E3B, rectangle(-over, y0, 3 * EM + over, y0 + thick), 3 * EM)


def middle_dot(font, cy, scale=1.0):
    gs, cmap = font.getGlyphSet(), font.getBestCmap()
    put(font, 0xB7, placed(drawing(gs, cmap[0xB7]), cx=EM / 2, cy=cy, scale=scale))
    remap(font, 0x2027, "gk00B7")


# ------------------------------------------------ cubic to quadratic outlines

FLAT, MERGE = 0.5, 0.8   # units: cubic to quadratic, then joining of neighbours


def quads(recording, t):
    """The contours as lists of (start, control, end); a line has its middle as control."""
    pen = DecomposingRecordingPen(None)
    recording.replay(TransformPen(Cu2QuPen(pen, FLAT, reverse_direction=True), t))
    out, at, begin = [], None, None
    for op, args in pen.value:
        if op == "moveTo":
            at = begin = args[0]
            out.append([])
            continue
        if op == "closePath":
            ops = [(begin,)] if at != begin else []
        elif op == "lineTo":
            ops = [args]
        else:
            assert op == "qCurveTo" and args[-1] is not None, op
            off, on = list(args[:-1]), args[-1]
            mids = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in zip(off, off[1:])]
            ops = list(zip(off, mids + [on]))
        for points in ops:
            end = points[-1]
            ctrl = points[0] if len(points) == 2 else ((at[0] + end[0]) / 2, (at[1] + end[1]) / 2)
            if end != at:
                out[-1].append((at, ctrl, end))
            at = end
    return [c for c in out if len(c) > 1]


def turn(a, b):
    """1 - cos of the angle between the end of segment a and the start of b."""
    ux, uy = a[2][0] - a[1][0], a[2][1] - a[1][1]
    vx, vy = b[1][0] - b[0][0], b[1][1] - b[0][1]
    n = math.sqrt((ux * ux + uy * uy) * (vx * vx + vy * vy))
    return 1 - (ux * vx + uy * vy) / n if n else 0


def one_quad(run):
    """A single segment that keeps within MERGE units of the run, or None."""
    p0, p1 = run[0][0], run[-1][2]
    dx, dy = p1[0] - p0[0], p1[1] - p0[1]
    length = math.hypot(dx, dy)
    if length < 1:
        return None
    ex, ey = dx / length, dy / length

    def local(p):
        x, y = p[0] - p0[0], p[1] - p0[1]
        return x * ex + y * ey, y * ex - x * ey

    samples = []
    for a, c, b in run:
        (ax, ay), (cx, cy), (bx, by) = local(a), local(c), local(b)
        for k in (0.2, 0.4, 0.6, 0.8, 1.0):
            m = 1 - k
            samples.append((m * m * ax + 2 * m * k * cx + k * k * bx, m * m * ay + 2 * m * k * cy + k * k * by))
    last = 0.0
    for x, _ in samples:  # must advance along the chord
        if x < last - 0.3:
            return None
        last = max(last, x)
    if last > length + 0.3:
        return None
    if all(abs(y) <= MERGE for _, y in samples):
        return p0, ((p0[0] + p1[0]) / 2, (p0[1] + p1[1]) / 2), p1

    def fits(cx, cy):
        if not 0.02 * length <= cx <= 0.98 * length:
            return False
        a, b = length - 2 * cx, 2 * cx
        for x, y in samples:
            x = min(max(x, 0.0), length)
            if abs(a) < 1e-9:
                k = x / b
            else:
                k = (-b + math.sqrt(max(b * b + 4 * a * x, 0.0))) / (2 * a)
            if abs(2 * (1 - k) * k * cy - y) > MERGE:
                return False
        return True

    (sx, sy), (tx, ty) = local(run[0][1]), local(run[-1][1])
    tries = []
    ux, uy, vx, vy = sx, sy, length - tx, -ty
    det = ux * vy - uy * vx
    if abs(det) > 1e-6 * max(1.0, math.hypot(ux, uy) * math.hypot(vx, vy)):
        k = length * vy / det
        tries.append((ux * k, uy * k))
    far = max(samples, key=lambda q: abs(q[1]))
    for cx in (0.5 * length, 1.0 * far[0]):
        k = (lambda a, b, x: x / b if abs(a) < 1e-9 else (-b + math.sqrt(max(b * b + 4 * a * x, 0.0))) / (2 * a))(
            length - 2 * cx, 2 * cx, far[0]) if cx > 0 else 0
        if 0 < k < 1:
            tries.append((cx, far[1] / (2 * k * (1 - k))))
    for cx, cy in tries:
        if fits(cx, cy):
            return p0, (p0[0] + cx * ex - cy * ey, p0[1] + cx * ey + cy * ex), p1
    return None


def joined(segments):
    """Neighbouring segments joined as far as one quadratic stays within MERGE units."""
    n = len(segments)
    first = max(range(n), key=lambda i: turn(segments[i - 1], segments[i]))
    segments = segments[first:] + segments[:first]
    out, i = [], 0
    while i < n:
        best, size = segments[i], 1
        j = i + 2
        while j <= n and j - i <= 12 and turn(segments[j - 2], segments[j - 1]) < 0.6:
            candidate = one_quad(segments[i:j])
            if candidate is None:
                if j - i > size + 1:
                    break
            else:
                best, size = candidate, j - i
            j += 1
        out.append(best)
        i += size
    return out


def truetype(recording, t):
    pen = TTGlyphPen(None)
    for contour in quads(recording, t):
        rounded = []
        for a, c, b in joined(contour):
            a, c, b = (tuple(math.floor(v + 0.5) for v in p) for p in (a, c, b))
            if a == b:
                continue
            # a control within half a unit of the chord makes a line
            area = abs((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))
            rounded.append((a, None if area <= 1.0 * math.dist(a, b) else c, b))
        if len(rounded) < 2:
            continue
        pen.moveTo(rounded[0][0])
        for a, c, b in rounded:
            pen.lineTo(b) if c is None else pen.qCurveTo(c, b)
        pen.closePath()
    return pen.glyph(dropImpliedOnCurves=True)

# ------------------------------------------------------------------ faces

def tabular_digits(font):
    """All digits as wide as 0, so that figures stand in columns."""
    gs, cmap = font.getGlyphSet(), font.getBestCmap()
    width = gs[cmap[0x30]].width
    for code in range(0x30, 0x3A):
        d = drawing(gs, cmap[code])
        shift = (width - gs[cmap[code]].width) / 2
        put(font, code, redraw(d, Identity.translate(round(shift), 0)), width)


def noto(path, thick, dot=1.0, tabular=False):
    font = TTFont(path, recalcTimestamp=False)
    if tabular:
        tabular_digits(font)
    dashes(font, 380, thick)
    middle_dot(font, 380, dot)
    return font


def kaiti(path):
    """The quotes of this face are Latin ones (0.35 em): larger and in their half of the em."""
    font = TTFont(path, recalcTimestamp=False)
    gs, cmap = font.getGlyphSet(), font.getBestCmap()
    for code, edge in ((0x201C, "right"), (0x2018, "right"), (0x201D, "left"), (0x2019, "left")):
        where = {edge: EM - 80 if edge == "right" else 80}
        put(font, code, placed(drawing(gs, cmap[code]), top=822, scale=1.2, **where))
    put(font, 0x2016, placed(drawing(gs, cmap[0x2016]), cx=EM / 2))
    dashes(font, 380, 61)
    middle_dot(font, 380, 0.75)
    return font


FANG_RAISE = 60        # its Han glyphs are centred on 303, the other faces' on 349–382
FANG_CENTRE = 300 + FANG_RAISE
FANG_QUOTES = 50       # more, for quotes that hang low
FANG_TILDE = 1.35      # ～ is less than half an em wide
FANG_SHRINK = {        # drawn as wide as the em, so that two touch
    0.90: chars((0x2460, 0x2469)),
    0.86: {ord(c) for c in "○●◎◇◆□■△▲▽▼☆★"},
}


def fangsong(path, wanted):
    src = TTFont(path)
    gs, cmap = src.getGlyphSet(), src.getBestCmap()
    shrink = {c: s for s, cs in FANG_SHRINK.items() for c in cs}
    glyphs, metrics, new_cmap, names = {}, {}, {}, {}

    def add(name, recording, t, width):
        glyphs[name] = truetype(recording, t)
        metrics[name] = width

    add(".notdef", drawing(gs, ".notdef"), Identity, gs[".notdef"].width)
    for code in sorted(c for c in cmap if c in wanted):
        cid = cmap[code]
        rec, width, t = drawing(gs, cid), gs[cid].width, Identity
        if width == EM:
            t = Identity.translate(0, FANG_RAISE)
        box = bounds(rec)
        if code in FULL_WIDTH and width != EM:
            t = Identity.translate(round(EM / 2 - (box[0] + box[2]) / 2), FANG_RAISE)
            width = EM
        if code in (0x2018, 0x2019, 0x201C, 0x201D):
            t = Identity.translate(0, FANG_RAISE + FANG_QUOTES)
        if code in (0xB7, 0x2022, 0x2027, 0x30FB):
            t = Identity.translate(0, round(FANG_CENTRE - (box[1] + box[3]) / 2))
        if code == 0xFF5E:
            shrink[code] = FANG_TILDE
        if code in shrink:
            cx, cy = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
            t = Identity.translate(round(cx), round(cy + FANG_RAISE)).scale(shrink[code]).translate(-cx, -cy)
        key = (cid, tuple(t), width)
        if key not in names:
            names[key] = f"gk{code:04X}"
            add(names[key], rec, t, width)
        new_cmap[code] = names[key]

    font = TTFont(recalcTimestamp=False)
    for tag in ("head", "hhea", "OS/2", "name"):
        font[tag] = src[tag]
    font.sfntVersion = "\x00\x01\x00\x00"
    font.setGlyphOrder(list(glyphs))
    font["loca"] = newTable("loca")
    glyf = font["glyf"] = newTable("glyf")
    glyf.glyphOrder, glyf.glyphs = font.getGlyphOrder(), glyphs
    for g in glyphs.values():
        g.recalcBounds(glyf)
    hmtx = font["hmtx"] = newTable("hmtx")
    hmtx.metrics = {n: (w, getattr(glyphs[n], "xMin", 0)) for n, w in metrics.items()}
    maxp = font["maxp"] = newTable("maxp")
    maxp.tableVersion = 0x00010000
    for f in ("maxZones maxTwilightPoints maxStorage maxFunctionDefs maxInstructionDefs maxStackElements "
              "maxSizeOfInstructions maxComponentElements maxPoints maxContours maxCompositePoints "
              "maxCompositeContours maxComponentDepth numGlyphs").split():
        setattr(maxp, f, 0)
    post = font["post"] = newTable("post")
    post.formatType, post.italicAngle = 3.0, 0.0
    post.underlinePosition, post.underlineThickness = -75, 50
    post.isFixedPitch = post.minMemType42 = post.maxMemType42 = post.minMemType1 = post.maxMemType1 = 0
    font["cmap"] = newTable("cmap")
    font["cmap"].tableVersion, font["cmap"].tables = 0, []
    sub = CmapSubtable.newSubtable(4)
    sub.platformID, sub.platEncID, sub.language, sub.cmap = 3, 1, 0, new_cmap
    font["cmap"].tables.append(sub)

    # The dash and the full-width hyphen as strokes, the three dots spread evenly.
    dashes(font, FANG_CENTRE, 48)
    put(font, 0xFF0D, rectangle(150, FANG_CENTRE - 24, 850, FANG_CENTRE + 24))
    dots = drawing(font.getGlyphSet(), new_cmap[0x2026])
    put(font, 0x2026, ellipsis(dots, FANG_CENTRE))

    # A minus that matches the plus, and the spaces, which the source lacks.
    plus = font["glyf"][new_cmap[0x2B]]
    put(font, 0x2212, rectangle(plus.xMin, 230, plus.xMax, 270), metrics[new_cmap[0x2B]])
    for code, width in ((0xA0, metrics[new_cmap[0x20]]), (0x2002, EM // 2), (0x2003, EM), (0x2009, EM // 5),
                        (0x200B, 0), (0x202F, EM // 5), (0xFEFF, 0)):
        put(font, code, TTGlyphPen(None).glyph(), width)
    remap(font, 0x2027, new_cmap[0xB7])
    font["OS/2"].version = 4
    font["OS/2"].sxHeight = font["glyf"][new_cmap[ord("x")]].yMax
    font["OS/2"].sCapHeight = font["glyf"][new_cmap[ord("H")]].yMax
    return font


OFL = "This Font Software is licensed under the SIL Open Font License, Version 1.1."
OFL_URL = "https://openfontlicense.org"
GPL = (
    "GNU General Public License, version 3, with the font exception: as a special exception, if you create a "
    "document which uses this font, and embed this font or unaltered portions of this font into the document, "
    "this font does not by itself cause the resulting document to be covered by the GNU General Public License."
)
GPL_URL = "https://www.gnu.org/licenses/gpl-3.0.html"

FACES = {
    "FangSong": dict(
        file="FandolFang-Regular.otf", of="FandolFang 0.3", licence=GPL, url=GPL_URL,
        note="Outlines turned into TrueType, cut, full-width glyphs raised, punctuation adjusted."),
    "KaiTi": dict(
        file="LXGWWenKai-Regular.ttf", of="LXGW WenKai 1.250", licence=OFL, url=OFL_URL,
        make=kaiti, note="Cut, quotes and dashes made full width."),
    "HeiTi": dict(
        file="NotoSansSC_500Medium.ttf", of="Noto Sans SC Medium 2.004", licence=OFL, url=OFL_URL,
        make=lambda p: noto(p, 62, 0.66), note="Cut, dashes and middle dot made full width."),
    "XiaoBiaoSong": dict(
        file="NotoSerifSC_700Bold.ttf", of="Noto Serif SC Bold 2.003", licence=OFL, url=OFL_URL,
        make=lambda p: noto(p, 48), note="Cut, dashes and middle dot made full width."),
    "Song": dict(
        file="NotoSerifSC_400Regular.ttf", of="Noto Serif SC Regular 2.003", licence=OFL, url=OFL_URL, whole=True,
        make=lambda p: noto(p, 40, tabular=True),
        note="Dashes and middle dot made full width, digits equally wide, layout tables dropped."),
}


def set_names(font, face, spec):
    name = font["name"]
    copyright_line = name.getDebugName(0).replace("\r\n", "\n").replace("\r", "\n").replace("\n", " ; ")
    family, ps = f"Gongkai {face}", f"Gongkai{face}-Regular"
    name.names = []
    for i, text in {
        0: f"{copyright_line} ; modified {DATE} for gongkai",
        1: family, 2: "Regular", 3: f"{VERSION};{ps}", 4: family, 5: f"Version {VERSION}; from {spec['of']}", 6: ps,
        10: f"Modified version of {spec['of']}. {spec['note']}", 13: spec["licence"], 14: spec["url"],
    }.items():
        name.setName(text, i, 3, 1, 0x409)


def finish(font, face, spec, wanted, out):
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.glyph_names = False
    options.legacy_cmap = False
    options.symbol_cmap = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.recalc_bounds = True
    options.recalc_average_width = False
    options.name_IDs = ["*"]
    options.name_legacy = False
    options.name_languages = [0x409]
    options.drop_tables += ["BASE", "DSIG", "GDEF", "GPOS", "GSUB", "JSTF", "STAT", "VORG", "vhea", "vmtx", "meta",
                            "gasp", "prep", "fpgm", "cvt ", "hdmx", "LTSH", "VDMX", "kern", "PCLT"]
    set_names(font, face, spec)
    sub = subset.Subsetter(options)
    sub.populate(unicodes=wanted)
    sub.subset(font)

    # One mapping in two forms: format 4 for the BMP, format 12 for all.
    best = dict(font.getBestCmap())
    tables = []
    for fmt, enc in ((4, 1), (12, 10)):
        for platform in (0, 3):
            t = CmapSubtable.newSubtable(fmt)
            t.platformID, t.language = platform, 0
            t.platEncID = enc if platform == 3 else (3 if fmt == 4 else 4)
            t.cmap = {c: g for c, g in best.items() if fmt == 12 or c <= 0xFFFF}
            tables.append(t)
    font["cmap"].tables = sorted(tables, key=lambda t: (t.platformID, t.platEncID))

    gasp = font["gasp"] = newTable("gasp")  # no hints: smooth at every size
    gasp.version, gasp.gaspRange = 1, {0xFFFF: 0x000F}
    glyf, hmtx = font["glyf"], font["hmtx"]
    for g in font.getGlyphOrder():
        hmtx.metrics[g] = (hmtx.metrics[g][0], getattr(glyf[g], "xMin", 0))
    head, os2, hhea, maxp, post = (font[t] for t in ("head", "OS/2", "hhea", "maxp", "post"))
    head.created = head.modified = EPOCH - epoch_diff
    head.fontRevision = float(VERSION)
    head.flags, head.macStyle, head.fontDirectionHint = 0b11, 0, 2
    os2.version = max(os2.version, 4)
    os2.fsType, os2.fsSelection = 0, 0b1000000
    os2.usWeightClass, os2.usWidthClass = 400, 5
    os2.achVendID = "GNGK"
    os2.sxHeight = getattr(os2, "sxHeight", 0)
    for f, v in (("sCapHeight", 0), ("usDefaultChar", 0), ("usBreakChar", 32), ("usMaxContext", 0)):
        setattr(os2, f, getattr(os2, f, v))
    os2.usMaxContext = 0
    os2.xAvgCharWidth = EM
    os2.recalcUnicodeRanges(font)
    os2.recalcCodePageRanges(font)
    maxp.recalc(font)
    maxp.maxZones, maxp.maxSizeOfInstructions, maxp.maxStackElements = 1, 0, 0
    maxp.maxFunctionDefs = maxp.maxStorage = maxp.maxTwilightPoints = 0
    post.formatType = 3.0
    if face == "FangSong":
        head.yMax = max(g.yMax for g in glyf.glyphs.values() if getattr(g, "numberOfContours", 0))
        os2.usWinAscent = max(os2.usWinAscent, head.yMax)
    path = os.path.join(out, f"{face}.ttf")
    font.save(path, reorderTables=True)
    return path


def check(path):
    font = TTFont(path)
    cmap, hmtx = font.getBestCmap(), font["hmtx"]
    for tag in font.keys():
        assert tag in ("GlyphOrder", "head", "hhea", "maxp", "OS/2", "hmtx", "cmap", "loca", "glyf", "name", "post",
                       "gasp"), tag
    for code in sorted(FULL_WIDTH):
        if code in cmap:
            assert hmtx[cmap[code]][0] == EM, (path, hex(code), hmtx[cmap[code]])
    for c in "“”‘’—…·、。《》〈〉【】〔〕（），：；！？％":
        assert ord(c) in cmap, (path, c)
    for c in chars((0x21, 0x7E)):
        assert c in cmap, (path, chr(c))
    assert font["OS/2"].fsType == 0 and font["post"].formatType == 3.0
    return font


def main():
    folder, out = sys.argv[1:3]
    os.makedirs(out, exist_ok=True)
    gb, tgh = gb2312_hanzi(), tgh_hanzi(folder)
    cut = SYMBOLS | gb | tgh
    for face in sys.argv[3:] or FACES:
        spec = FACES[face]
        path = source(folder, spec["file"])
        if face == "FangSong":
            has = TTFont(path).getBestCmap()
            wanted = SYMBOLS | {c for c in has if 0x3400 <= c <= 0x9FFF}
            font = fangsong(path, wanted)
        else:
            font = spec["make"](path)
            wanted = set(font.getBestCmap()) - NOT_WANTED if spec.get("whole") else cut
        path = finish(font, face, spec, wanted, out)
        font = check(path)
        cmap = set(font.getBestCmap())
        print(f"{face}.ttf: {os.path.getsize(path)} bytes, {font['maxp'].numGlyphs} glyphs, {len(cmap)} characters, "
              f"GB 2312 {len(gb & cmap)}/6763, standard list {len(tgh & cmap)}/8105", flush=True)


if __name__ == "__main__":
    main()
