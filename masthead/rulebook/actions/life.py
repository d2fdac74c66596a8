"""What happens by itself: versions take force, exceptions run out, months are frozen, people are reminded, packs are built."""

import datetime as dt

from masthead.core import clock
from masthead.rulebook import pack as packing
from masthead.rulebook import queries
from masthead.rulebook.actions.amendments import take_force
from masthead.rulebook.actions.exceptions import expire_exceptions
from masthead.rulebook.actions.packs import claim_pack, fail_pack, note_progress, settle_pack
from masthead.rulebook.actions.runs import note_clause_states
from masthead.rulebook.actions.signing import remind_unsigned
from masthead.rulebook.actions.snapshots import freeze_months
from masthead.rulebook.examination import FAULTS
from masthead.trail.guards import silent

REMINDING_FROM_HOUR = 9


@silent("each step records its own deed")
def keep_time(*, at: dt.datetime | None = None) -> dict[str, int]:
    """One turn of the clock. Everything found here is due by its own date, so that a turn that is lost or doubled changes nothing."""
    moment = at or clock.now()
    done = {"in_force": int(take_force(at=at) is not None), "ended": expire_exceptions(at=at)}
    if any(done.values()):
        note_clause_states(at=at)
    done["frozen"] = freeze_months(at=at)
    done["reminded"] = 0
    if clock.china(moment).hour >= REMINDING_FROM_HOUR:
        current = [v for v in (queries.policy_in_force(), queries.waiting_version()) if v is not None]
        done["reminded"] = sum(remind_unsigned(version=version, at=at) for version in current)
    return done


@silent("the steps record their own deeds")
def build_pack(*, pk: int, at: dt.datetime | None = None) -> bool:
    """Claim → build → settle one pack; nothing holds a transaction open while it is built. False when it was not ours to build."""
    pack = claim_pack(pk=pk, at=at)
    if pack is None:
        return False
    try:
        data, digest = packing.build(
            pack, lambda percent, stage: note_progress(pack=pack, percent=percent, stage=stage)
        )
    except FAULTS as fault:
        fail_pack(pack=pack, error=f"{type(fault).__name__}: {fault}", at=at)
        return False
    return settle_pack(pack=pack, data=data, manifest_digest=digest, at=at)
