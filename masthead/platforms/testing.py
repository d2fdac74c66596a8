"""Builders for tests: platforms of the real catalogue, articles, and a channel to the sandbox with its secrets in the vault's seam."""

import base64
import hashlib
import io

from PIL import Image

from masthead.platforms import actions, queries
from masthead.platforms.contract import Form, Picture, Post, Video
from masthead.platforms.models import Platform


def make_platform(key: str = "wechat_oa") -> Platform:
    """The platform from the real catalogue."""
    actions.sync_catalogue(by=None)
    return queries.get_platform(key)


def make_picture(colour: str = "seagreen", *, kind: str = "JPEG", name: str = "蒙顶茶园.jpg") -> Picture:
    """A small picture that any platform takes."""
    out = io.BytesIO()
    Image.new("RGB", (64, 36), colour).save(out, kind)
    data = out.getvalue()
    return Picture(hashlib.sha256(data).hexdigest(), Image.MIME[kind], name, data)


def make_article(title: str = "蒙顶春茶开采", *, pictures: int = 1, marker: str = "") -> Post:
    """An article with `pictures` pictures; `marker` stands for its content hash."""
    shown = [make_picture(f"#{10 + n:02d}9955", name=f"图{n}.jpg") for n in range(pictures)]
    images = "".join(f'<p><img src="asset:{picture.sha256}" style="width:100%"></p>' for picture in shown)
    return Post(
        title=title,
        author="云岭茶事",
        digest="清明前一周，蒙顶山的第一批芽头可以采了。",
        html=f'<section style="padding:8px"><p>今年气温回升早，开采比去年提前四天。</p>{images}</section>',
        cover=make_picture("darkgreen", name="封面.jpg"),
        pictures=shown,
        source_url="https://www.yunling-tea.example/spring",
        marker=marker or hashlib.sha256(base64.b64encode(title.encode())).hexdigest(),
    )


def make_video(size: int = 24_000, *, name: str = "采茶.mp4", seconds: float = 12.0) -> Video:
    """An MP4 by its boxes (ftyp, moov, mdat) of about `size` bytes; nobody decodes it."""

    def box(kind: bytes, body: bytes) -> bytes:
        return (len(body) + 8).to_bytes(4, "big") + kind + body

    head = box(b"ftyp", b"isom\x00\x00\x02\x00isomiso2mp41") + box(b"moov", box(b"mvhd", bytes(100)))
    data = head + box(b"mdat", (b"yunling" * (size // 7 + 1))[:size])
    return Video(hashlib.sha256(data).hexdigest(), "video/mp4", name, len(data), lambda: io.BytesIO(data), seconds)


def make_video_post(title: str = "蒙顶春茶开采", *, size: int = 24_000, marker: str = "") -> Post:
    """A short video with cover, words and topics."""
    return Post(
        title=title,
        author="云岭茶事",
        digest="清明前一周，蒙顶山的第一批芽头可以采了。",
        html="",
        cover=make_picture("darkgreen", name="封面.jpg"),
        marker=marker or hashlib.sha256(base64.b64encode(title.encode())).hexdigest(),
        video=make_video(size),
        tags=("蒙顶山", "春茶"),
        form=Form.VIDEO,
    )
