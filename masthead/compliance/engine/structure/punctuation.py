"""Half-width punctuation between Chinese characters (GB/T 15834)."""

import re
from collections.abc import Iterator

from masthead.compliance.engine.document import Document
from masthead.compliance.engine.finding import Hit
from masthead.compliance.engine.structure import HALF_WIDTH, Profile, structure

HALF = re.compile(r"(?<=[\u4e00-\u9fff])[,;:?!](?=[\u4e00-\u9fff])")
FULL = dict(zip(",;:?!", "，；：？！", strict=True))
MOST = 3  # a text typed half-width throughout is one habit, not a hundred mistakes


@structure("style.half_width", HALF_WIDTH)
def half_width(document: Document, _profile: Profile) -> Iterator[Hit]:
    for count, match in enumerate(HALF.finditer(document.text)):
        if count == MOST:
            return
        place = document.folded_place(match.start())
        yield Hit(place, place + 1, fix=FULL[match.group()])
