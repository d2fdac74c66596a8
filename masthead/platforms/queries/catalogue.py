"""Reads of the catalogue and of the shared tokens."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from masthead.core.errors import NotThere
from masthead.platforms.abilities import Ability, Mode
from masthead.platforms.models import Platform
from masthead.platforms.packages import Form
from masthead.platforms.registry import has_connector, serves


@dataclass(frozen=True)
class AbilityCell:
    """One ability of one platform, ready to show. `tone` is a chip tone."""

    ability: Ability
    mode: Mode
    reason: str
    tone: str


@dataclass(frozen=True)
class CatalogueRow:
    platform: Platform
    forms: list[str]
    cells: list[AbilityCell]


FORMS = {Form.ARTICLE: _l("图文"), Form.TEXT: _l("短文"), Form.PICTURES: _l("组图"), Form.VIDEO: _l("视频")}
TONES = {Mode.AUTOMATIC: "green", Mode.HANDOFF: "teal", Mode.ASSISTED: "amber", Mode.NONE: "grey"}


def all_platforms() -> list[Platform]:
    """The catalogue in its order; one query."""
    return list(Platform.objects.filter(is_listed=True))


def get_platform(key: str) -> Platform:
    """A platform by key. Raises NotThere."""
    found = Platform.objects.filter(key=key, is_listed=True).first()
    if found is None:
        raise NotThere(
            _("平台目录里没有「%(key)s」。") % {"key": key}, code="platform_not_there", advice=_("请先更新平台目录。")
        )
    return found


def catalogue_rows() -> list[CatalogueRow]:
    """Every platform with its abilities in one order; two queries."""
    rows = Platform.objects.filter(is_listed=True).prefetch_related("abilities")
    return [
        CatalogueRow(platform, [str(FORMS[Form(f)]) for f in platform.forms], cells_of(platform)) for platform in rows
    ]


def cells_of(platform: Platform) -> list[AbilityCell]:
    """A platform's abilities in one order; one query unless they came along."""
    told = {cell.ability: cell for cell in platform.abilities.all()}
    return [
        _cell(platform, ability, Mode(told[ability].mode), told[ability].reason)
        for ability in Ability
        if ability in told
    ]


def _cell(platform: Platform, ability: Ability, mode: Mode, reason: str) -> AbilityCell:
    """What the connector in this build has no call for is told as not connected: the page never promises what the code cannot do."""
    if mode != Mode.NONE and not has_connector(platform.key):
        mode, reason = Mode.NONE, _("连接程序没有安装。")
    elif mode == Mode.AUTOMATIC and not serves(platform.key, ability):
        mode, reason = Mode.NONE, _("平台有接口，连接程序还没有接入。")
    return AbilityCell(ability, mode, reason, TONES[mode])


def mode_of(platform: Platform, ability: Ability) -> Mode:
    """How the product serves an ability on a platform, as the catalogue tells; what has no connector is not served at all."""
    told = platform.abilities.filter(ability=ability).values_list("mode", flat=True).first()
    return Mode(told) if told and has_connector(platform.key) else Mode.NONE
