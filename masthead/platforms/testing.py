"""Builders for tests: platforms of the real catalogue, articles, and a channel to the sandbox with its secrets in the vault's seam."""

import base64
import hashlib
import io

from PIL import Image

from masthead.platforms import actions, queries
from masthead.platforms.contract import Picture, Post
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
