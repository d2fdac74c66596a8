"""`./dev clauses`: each clause that something is bound to, with its guards and probes."""

import os
import sys

import django


def table() -> list[tuple[str, str, str]]:
    """(clause, kind, what it is), in the order of the rulebook."""
    from masthead.trail.probes import PROBES
    from masthead.trail.registry import GUARDS

    guards = [(guard.clause, "guard", f"{guard.key} — {guard.title}") for guard in GUARDS.values()]
    probes = [(probe.clause, "probe", f"{probe.key} — {probe.title}") for probe in PROBES.values()]
    return sorted(
        guards + probes, key=lambda row: ([int(part) for part in row[0].split(".") if part.isdigit()], row[1:])
    )


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "masthead.config.settings.dev")
    django.setup()
    rows = table()
    previous = ""
    for clause, kind, text in rows:
        print(f"{clause if clause != previous else '':<8}{kind:<7}{text}")
        previous = clause
    print(f"\n{len(rows)} bindings on {len({clause for clause, _, _ in rows})} clauses")
    return 0


if __name__ == "__main__":
    sys.exit(main())
