"""The asset library of 云岭茶业: pictures of several looks, a short film, papers of rights, one of them over and one about to be."""

import datetime as dt
import io
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from masthead.content import actions as content
from masthead.content.models import Draft, Material, MaterialFolder
from masthead.core import clock
from masthead.org.models import Unit
from masthead.web.demo import drawings, pictures
from masthead.web.demo.people import fresh
from masthead.web.demo.script import Script

HILLS, CUPS, CARDS, POSTERS, PEOPLE = "hills", "cups", "cards", "posters", "people"
SIZES = {"wide": (1280, 720), "tall": (900, 1200), "square": (1000, 1000), "cover": (900, 383)}


@dataclass(frozen=True)
class Thing:
    """One material to be. `rights` = (kind, licensor, days until the end | None); `person` is shown and agreed."""

    name: str
    folder: str
    look: str
    mood: str
    shape: str
    tags: tuple[str, ...]
    rights: tuple[str, str, int | None] | None = ("own", "", None)
    person: str = ""
    source: str = "宣传部 林知夏，2026 年 11 月"
    ai: str = "none"
    code: str = ""


THINGS: tuple[Thing, ...] = (
    Thing("蒙顶山三号茶园·晨雾", "茶园风光", HILLS, "mist", "wide", ("茶园", "秋", "横图")),
    Thing("蒙顶山三号茶园·日出", "茶园风光", HILLS, "dawn", "wide", ("茶园", "清晨", "横图")),
    Thing("茶园正午俯瞰", "茶园风光", HILLS, "day", "wide", ("茶园", "航拍"), ("bought", "蜀光图片社", 200), source="图库编号 SG-20931"),
    Thing("晚霞里的茶山", "茶园风光", HILLS, "dusk", "wide", ("茶园", "傍晚"), ("bought", "蜀光图片社", -20), source="图库编号 SG-18854"),
    Thing("秋茶封园·竖图", "茶园风光", HILLS, "autumn", "tall", ("茶园", "秋", "竖图")),
    Thing("茶山夜色", "茶园风光", HILLS, "night", "wide", ("茶园", "夜")),
    Thing("春茶预热封面", "茶园风光", HILLS, "day", "cover", ("春茶", "封面")),
    Thing("小雪节气封面", "茶园风光", HILLS, "night", "cover", ("节气", "封面")),
    Thing("年货节封面·暖色", "活动与节日", HILLS, "dusk", "cover", ("年货节", "封面")),
    Thing("读者投稿：雨后茶垄", "茶园风光", HILLS, "mist", "square", ("茶园", "投稿"), ("reader", "读者 @青衣江边", 12), source="公众号投稿，11 月 9 日"),
    Thing("蒙山甘露·玻璃杯冲泡", "产品图", CUPS, "green", "square", ("产品", "蒙山甘露", "方图")),
    Thing("普洱熟茶汤色", "产品图", CUPS, "red", "square", ("产品", "普洱", "方图")),
    Thing("老白茶汤色", "产品图", CUPS, "amber", "square", ("产品", "白茶")),
    Thing("三款试饮装合影", "产品图", CUPS, "mixed", "wide", ("产品", "年货节")),
    Thing("盖碗俯拍", "产品图", CUPS, "green", "tall", ("产品", "器具", "竖图")),
    Thing("茶汤三色对比", "产品图", CUPS, "mixed", "square", ("产品", "对比"), ("licensed", "成都光合摄影工作室", 90), source="合同 YL-2026-033"),
    Thing("冬季饮茶海报", "活动与节日", POSTERS, "indigo", "tall", ("海报", "冬季")),
    Thing("年货节海报·红", "活动与节日", POSTERS, "red", "tall", ("海报", "年货节")),
    Thing("品鉴会现场导视", "活动与节日", POSTERS, "green", "tall", ("海报", "品鉴会"), code="https://yunling.example/tasting"),
    Thing("会员日横幅", "活动与节日", POSTERS, "amber", "wide", ("横幅", "会员")),
    Thing("云岭标志·墨色", "品牌标识", CARDS, "ink", "square", ("标志", "品牌")),
    Thing("云岭标志·反白", "品牌标识", CARDS, "white", "square", ("标志", "品牌")),
    Thing("品牌纹样·云岭", "品牌标识", CARDS, "green", "wide", ("纹样", "品牌")),
    Thing("公众号引导关注图", "品牌标识", CARDS, "indigo", "wide", ("二维码", "引导"), code="https://yunling.example/follow"),
    Thing("节气卡片·小雪", "活动与节日", CARDS, "blue", "square", ("节气", "卡片")),
    Thing("节气卡片·大雪", "活动与节日", CARDS, "white", "square", ("节气", "卡片")),
    Thing("三号茶园园长李永祥", "人物", PEOPLE, "dawn", "tall", ("人物", "茶园"), person="李永祥"),
    Thing("制茶师傅王素琴", "人物", PEOPLE, "dusk", "square", ("人物", "制茶"), person="王素琴"),
    Thing("采茶工合影（待补同意书）", "人物", PEOPLE, "day", "wide", ("人物", "采茶"), person="?"),
    Thing("围炉煮茶概念图", "活动与节日", CUPS, "amber", "wide", ("概念图", "冬季"), ("ai_made", "", None), ai="generated", source="设计软件生成，林知夏修改"),
    Thing("门店橱窗（来源不明）", "活动与节日", POSTERS, "ink", "wide", ("门店",), None, source="同事转发，未能确认作者"),
)  # fmt: skip
SHARED = ("品牌标识",)


