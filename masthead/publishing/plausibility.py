"""Is a proof believable? Pure reading of a link and a picture; what it means is decided by the actions."""

import io
from collections.abc import Iterable, Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit

from PIL import Image, ImageStat

PRINT_SIDE = 16
SAME_BITS = 6  # of 256: the same picture saved anew, or cut by a hair
LEAST_SIDE = 200  # pixels; no telephone makes a smaller screenshot
LEAST_SPREAD = 4.0  # grey levels: less is an empty sheet
KEY_LENGTH = 300
SHORT_NAME = 6
TRIMMINGS = (
    "utm_",
    "xsec_",
    "share",
    "source",
    "from",
    "app_",
    "appuid",
    "apptime",
    "author_share",
    "scene",
    "chksm",
    "timestamp",
)


def is_link(text: str) -> bool:
    """A complete address of a page, with a place on it."""
    try:
        parts = urlsplit(text)
        return parts.scheme in ("https", "http") and "." in (parts.hostname or "") and not parts.username
    except ValueError:
        return False


def host_fits(link: str, hosts: Iterable[str]) -> bool:
    """Does the link lead to one of the platform's hosts (or below one)? No hosts known = any."""
    wanted = list(hosts)
    host = (urlsplit(link).hostname or "").lower().rstrip(".")
    return not wanted or any(host == h or host.endswith(f".{h}") for h in wanted)


def link_key(link: str) -> str:
    """What of a link names the post: host, path, and of the query what is no trimming. Two links to one post have one key."""
    parts = urlsplit(link.strip())
    host = (parts.hostname or "").lower().removeprefix("www.").removeprefix("m.")
    path = parts.path.rstrip("/")
    kept = []
    if len(path.rpartition("/")[2]) < SHORT_NAME:  # the path alone does not name it: /s?__biz=…, /watch?v=…
        kept = sorted((k, v) for k, v in parse_qsl(parts.query) if not k.lower().startswith(TRIMMINGS))
    return f"{host}{path}{'?' + urlencode(kept) if kept else ''}"[:KEY_LENGTH]


def picture_problem(data: bytes) -> str:
    """'' or why the picture shows nothing: `small`, `empty`."""
    with Image.open(io.BytesIO(data)) as picture:
        if min(picture.size) < LEAST_SIDE:
            return "small"
        spread = ImageStat.Stat(picture.convert("L").resize((64, 64))).stddev[0]
    return "empty" if spread < LEAST_SPREAD else ""


def print_of(data: bytes) -> str:
    """Difference hash of a picture: 256 bits as 64 hexadecimal digits, nearly the same for nearly the same picture."""
    with Image.open(io.BytesIO(data)) as picture:
        small = picture.convert("L").resize((PRINT_SIDE + 1, PRINT_SIDE), Image.Resampling.LANCZOS)
    rows = [small.crop((0, y, PRINT_SIDE + 1, y + 1)).tobytes() for y in range(PRINT_SIDE)]
    bits = "".join("1" if row[x] > row[x + 1] else "0" for row in rows for x in range(PRINT_SIDE))
    return f"{int(bits, 2):0{PRINT_SIDE * PRINT_SIDE // 4}x}"


def looks_like(print_: str, others: Sequence[str]) -> bool:
    """Is it one of the other pictures, saved anew?"""
    own = int(print_, 16)
    return any((own ^ int(other, 16)).bit_count() <= SAME_BITS for other in others if other)
