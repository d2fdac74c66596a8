"""A long past in the table of publications, and what the engine's questions cost then."""

import time
from dataclasses import dataclass

DUE_INDEX = "publication_due"
SERIES = {
    "sqlite": "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < %s) ",
    "postgresql": "WITH numbers AS (SELECT generate_series(1, %s) AS n) ",
}
BACK = {
    "sqlite": "strftime('%%Y-%%m-%%d %%H:%%M:%%S', 'now', '-' || (n * 30) || ' seconds')",
    "postgresql": "now() - n * interval '30 seconds'",
}
HASH = {"sqlite": "printf('%%064d', n)", "postgresql": "lpad(n::text, 64, '0')"}
MOMENTS = {"due_at", "planned_at", "window_start", "window_end", "next_try_at", "scheduled_at", "accepted_at", "published_at", "ended_at"}  # fmt: skip


@dataclass(frozen=True)
class Cost:
    """Milliseconds, each the quickest of several (a busy machine only adds): one claim with everything due, one tick with nothing due.

    `plan` = how rows are found.
    """

    claim: float
    tick: float
    plan: str

    @property
    def by_index(self) -> bool:
        return DUE_INDEX in self.plan


def fill(count: int) -> None:
    """`count` published rows, one every thirty seconds back from now, spread over all accounts; copied from one row by the database."""
    from django.db import connection

    from masthead.publishing.models import Publication

    model = Publication.objects.order_by("pk").first()
    assert model is not None
    accounts = list(Publication.objects.order_by("account_id").values_list("account_id", flat=True).distinct())
    vendor, first = connection.vendor, accounts[0]
    changed = dict.fromkeys(MOMENTS, BACK[vendor]) | {
        "state": "'published'", "stage": "'submit'", "content_hash": HASH[vendor], "title": "'旧文 ' || n", "claimed_by": "''",
        "account_id": f"{first} + n %% {len(accounts)}", "remote_key": "'old-' || n", "figures_ref": "'fig-' || n", "tries": "0",
    }  # fmt: skip
    columns = [str(field.column) for field in Publication._meta.concrete_fields if not field.primary_key]
    chosen = ", ".join(changed.get(name, f'p."{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    table = Publication._meta.db_table
    # Only our own names are joined in; the number is bound.
    sql = f'INSERT INTO "{table}" ({names}) {SERIES[vendor]}SELECT {chosen} FROM "{table}" p, numbers WHERE p.id = {model.pk}'
    with connection.cursor() as cursor:
        cursor.execute(sql, [count])
        cursor.execute("ANALYZE")


def cost() -> Cost:
    """What the engine's questions cost with the table as it is. Rows that wait must be due a while from now."""
    from masthead.core import clock
    from masthead.publishing import engine, queries
    from masthead.publishing.models import Publication
    from masthead.publishing.states import PublicationState

    waiting = Publication.objects.filter(state=PublicationState.SCHEDULED)
    then = max(waiting.values_list("next_try_at", flat=True), default=clock.now())
    claims = [_spent(lambda: queries.due_in_turn(then, 32)) for _ in range(15)]
    ticks = [_spent(lambda: engine.tick("bench")) for _ in range(7)]
    return Cost(min(claims), min(ticks), str(queries.due_publications(then).explain()))


def _spent(call: object) -> float:
    """Milliseconds of this thread's own and the database's time."""
    assert callable(call)
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000
