"""Calls with an Idempotency-Key: claimed before the deed, settled after it (claim → call → settle)."""

import datetime as dt
from collections.abc import Mapping

from django.db import IntegrityError, transaction

from masthead.core import clock
from masthead.org.models import KeptCall
from masthead.trail.guards import silent

KEPT_DAYS = 2


@silent("the deed itself is on the trail; this keeps its answer for a repetition")
@transaction.atomic
def begin_call(*, key_id: int, idempotency_key: str, route: str, body_digest: str) -> KeptCall | None:
    """Claim an Idempotency-Key; None when it is taken already.  Races: the unique constraint lets one of two callers through."""
    try:
        with transaction.atomic():
            return KeptCall.objects.create(
                key_id=key_id, idempotency_key=idempotency_key, route=route[:300], body_digest=body_digest,
                begun_at=clock.now(),
            )  # fmt: skip
    except IntegrityError:
        return None


@silent("the deed itself is on the trail; this keeps its answer for a repetition")
@transaction.atomic
def finish_call(*, call: KeptCall, status: int, answer: str, headers: Mapping[str, str]) -> int:
    """Keep the answer of a deed that succeeded."""
    return KeptCall.objects.filter(pk=call.pk).update(status=status, answer=answer, headers=dict(headers))


@silent("nothing was done under this Idempotency-Key")
@transaction.atomic
def release_call(*, call: KeptCall) -> int:
    """A refusal changed nothing: the same Idempotency-Key may try again."""
    return KeptCall.objects.filter(pk=call.pk, status=0).delete()[0]


@silent("old answers that nobody asks for any more")
@transaction.atomic
def forget_old_calls(*, at: dt.datetime | None = None) -> int:
    """Drop answers older than two days."""
    return KeptCall.objects.filter(begun_at__lt=(at or clock.now()) - dt.timedelta(days=KEPT_DAYS)).delete()[0]
