"""Platforms that the company adds itself."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from masthead.org.models import Member
from masthead.platforms import errors
from masthead.platforms.abilities import Ability, Mode
from masthead.platforms.events import PlatformEvent
from masthead.platforms.models import Platform, PlatformAbility
from masthead.platforms.packages import Form
from masthead.platforms.registry import OWN
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
BY_HAND = (Mode.ASSISTED, Mode.NONE)


@guarded("3.1.1")
@transaction.atomic
def add_platform(
    *, name: str, note: str, forms: Sequence[str], abilities: Mapping[str, tuple[str, str]], by: Member
) -> Platform:
    """Add a platform of our own to the catalogue; it is served by hand only, and each ability says why or how.

    Clause: 3.1.1.  Raises: BadInput naming the field.  Events: platforms:platform:added.
    """
    words = name.strip()
    _require(words, forms, abilities)
    last = Platform.objects.aggregate(n=Max("order"))["n"] or 0
    platform = Platform.objects.create(
        key=f"{OWN}{get_random_string(8, LETTERS)}", name=words, note=note.strip()[:200], forms=list(forms),
        order=last + 1, is_own=True,
    )  # fmt: skip
    PlatformAbility.objects.bulk_create(
        PlatformAbility(platform=platform, ability=key, mode=mode, reason=reason.strip()[:200])
        for key, (mode, reason) in abilities.items()
    )
    trail.record(PlatformEvent.PLATFORM_ADDED, target=platform, by=by, after={"name": words, "forms": list(forms)})
    return platform


def _require(name: str, forms: Sequence[str], abilities: Mapping[str, tuple[str, str]]) -> None:
    wrong: dict[str, list[str]] = {}
    if not name or len(name) > 40:
        wrong["name"] = [_("请填写平台名称，不超过 40 个字。")]
    elif Platform.objects.filter(name=name, is_listed=True).exists():
        wrong["name"] = [_("平台目录里已有同名平台。")]
    if not forms or set(forms) - set(Form):
        wrong["shapes"] = [_("请至少选择一种内容形式。")]
    for ability in Ability:
        mode, reason = abilities.get(ability, ("", ""))
        if mode not in BY_HAND:
            wrong[f"mode_{ability}"] = [_("自建平台只能选「人工辅助」或「未接入」。")]
        elif not reason.strip():
            wrong[f"reason_{ability}"] = [_("请写明由谁、在哪里做，或为什么不做。")]
    if wrong:
        raise errors.fields(wrong)
