"""A mobile number in a post of a closed platform is an invitation to leave it."""

from collections.abc import Iterator

from masthead.compliance.engine.document import Document
from masthead.compliance.engine.finding import Hit
from masthead.compliance.engine.structure import DENSE_DIGITS, Profile, structure
from masthead.compliance.engine.structure.pii import mobiles


@structure("diversion.phone", DENSE_DIGITS)
def left_behind(document: Document, profile: Profile) -> Iterator[Hit]:
    yield from mobiles(document, profile)
