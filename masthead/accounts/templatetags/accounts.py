"""Words of the register's pages: the tone of a score, money of a certification."""

from django import template

from masthead.accounts.sections import band_of

register = template.Library()


@register.filter
def band(score: int) -> str:
    """green | amber | red."""
    return band_of(score)


@register.filter
def yuan(fen: int) -> str:
    """Fen as yuan, without cents when there are none."""
    whole, rest = divmod(fen, 100)
    return f"¥{whole:,}" + (f".{rest:02d}" if rest else "")
