"""Addresses in a text: shortened, bare numbers, disguised, look-alike, of another platform."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from masthead.compliance.engine import expressions as regex
from masthead.compliance.engine.characters import DATA
from masthead.compliance.engine.document import Document
from masthead.compliance.engine.finding import Hit
from masthead.compliance.engine.structure import Profile, structure

LISTS = json.loads((DATA / "links.json").read_text(encoding="utf-8"))
ENDS = "|".join(LISTS["ends"])
HOST = regex.compile(
    rf"(?<![a-z0-9@._\-])(https?://)?((?:[a-z0-9\-]+\.)+(?:{ENDS}))(?![a-z0-9\-])(?!\.[a-z])(:\d+)?(/[a-z0-9_/?&=%.#~+\-]*)?"
)
NUMBER = regex.compile(r"(?<![\d.])(https?://)?((?:\d{1,3}\.){3}\d{1,3})(:\d{2,5})?(/[a-z0-9_/?&=%.#~+\-]*)?(?![\d.])")
DOTTED = regex.compile(r"\.\d{1,3}\.\d{1,3}\.\d")  # in all of them
DOT = r"\s?(?:点|。|\[\.\]|\(\.\)|\[点\]|\(点\)|【点】|丶|dot)\s?"
DISGUISED = regex.compile(
    rf"(?<![a-z0-9])(?:www{DOT})?[a-z0-9\-]{{2,}}(?:{DOT}[a-z0-9\-]{{2,}})*?{DOT}(?:com|cn|cc|net|top|xyz|vip|shop|tv|club|me|org)(?![a-z0-9])"
)
SHORT = frozenset(LISTS["short"])
PUBLIC = regex.compile(
    r"(?:^|\.)(?:gov\.cn|edu\.cn|gov|edu|int|mil\.cn|org\.cn|people\.com\.cn|xinhuanet\.com|news\.cn|cctv\.com|example\.(?:com|org|net|cn))$"
)
OWN: dict[str, list[str]] = LISTS["platforms"]
CLOSED = frozenset(LISTS["closed"])
RIVALS = regex.compile(rf"(?:^|\.)(?:{'|'.join(re.escape(n) for n in LISTS['rivals'])})\.(?:com|cn)$")
SHADY = frozenset(LISTS["shady"])
BRANDS: dict[str, str] = LISTS["brands"]
WHOLE = frozenset({"boc", "samr"})  # too short to be looked for inside a word
# Spelt out letter by letter: d w z 点 c n 斜杠.
SPACED = regex.compile(
    r"(?<![a-z0-9])[a-z0-9](?: ?[a-z0-9]){0,11} ?(?:点|丶|dot) ?(?:c ?o ?m|c ?n|n ?e ?t|c ?c|t ?o ?p|x ?y ?z|v ?i ?p)(?![a-z0-9])|[a-z0-9] ?斜杠 ?[a-z0-9]{3,}"
)
INSIDE = regex.compile(r"路由|管理|内网|局域网|调试|网关|本机|设备|浏览器输入192|服务器|测试")
ASKS = regex.compile(r"登记|填写|领取|补偿|逾期|验证|中奖|退款|活动|福利|报名")
TRIGGERS = (
    "http",
    "www",
    ".c",
    ".n",
    ".t",
    ".x",
    ".v",
    ".s",
    ".o",
    ".i",
    ".l",
    ".m",
    ".g",
    ".b",
    ".w",
    ".r",
    ".p",
    ".f",
    ".a",
)


@dataclass(frozen=True, slots=True)
class Address:
    """One address of a text; places of the folded text."""

    start: int
    end: int
    host: str
    path: str
    said: bool  # with http:// or www.


def addresses(document: Document) -> Iterator[Address]:
    for match in HOST.finditer(document.folded):
        host, path = match[2], match[4] or ""
        said = bool(match[1]) or host.startswith("www.")
        if (
            said
            or path
            or host.count(".") > 1
            or host.rsplit(".", 1)[1] in {"com", "cn", "net", "cc", "shop", "top", "xyz", "vip"}
        ):
            yield Address(match.start(), match.end(), host, path, said)


def belongs(host: str, domains: Iterable[str]) -> bool:
    return any(host == d or host.endswith(f".{d}") for d in domains)


@structure("link.short", *TRIGGERS)
def shortened(document: Document, profile: Profile) -> Iterator[Hit]:
    for a in addresses(document):
        if a.host in SHORT and not belongs(a.host, OWN.get(profile.platform, [])):
            yield Hit(a.start, a.end)


@structure("link.number", "http", ".")
def numbers(document: Document, _profile: Profile) -> Iterator[Hit]:
    for match in NUMBER.finditer(document.folded) if DOTTED.search(document.folded) else ():
        parts = [int(p) for p in match[2].split(".")]
        private = parts[0] in {0, 10, 127} or (parts[0], parts[1]) in {(192, 168), (172, 16)}
        if private and match[1] and ASKS.search(document.folded) and not INSIDE.search(document.folded):
            private = False  # nobody who reads it can reach that; it is bait or a mistake
        if max(parts) < 256 and not private and (match[1] or match[3] or match[4]):
            yield Hit(*match.span())


@structure(
    "link.disguised",
    "点c",
    "点 c",
    "。c",
    "点n",
    "点t",
    "点v",
    "点x",
    "点s",
    "[.]",
    "(.)",
    "[点]",
    "(点)",
    "【点】",
    "丶c",
    "dot",
    "点o",
    "点m",
    "www点",
    "斜杠",
)
def disguised(document: Document, _profile: Profile) -> Iterator[Hit]:
    for match in (*DISGUISED.finditer(document.folded), *SPACED.finditer(document.folded)):
        yield Hit(*match.span(), evasion=("split",))


@structure("link.foreign", *TRIGGERS)
def foreign(document: Document, profile: Profile) -> Iterator[Hit]:
    for a in addresses(document):
        if PUBLIC.search(a.host) or belongs(a.host, OWN.get(profile.platform, [])):
            continue
        if profile.platform in CLOSED or RIVALS.search(a.host):
            yield Hit(a.start, a.end)


@structure("link.shady", *TRIGGERS)
def shady(document: Document, _profile: Profile) -> Iterator[Hit]:
    for a in addresses(document):
        if a.said and a.host.rsplit(".", 1)[1] in SHADY and a.host not in SHORT:
            yield Hit(a.start, a.end)


@structure("link.lookalike", *TRIGGERS)
def lookalike(document: Document, _profile: Profile) -> Iterator[Hit]:
    for a in addresses(document):
        first, last = document.fold.original(a.start, a.start + len(a.host))
        written = document.text[first:last]
        foreign_letters = any(c.isalpha() and not c.isascii() and not "\uff01" <= c <= "\uff5e" for c in written)
        if foreign_letters or a.host.startswith("xn--") or ".xn--" in a.host or _pretends(a.host):
            yield Hit(a.start, a.end)


def _pretends(host: str) -> bool:
    if PUBLIC.search(host):
        return False
    plain = host.translate(str.maketrans("01539", "olseg")).replace("rn", "m").replace("vv", "w")
    for brand, domains in BRANDS.items():
        named = (
            brand in (host, plain) or brand in regex.split(r"[.\-]", host)
            if brand in WHOLE
            else brand in host or brand in plain
        )
        if named and not belongs(host, domains.split()) and not any(belongs(host, d) for d in OWN.values()):
            return True
    return False


@structure("diversion.url", *TRIGGERS)
def leads_away(document: Document, profile: Profile) -> Iterator[Hit]:
    for a in addresses(document):
        if not PUBLIC.search(a.host) and not belongs(a.host, OWN.get(profile.platform, [])):
            yield Hit(a.start, a.end)
