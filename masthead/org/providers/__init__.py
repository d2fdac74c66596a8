"""Signing in by the company's own directory: what differs from one kind of provider to the next. Nothing here writes.

`begin` gives the address to send the browser to, `finish` turns what it brings back into an Identity or a refusal in words.
Every call goes out by `core.outbound`; nothing is called inside a transaction.
"""

from masthead.org.providers.claims import values_of
from masthead.org.providers.flow import Finished, begin, finish
from masthead.org.providers.identity import Identity
from masthead.org.providers.kinds import KINDS, Kind, probe

__all__ = ["KINDS", "Finished", "Identity", "Kind", "begin", "finish", "probe", "values_of"]
