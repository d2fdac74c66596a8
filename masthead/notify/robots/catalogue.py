"""The facts of `catalogue.toml`, and whether a typed address is one of that robot."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from masthead.core import outbound
from masthead.core.errors import BadInput

KEY = re.compile(r"[A-Za-z0-9_-]{8,128}")
SECRET_IN_ADDRESS = re.compile(r"((?:key|access_token)=|/hook/)[^&\s\"']+")


@dataclass(frozen=True)
class Shape:
    """What the house knows of one kind of robot."""

    address: str
    sandbox: str
    per_minute: int
    per_second: int
    most_bytes: int
    signs: bool
    keywords: bool


@cache
def _shapes() -> dict[str, Shape]:
    rows = tomllib.loads((Path(__file__).parent / "catalogue.toml").read_text(encoding="utf-8"))
    return {kind: Shape(**facts) for kind, facts in rows.items()}


def shape_of(kind: str) -> Shape:
    """Raises KeyError for an unknown kind."""
    return _shapes()[kind]


def check_address(kind: str, address: str) -> str:
    """The address without spaces around it. Raises BadInput when it is no robot address of that app."""
    clean = address.strip()
    shape = shape_of(kind)
    starts = [shape.address, *([settings.SANDBOX_URL + shape.sandbox] if settings.SANDBOX_URL else [])]
    start = next((s for s in starts if clean.startswith(s)), None)
    if start is None or not KEY.fullmatch(clean.removeprefix(start)):
        message = _("这不是该应用的群机器人地址。请从群机器人设置中复制完整的 Webhook 地址，以 %(start)s 开头。") % {
            "start": shape.address
        }
        raise BadInput(message, code="robot_address", fields={"address": [message]})
    outbound.check(clean)
    return clean


def post_url(address: str, **query: str) -> str:
    """The address with more in its query; values must be escaped already."""
    more = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{address}&{more}" if more else address


def redacted(text: str) -> str:
    """Words for a log or a page: keys of robots are blotted out."""
    return SECRET_IN_ADDRESS.sub(r"\1***", text)
