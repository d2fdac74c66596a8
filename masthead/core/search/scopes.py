"""Scope tokens: who may find a document is written into the index beside its words."""

from masthead.core.search.registry import Document, Reach


def _token(kind: str, area: str = "", key: int | str = "") -> str:
    """Letters and digits only, so that every tokenizer takes it for one word."""
    return f"{kind.replace('_', '').replace('.', 'x')}q{area}{key}"


def tokens_of(kind: str, document: Document) -> list[str]:
    """Where a document lies."""
    return [
        _token(kind, "a"),
        *(_token(kind, "u", key) for key in sorted(set(document.unit_ids))),
        *(_token(kind, "g", key) for key in sorted(set(document.account_group_ids))),
        *(_token(kind, "m", key) for key in sorted(set(document.member_ids))),
    ]


def tokens_for(kind: str, reach: Reach) -> list[str]:
    """What a member's question may touch; [] = nothing of this kind."""
    if reach.everything:
        return [_token(kind, "a")]
    own = [_token(kind, "m", reach.member_id)] if reach.member_id is not None else []
    units = [_token(kind, "u", key) for key in sorted(reach.unit_ids)]
    return [*units, *(_token(kind, "g", key) for key in sorted(reach.account_group_ids)), *own]
