"""The way of a video to 快手's upload gateway: in pieces of 4 MB, each compared by its sum, never whole in memory.

The gateway's address comes with each upload and is plain http, on the platform as in the sandbox: only this very host is called so.
"""

import hashlib
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.answers import Answer, json_of
from masthead.platforms.connectors.kuaishou import errors, limits
from masthead.platforms.contract import Channel, Video
from masthead.platforms.http import Http

NAME = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", re.IGNORECASE)
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def address_of(channel: Channel, endpoint: str) -> str:
    """Where the gateway lies. A real platform names a public host; the sandbox names itself. Raises REJECTED for anything else."""
    base = urlsplit(channel.base_url)
    if base.hostname in LOOPBACK:
        if endpoint.split("/", maxsplit=1)[0] == base.netloc:
            return f"http://{endpoint}"
    elif NAME.fullmatch(endpoint) and not endpoint.lower().endswith((".local", ".internal", ".lan", ".localhost")):
        return f"http://{endpoint}"
    raise PlatformFault(
        _("快手给出的上传地址不可用。"),
        kind=FaultKind.REJECTED,
        detail=endpoint[:100],
        advice=_("请稍后重新发布；持续出现请联系系统管理员。"),
    )


def pieces_of(video: Video) -> Iterator[bytes]:
    with video.open() as source:
        while piece := source.read(limits.FRAGMENT):
            yield piece


def carry(channel: Channel, endpoint: str, token: str, video: Video) -> int:
    """Send the video piece by piece and close the upload; how many pieces there were. Doing it again begins a new upload."""
    count = 0
    with Http(address_of(channel, endpoint), guarded=False) as http:
        for piece in pieces_of(video):
            _send(http, token, count, piece)
            count += 1
        _asked(http, "/api/upload/complete", {"upload_token": token, "fragment_count": count})
    return count


def _send(http: Http, token: str, number: int, piece: bytes) -> None:
    answer = _asked(http, "/api/upload/fragment", {"upload_token": token, "fragment_id": number}, piece)
    if str(answer.get("checksum", "")).lower() != hashlib.md5(piece, usedforsecurity=False).hexdigest():
        raise PlatformFault(
            _("第 %(n)d 段视频在传输中损坏。") % {"n": number + 1},
            kind=FaultKind.NOT_SENT,
            detail="checksum",
            advice=_("系统会自动重新上传。"),
        )


def _asked(http: Http, path: str, params: dict[str, object], piece: bytes = b"") -> Answer:
    headers = {"content-type": "video/mp4"} if piece else {}
    response = http.call("POST", path, repeatable=True, params=params, content=piece, headers=headers)
    answer = json_of(response, repeatable=True)
    errors.raise_for(answer, repeatable=True)
    return answer
