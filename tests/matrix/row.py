"""One line of the role matrix."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """`demand`: "public" | "member" | a capability. `of` names the object in the address; `scoped`: sun must not learn that it exists.

    `sees`: the capability without which a holder of the demand does not find the object either (a panel on another room's page).
    """

    name: str
    demand: str
    of: str = ""
    post: bool = False
    scoped: bool = False
    sees: str = ""