@dataclass
class Shelves:
    """Folders and materials by name, as they come to be."""

    unit: Unit
    folders: dict[str, MaterialFolder] = field(default_factory=dict)
    materials: dict[str, Material] = field(default_factory=dict)

    def furnish(self) -> None:
        """The folders."""
        head = fresh("chenzg")
        for name in dict.fromkeys(thing.folder for thing in (*THINGS, FILM)):
            self.folders[name] = content.make_folder(unit=self.unit, name=name, shared=name in SHARED, by=head)
        lower = content.make_folder(unit=self.unit, name="三号茶园", parent=self.folders["茶园风光"], by=head)
        self.folders["三号茶园"] = lower

    def fill(self, things: Sequence[Thing]) -> None:
        """Upload, register, and write the rights down."""
        for thing in things:
            name = f"{thing.name}.{'png' if thing.look == CARDS else 'jpg'}"
            self.materials[thing.name] = self._take(thing, drawn(thing), name)

    def film(self) -> None:
        """Six seconds of hills, as a real MP4."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "film.mp4"
            drawings.hills_film(path)
            self.materials[FILM.name] = self._take(FILM, path.read_bytes(), f"{FILM.name}.mp4")

    def _take(self, thing: Thing, data: bytes, name: str) -> Material:
        by, today = fresh("linbj"), clock.today()
        upload = content.take_file(name=name, length=len(data), read=io.BytesIO(data).read, by=by)
        folder = self.folders["三号茶园" if thing.name.startswith("蒙顶山三号") else thing.folder]
        material = content.add_material(
            upload=upload, unit=self.unit, folder=folder, name=thing.name, tags=thing.tags, source=thing.source, ai=thing.ai,
            has_people=bool(thing.person), by=by,
        )  # fmt: skip
        if thing.rights:
            kind, licensor, days = thing.rights
            until = today + dt.timedelta(days=days) if days is not None else None
            begins = min(today, until) - dt.timedelta(days=365) if until else None
            content.record_licence(
                material=material, kind=kind, licensor=licensor, valid_from=begins, valid_until=until, by=by
            )
        if thing.person not in ("", "?"):
            content.record_consent(material=material, person=thing.person, given_on=today, by=by)
        return material


FILM = Thing("茶山晨雾·六秒空镜", "视频与音频", HILLS, "mist", "tall", ("空镜", "茶园", "竖屏"))


def drawn(thing: Thing) -> bytes:
    """The picture of a thing."""
    size = SIZES[thing.shape]
    if thing.look == HILLS:
        return pictures.tea_hills(thing.name, mood=thing.mood, size=size)
    return drawings.DRAWERS[thing.look](thing.name, thing.mood, size, thing.code)


def tell(script: Script, unit: Unit) -> None:
    """The library is furnished at the beginning of the two weeks; some pictures go into drafts on the way."""
    shelves = Shelves(unit)
    script.at(-15, 10, 0, shelves.furnish)
    for place, start in enumerate(range(0, len(THINGS), 8)):
        portion = THINGS[start : start + 8]
        script.at(-14 + 3 * place, 14, 10, partial(shelves.fill, portion))
    script.at(-2, 15, 0, shelves.film)
    script.at(-1, 16, 0, lambda: _use(shelves))


def _use(shelves: Shelves) -> None:
    """A picture goes into the draft that is being written."""
    writable = Draft.objects.filter(state__in=("draft", "returned"), author__username="linbj").order_by("-pk")
    for draft, name in zip(writable[:2], ("蒙顶山三号茶园·晨雾", "小雪节气封面"), strict=False):
        content.use_material(draft=draft, material=shelves.materials[name], by=fresh("linbj"))
