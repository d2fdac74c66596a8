"""What is said, and what became of it."""

import re
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
MARKS = str.maketrans(
    {"<": "＜", ">": "＞", "[": "［", "]": "］", "`": "｀", "*": "＊", "\\": "＼", "#": "＃", "@": "＠"}
)
ELLIPSIS = "…"


@dataclass(frozen=True)
class Message:
    """One message for a group: words and one link into the house."""

    title: str
    text: str
    link: str
    urgent: bool = False


class Result(StrEnum):
    SENT = "sent"
    RETRY = "retry"  # surely not delivered: again after a while
    THROTTLED = "throttled"  # again after `wait` seconds, and nothing else to this robot before
    CREDENTIAL = "credential"  # an administrator must act
    REJECTED = "rejected"  # this message will never pass
    UNKNOWN = "unknown"  # may have been delivered: never again by itself


@dataclass(frozen=True)
class Outcome:
    """What one call brought. `code` is the app's own number, `words` are for people and hold no key."""

    result: Result
    code: str = ""
    words: str | Promise = ""
    wait: int = 0


def plain(text: str) -> str:
    """Words of members without marks that an app would read as a link, a mention or a format."""
    return CONTROL.sub("", text).translate(MARKS)


def cut(text: str, most_bytes: int) -> str:
    """At most `most_bytes` bytes of UTF-8, never half a character; a cut is shown by an ellipsis."""
    raw = text.encode()
    if len(raw) <= most_bytes:
        return text
    room = most_bytes - len(ELLIPSIS.encode())
    return (raw[:room].decode(errors="ignore") + ELLIPSIS) if room > 0 else ""
