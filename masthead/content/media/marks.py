"""The explicit mark of AI-made pictures, drawn where readers see it (GB 45438-2025: at least 5 % of the shortest side)."""

import io
from functools import lru_cache
from pathlib import Path

from PIL import Image

SHARE = 0.055  # a little above the least, so that rounding never falls below it
FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}


@lru_cache(maxsize=1)
def _words() -> Image.Image:
    """「AI 生成」 as a mask, drawn once from Noto Sans SC (SIL OFL), so that no font is needed where this runs."""
    with Image.open(Path(__file__).parent / "ai_mark.png") as mask:
        return mask.convert("L")


def height_of(size: tuple[int, int]) -> int:
    """Height of the letters for a picture of that size."""
    return max(12, -(-int(min(size) * SHARE * 1000) // 1000) + 1)


def with_mark(data: bytes, mime: str) -> bytes:
    """The picture with the words on a dark plate in the lower right corner; metadata are the caller's business."""
    with Image.open(io.BytesIO(data)) as opened:
        picture = opened.convert("RGBA" if opened.mode in ("RGBA", "LA", "P") else "RGB")
    height = height_of(picture.size)
    words = _words().resize((round(height * _words().width / _words().height), height), Image.Resampling.LANCZOS)
    pad = max(4, height // 3)
    plate = Image.new("RGBA", (words.width + 2 * pad, height + 2 * pad), (20, 20, 20, 150))
    plate.paste((255, 255, 255, 255), (pad, pad), words)
    place = (picture.width - plate.width - pad, picture.height - plate.height - pad)
    picture.paste(plate.convert("RGB"), place, plate.getchannel("A"))
    out = io.BytesIO()
    if mime == "image/jpeg":
        picture.convert("RGB").save(out, "JPEG", quality=92)
    else:
        picture.save(out, FORMATS[mime])
    return out.getvalue()
