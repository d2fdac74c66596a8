"""Builders for tests: platforms of the real catalogue, articles, and a channel to the sandbox with its secrets in the vault's seam."""

import base64
import datetime as dt
import hashlib
import io
from typing import Any

from PIL import Image

from masthead.core import clock
from masthead.org.models import Member
from masthead.platforms import actions, queries
from masthead.platforms.actions import Judgement
from masthead.platforms.contract import Form, Picture, Post, Video
from masthead.platforms.models import Assessment, Platform
from masthead.platforms.states import AssessmentState, Recommendation


def make_platform(key: str = "wechat_oa", *, assessed: bool = True) -> Platform:
    """The platform from the real catalogue; `assessed`: with an approved assessment, so that accounts may be opened."""
    actions.sync_catalogue(by=None)
    platform = queries.get_platform(key)
    if assessed and queries.approved_assessment(platform) is None:
        make_assessment(platform)
    return platform


def make_assessment(platform: Platform, *, at: dt.datetime | None = None, **more: Any) -> Assessment:
    """An approved assessment, past the approval engine (its own way is tested where it is made)."""
    moment = at or clock.now()
    values: dict[str, Any] = {
        "state": AssessmentState.APPROVED, "recommendation": Recommendation.ADOPT, "grounds": "受众与业务匹配。", "drafted_at": moment,
        "approved_at": moment, "approved_hash": "0" * 64, "valid_until": queries.months_after(clock.today(), 12),
    }  # fmt: skip
    return Assessment.objects.create(platform=platform, **(values | more))


def things_of_platforms(by: Member) -> dict[str, list[Any]]:
    """One thing of each kind that an address of this room can name."""
    platform = make_platform("bluesky", assessed=False)
    assessment = actions.start_assessment(platform=platform, judgement=judgement_of(), by=by)
    return {"platform": [platform.key], "assessment": [assessment.pk], "limit": [queries.limit_rows()[0].pk]}


def judgement_of(score: int = 4, **more: Any) -> Judgement:
    """A judgement that scores every criterion in use alike."""
    scores = {c.pk: (score, f"{c.name}：以近三个月的数据为据。") for c in queries.criteria()}
    values: dict[str, Any] = {"recommendation": Recommendation.ADOPT, "grounds": "受众与业务匹配。", "scores": scores}
    return Judgement(**(values | more))


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
