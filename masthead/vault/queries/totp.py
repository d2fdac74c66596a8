"""The six digits of a kept seed (RFC 6238). The seed itself never leaves this function."""

import datetime as dt
from dataclasses import dataclass, field

from django.views.decorators.debug import sensitive_variables

from masthead.core import clock
from masthead.vault.material import read_seed
from masthead.vault.models import Secret
from masthead.vault.queries.secrets import current_version, opened


@dataclass(frozen=True)
class Code:
    """The digits of now, how many seconds they hold, and the next ones for who is late."""

    digits: str = field(repr=False)
    seconds_left: int
    following: str = field(repr=False)


@sensitive_variables()
def code_now(secret: Secret, *, at: dt.datetime | None = None) -> Code:
    """The code of this moment. Raises SecretUnavailable: cannot be opened; BadInput: it is no seed."""
    moment = at or clock.now()
    seed = read_seed(opened(current_version(secret.ref)))
    following = seed.code_at(moment + dt.timedelta(seconds=seed.period))
    return Code(seed.code_at(moment), seed.seconds_left(moment), following)
