"""Greener Text: the letters of Lato that English and French need, renamed as its licence asks, as WOFF2.

Reads only the `font-lato` wheel, writes only the folder it is given, and writes there once.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

import font_lato

FAMILY = "Greener Text"
WEIGHTS = {"regular": "Lato-Regular.ttf", "bold": "Lato-Bold.ttf", "heavy": "Lato-Black.ttf"}
LICENCE = "OFL.txt"
EDITION = 2
"""Raised when letters change: browsers and installations keep a file of one name for ever."""
_UNWRITTEN = frozenset(map(ord, "¡¢¤¥¦§¨ª¬¯´µ¶¸¹º¼¾¿÷"))
"""Signs that neither language writes; names of people and places from elsewhere keep all their letters."""
_LETTERS = (*range(0x20, 0x7F), *(sign for sign in range(0xA0, 0x100) if sign not in _UNWRITTEN), 0x152, 0x153, 0x178)
_SIGNS = tuple(map(ord, "–—‘’“”…•−≈≤≥€‹›"))
_NAMES = {1: FAMILY, 3: f"{FAMILY} {{style}}", 4: f"{FAMILY} {{style}}", 6: "GreenerText-{style}", 16: FAMILY}
"""Name records that would otherwise carry the reserved font name."""


def file_name(weight: str) -> str:
    """The name a weight is served under."""
    return f"greener-text-{weight}-{EDITION}.woff2"


def build(folder: Path) -> tuple[Path, ...]:
    """The folder holds every weight and the licence; what is there already is left alone (idempotent)."""
    folder.mkdir(parents=True, exist_ok=True)
    source = Path(font_lato.__path__[0]) / "files"
    licence = folder / LICENCE
    if not licence.is_file():
        publish(licence, (source / LICENCE).read_bytes())
    for weight, original in WEIGHTS.items():
        target = folder / file_name(weight)
        if not target.is_file():
            _subset(source / original, target, weight)
    return (*(folder / file_name(weight) for weight in WEIGHTS), licence)


def publish(target: Path, content: bytes) -> None:
    """`target` holds `content`, whole or not at all: two processes may build at once."""
    with NamedTemporaryFile(dir=target.parent, delete=False) as unfinished:
        unfinished.write(content)
    Path(unfinished.name).chmod(0o644)
    Path(unfinished.name).replace(target)


def _subset(source: Path, target: Path, weight: str) -> None:
    # Times in the font are left as they were, so that the same wheel always gives the same bytes.
    from fontTools.subset import Options, Subsetter  # needed once in the life of an installation
    from fontTools.ttLib import TTFont

    font = TTFont(source, recalcTimestamp=False)
    options = Options(hinting=False, layout_features=["kern", "case"], name_IDs=["*"], notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=(*_LETTERS, *_SIGNS))
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in _NAMES:
            record.string = _NAMES[record.nameID].format(style=weight.title())
    font.flavor = "woff2"
    written = BytesIO()
    font.save(written)
    publish(target, written.getvalue())
