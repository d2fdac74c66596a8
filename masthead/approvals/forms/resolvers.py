"""Ways to find people as one word each, so that a list of choices can carry them: role:reviewer, unit_head, parent_head:1, member:5."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from masthead.approvals.blueprint import Data

Group = tuple[str, list[tuple[str, str]]]
MOST_LEVELS = 3
Choices = Sequence[tuple[str, str | Promise]]


def word_of(resolver: Data | None) -> str:
    """The word of a resolver; '' for none."""
    if not resolver or not resolver.get("kind"):
        return ""
    kind = str(resolver["kind"])
    if kind == "role":
        return f"role:{resolver.get('role', '')}"
    if kind == "parent_head":
        return f"parent_head:{resolver.get('level') or 1}"
    if kind == "member":
        return f"member:{resolver.get('id')}"
    if kind == "members":
        return "members:" + ",".join(str(pk) for pk in resolver.get("ids") or [])
    return kind


def resolver_of(word: str) -> Data | None:
    """The resolver of a word that `choices` offered; None for ''."""
    kind, _colon, rest = word.partition(":")
    if not kind:
        return None
    if kind == "role":
        return {"kind": "role", "role": rest}
    if kind == "parent_head":
        return {"kind": "parent_head", "level": int(rest or 1)}
    if kind == "member":
        return {"kind": "member", "id": int(rest)}
    if kind == "members":
        return {"kind": "members", "ids": [int(pk) for pk in rest.split(",") if pk]}
    return {"kind": kind}


def level_name(level: int) -> str:
    """上级负责人 of the n-th unit above."""
    return _("上级部门负责人") if level == 1 else _("上 %(n)s 级部门负责人") % {"n": level}


def groups_of(roles: Mapping[str, str], members: Mapping[int, str], kept: Sequence[Data] = ()) -> list[Group]:
    """Everybody that a step may name, in groups; resolvers in use that no group offers stand at the end, so that none is lost."""
    positions = [("unit_head", _("所在部门负责人"))]
    positions += [(f"parent_head:{level}", level_name(level)) for level in range(1, MOST_LEVELS + 1)]
    positions += [("leader", _("组长")), ("subject_owner", _("内容负责人"))]
    found: list[Group] = [
        (_("按身份"), positions),
        (_("按角色"), [(f"role:{key}", label) for key, label in roles.items()]),
        (_("指定成员"), [(f"member:{pk}", name) for pk, name in members.items()]),
    ]
    offered = {word for _label, options in found for word, _name in options}
    rest = [word for resolver in kept if (word := word_of(resolver)) and word not in offered]
    return [*found, (_("其他"), [(word, _rest_name(word, members)) for word in dict.fromkeys(rest)])] if rest else found


def _rest_name(word: str, members: Mapping[int, str]) -> str:
    resolver = resolver_of(word) or {}
    if resolver.get("kind") == "members":
        return _("、").join(members.get(pk, _("已离开的成员")) for pk in resolver["ids"])
    if resolver.get("kind") == "member":
        return _("已离开的成员")
    return level_name(resolver["level"]) if resolver.get("kind") == "parent_head" else word
