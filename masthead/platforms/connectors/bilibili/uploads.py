"""The ways of a video, a cover and an article's pictures. A video is read in parts of eight megabytes, one after the other, never whole."""

import io

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from masthead.core.errors import FaultKind, PlatformFault
from masthead.platforms.answers import json_of
from masthead.platforms.connectors.bilibili import errors, limits
from masthead.platforms.connectors.bilibili.client import BilibiliClient, host_of
from masthead.platforms.contract import Channel, Picture, Remote, Video
from masthead.platforms.http import Http

CHUNKED = "0"


def carry(client: BilibiliClient, channel: Channel, video: Video) -> Remote:
    """A new upload each time; an unfinished one before it is left to the platform."""
    name = f"{video.sha256[:16]}{limits.VIDEO_TYPES.get(video.mime, '.mp4')}"
    token = str(client.post("/arcopen/fn/archive/video/init", {"name": name, "utype": CHUNKED})["upload_token"])
    started = client.platform_time
    count = 0
    with Http(host_of(channel, "upload"), guarded=channel.guarded) as http, video.open() as source:
        while part := source.read(limits.PART):
            count += 1
            _send(http, token, count, part)
    client.post("/arcopen/fn/archive/video/complete", upload_token=token)
    return {"upload_token": token, "parts": count, "started_at": started}


def _send(http: Http, token: str, number: int, part: bytes) -> None:
    """This host takes the upload token instead of a signature."""
    params = {"upload_token": token, "part_number": number}
    headers = {"content-type": "application/octet-stream"}
    response = http.call("POST", "/video/v2/part/upload", repeatable=True, params=params, content=part, headers=headers)
    errors.raise_for(json_of(response, repeatable=True), repeatable=True)


def cover(client: BilibiliClient, picture: Picture) -> Remote:
    made = rendition(picture)
    kind = "png" if made.startswith(b"\x89PNG") else "jpeg"
    told = client.send_file(
        "/arcopen/fn/archive/cover/upload", f"{picture.sha256[:16]}.{kind[:3]}", made, f"image/{kind}"
    )
    return {"cover": str(told["url"])}


def rendition(picture: Picture) -> bytes:
    """The cover as B 站 takes it: as it is when it fits, else cut to the recommended shape. Raises REJECTED for what is no picture."""
    try:
        image = Image.open(io.BytesIO(picture.data))
        if picture.mime in limits.COVER_TYPES and _fits(image.size) and len(picture.data) <= limits.COVER.most:
            return picture.data
        made = ImageOps.fit(ImageOps.exif_transpose(image).convert("RGB"), limits.COVER_MADE)
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        raise PlatformFault(
            _("封面不是可用的图片。"), kind=FaultKind.REJECTED, advice=_("请更换封面后重新提交审核。")
        ) from None
    out = io.BytesIO()
    made.save(out, "JPEG", quality=90)
    return out.getvalue()


def _fits(size: tuple[int, int]) -> bool:
    return size[0] >= limits.COVER_LEAST[0] and size[1] >= limits.COVER_LEAST[1]


def picture(client: BilibiliClient, given: Picture) -> str:
    """One picture of an article; its address at the platform."""
    name = f"{given.sha256[:16]}{limits.ARTICLE_TYPES.get(given.mime, '')}"
    return str(client.send_file("/arcopen/fn/article/upload/image", name, given.data, given.mime)["url"])
