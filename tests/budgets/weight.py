"""What a browser fetches before a page stands: the page, what it names, and what that names in turn; compressed as it is sent."""

import gzip
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders

STATIC = r"/static/([^\"'#?)\s]+)"
STYLES_AND_SCRIPTS = re.compile(rf"<(?:link|script)\b[^>]*?(?:href|src)=\"{STATIC}")
PICTURES = re.compile(rf"<(?:img|use|source)\b[^>]*?(?:href|src)=\"{STATIC}")
IN_STYLES = re.compile(r"url\([\"']?([^\"')#?]+)")
CHART = 'data-behaviour="chart"'
CHARTS, EDITOR, CJK = "masthead/core/assets/charts.js", "masthead/content/assets/editor.js", "noto-sans-sc"


@cache
def manifest() -> dict[str, Any]:
    """Vite's list of what it built."""
    found: dict[str, Any] = json.loads((Path(settings.BUILD_DIR) / "manifest.json").read_text(encoding="utf-8"))
    return found


def file_of(entry: str) -> str:
    """The built name of a source, below /static/."""
    return str(manifest()[entry]["file"])


@cache
def packed(name: str) -> int:
    """Bytes of a static file on the wire. Fonts and pictures are packed already."""
    path = finders.find(name)
    assert path, f"the page names /static/{name}, which nobody serves"
    data = Path(path).read_bytes()
    return len(data) if name.endswith((".woff2", ".png", ".jpg", ".webp")) else len(gzip.compress(data, 6))


@cache
def follows(name: str) -> frozenset[str]:
    """What a built script imports at once, and what a style sheet draws in; not the slices of the fallback font."""
    if name.endswith(".css"):
        path = finders.find(name)
        text = Path(path).read_text(encoding="utf-8") if path else ""
        near = {
            str(Path(name).parent / url) for url in IN_STYLES.findall(text) if not url.startswith(("data:", "http"))
        }
        return frozenset(one.removeprefix("/static/") for one in near if CJK not in one)
    entry = next((e for e in manifest().values() if e["file"] == name), {})
    return frozenset([*(manifest()[key]["file"] for key in entry.get("imports", ())), *entry.get("css", ())])


def files_of(html: str) -> set[str]:
    """Every static file of a page, whatever names it."""
    found = set(STYLES_AND_SCRIPTS.findall(html)) | set(PICTURES.findall(html))
    found = {name for name in found if CJK not in name}
    if CHART in html:
        found.add(file_of(CHARTS))  # fetched by the behaviour as soon as the page stands
    while more := {name for one in found for name in follows(one)} - found:
        found |= more
    return found


def weight_of(html: str) -> int:
    """Bytes of the first visit to a page."""
    return len(gzip.compress(html.encode(), 6)) + sum(packed(name) for name in files_of(html))
