"""Pictures and video on their way out: uploaded once each, waited for until the server has taken them in."""

from typing import Any

from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.connectors.mastodon import errors, limits
from masthead.platforms.connectors.mastodon.client import ABSENT, Client
from masthead.platforms.contract import Post, Remote
from masthead.platforms.http import gateway_fault, throttled

UPLOADS = ("/api/v2/media", "/api/v1/media")  # the first answers 202 while it works; old servers have the second only


def upload_picture(client: Client, post: Post, n: int, remote: Remote) -> Remote:
    """The ids of all pictures so far: the whole map is returned, since the engine merges by key."""
    picture, kept = post.pictures[n - 1], dict(remote.get("media") or {})
    if picture.sha256 not in kept:
        alt = picture.alt[: limits.most("alt")]
        kept[picture.sha256] = _send(client, (picture.name, picture.data, picture.mime), alt)
    return {"media": kept}


def upload_video(client: Client, post: Post, remote: Remote) -> Remote:
    video, kept = post.video, dict(remote.get("media") or {})
    assert video is not None
    if video.sha256 not in kept:
        with video.open() as pieces:
            kept[video.sha256] = _send(client, (video.name, pieces, video.mime), "")
    return {"media": kept}


def _send(client: Client, file: tuple[str, Any, str], alt: str) -> str:
    words = {"description": alt} if alt else {}
    response = client.raw("POST", UPLOADS[0], files={"file": file}, data=words)
    if response.status_code in ABSENT - {400}:
        if hasattr(file[1], "seek"):
            file[1].seek(0)
        response = client.raw("POST", UPLOADS[1], files={"file": file}, data=words)
    answer = errors.read(response, repeatable=True)
    if not isinstance(answer, dict) or not answer.get("id"):
        raise gateway_fault(response.status_code, repeatable=True)
    return str(answer["id"])


def require_ready(client: Client, media: dict[str, str]) -> None:
    """Raises THROTTLED while the server still works on one. A server without this page is taken at its word."""
    for media_id in media.values():
        response = client.raw("GET", f"/api/v1/media/{media_id}")
        if response.status_code == 206:
            raise throttled(limits.NOT_READY_SECONDS, code="206", detail="media in the works")
        if response.status_code in ABSENT:
            continue
        fault = None if response.is_success else errors.fault_of(response, repeatable=True)
        if fault is not None and fault.kind != FaultKind.REJECTED:
            raise fault
        if fault is not None and response.status_code == 422:
            raise PlatformFault(
                str(fault.message), kind=FaultKind.REJECTED, platform_code="422", advice=str(fault.advice)
            )
