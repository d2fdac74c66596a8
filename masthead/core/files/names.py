"""Names of files: what a name may not be, and the name under which a file is kept."""

import re
import unicodedata
from pathlib import PurePosixPath

ACTIVE = frozenset({
    "apk", "app", "asp", "aspx", "bash", "bat", "bin", "cgi", "chm", "cmd", "com", "cpl", "dll", "dmg", "elf", "exe", "hta",
    "htaccess", "htm", "html", "jar", "jnlp", "js", "jse", "jsp", "jspx", "lnk", "mhtml", "mjs", "msi", "msc", "msp", "php",
    "php3", "php4", "php5", "phar", "phtml", "pif", "pl", "ps1", "psm1", "py", "pyc", "rb", "reg", "scf", "scr", "sh", "shtml",
    "svg", "svgz", "swf", "url", "vb", "vbe", "vbs", "war", "ws", "wsf", "wsh", "xht", "xhtml", "xml", "xsl",
})  # fmt: skip
"""Endings that a computer or a browser may run; nothing that is handed in needs one, also not in the middle of a name."""
DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)$")
FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')


def last_part(name: str) -> str:
    """The file's own name, whatever path a browser sent along, in NFC."""
    return PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name


def problem_with(name: str) -> str:
    """'' or the sort of problem: `nul` (a zero character), `direction` (marks that turn the ending around), `active` (an ending that runs)."""
    if "\x00" in name:
        return "nul"
    own = last_part(name)
    if DIRECTION.search(own):
        return "direction"
    endings = [part.strip(" .").lower() for part in own.split(".")[1:]]
    return "active" if any(ending in ACTIVE for ending in endings) else ""


def safe_name(name: str, extension: str) -> str:
    """A name that every system can keep: no path, no control characters, at most 150 characters, with the ending of its true type."""
    own = FORBIDDEN.sub("", last_part(name))
    stem = "".join(c for c in own if c.isprintable()).rsplit(".", 1)[0].strip(" .")[:150]
    if RESERVED.fullmatch(stem):
        stem = f"_{stem}"
    return (stem or "file") + extension
