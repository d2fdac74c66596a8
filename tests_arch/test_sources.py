"""Rules over Python sources."""

from collections.abc import Callable, Iterable, Iterator

import pytest

from tests_arch import action_rules, rules
from tests_arch.findings import Finding, judge
from tests_arch.sources import is_test, is_written_by_django, parts, project_files, python_files, room, text, tree

FILE_LINES, FUNCTION_LINES, BEHAVIOUR_LINES, DEEPEST = 400, 40, 60, 5
VAGUE = {"utils", "util", "helpers", "helper", "misc", "common", "base_utils"}


def product() -> list[str]:
    """The product's own modules."""
    return [name for name in python_files("masthead/") if not is_test(name) and not is_written_by_django(name)]


def ours() -> list[str]:
    """Everything in Python that people wrote."""
    every = python_files("masthead/", "sandbox/", "tools/", "bench/", "tests/", "tests_arch/")
    return [name for name in every if not is_written_by_django(name)] + ["dev"]


def actions() -> list[str]:
    """Modules of the actions rooms above `trail`; `core` lies below it and cannot record."""
    rooms = [name for name in product() if room(name) == "actions" and not name.endswith("__init__.py")]
    return [name for name in rooms if not name.startswith(("masthead/core/", "masthead/trail/"))]


def is_seeds(name: str) -> bool:
    """Violations on purpose, beside the probes that must notice them."""
    home, own = parts(name)[-2:]
    return own == "seeds" or (home == "probes" and own.endswith("_seeds"))


def over(files: Iterable[str], rule: Callable[..., Iterator[Finding]], **options: int) -> list[Finding]:
    """All findings of one rule."""
    return [finding for name in files for finding in rule(name, tree(name), **options)]


def test_only_actions_write() -> None:
    # `seeds.py` (or `…_seeds.py`) of a probe breaks rules on purpose, inside a savepoint that is always rolled back.
    files = [name for name in product() if room(name) != "actions" and not is_seeds(name)]
    judge(
        "only-actions-write",
        over(files, rules.orm_writes),
        why="a rule lives in one action; a write elsewhere is a door that no guard and no trail stands at (HOUSE rule 12).",
        instead="put the write into an action of the chapter and call that.",
    )


def test_views_never_touch_managers() -> None:
    files = [name for name in product() if room(name) in {"views", "api", "urls", "tasks"}]
    judge(
        "no-managers-in-views",
        over(files, rules.manager_uses),
        why="fetch = check: a raw .objects shows what the member may not see (HOUSE rule 14).",
        instead="write queries.get_<thing>_for(member, pk) and call that.",
    )


def test_imports_stand_at_the_top() -> None:
    judge(
        "hidden-imports",
        over([name for name in ours() if not is_test(name)], rules.hidden_imports),
        why="an import inside a function hides a dependence, mostly one that points up (HOUSE §1.3).",
        instead="move it to the top; if that makes a circle, the thing stands on the wrong floor.",
    )


def test_files_stay_small() -> None:
    found = [
        Finding(name, 1, "", f"{lines} lines") for name in ours() if (lines := text(name).count("\n")) > FILE_LINES
    ]
    judge(
        "long-files",
        found,
        why=f"every ugly thing in the peers was a file that was never split (HOUSE rule 2: {FILE_LINES} lines).",
        instead="split by noun and keep the door: actions.py → actions/{drafts,assets}.py.",
    )


def test_functions_stay_small() -> None:
    judge(
        "long-functions",
        over(ours(), rules.long_functions, limit=FUNCTION_LINES),
        why=f"a function that fits a screen can be read at once (HOUSE rule 2: {FUNCTION_LINES} lines).",
        instead="give a step of it a name.",
    )


def test_behaviours_stay_small() -> None:
    scripts = [name for name in project_files() if name.endswith(".js") and "/behaviours/" in name]
    found = [Finding(name, 1, "", f"{n} lines") for name in scripts if (n := text(name).count("\n")) > BEHAVIOUR_LINES]
    judge(
        "long-behaviours",
        found,
        why=f"one file, one behaviour (HOUSE rule 29: {BEHAVIOUR_LINES} lines).",
        instead="split it into two behaviours, or move the drawing part into a module beside it.",
    )


def test_platforms_are_named_in_their_drivers_only() -> None:
    data = ("masthead/platforms/connectors/", "masthead/web/demo/")  # a driver's own folder, and invented data
    files = [name for name in product() if not name.startswith(data)]
    judge(
        "platform-names",
        over(files, rules.platform_words),
        why="an `if wechat` outside its driver is how the tenth platform becomes impossible (HOUSE rule 4).",
        instead="let the connector say it: a capability, a limit or a text in its description.",
    )


def test_no_vague_module_names() -> None:
    found = [Finding(name, 1, "", "says nothing about its subject") for name in product() if VAGUE & set(parts(name))]
    judge(
        "vague-names",
        found,
        why="`utils` is the road to a 2,000-line continent (HOUSE rule 3).",
        instead="name it for its subject: core/money.py, core/clock.py.",
    )


def test_folders_stay_shallow() -> None:
    deep = [name for name in product() if len(parts(name)) > DEEPEST + 1 and "management" not in parts(name)]
    judge(
        "deep-folders",
        [Finding(name, 1, "", f"{len(parts(name)) - 1} folders deep") for name in deep],
        why="what lies deep is not found (HOUSE rule 5).",
        instead="move it up, or join two folders.",
    )


def test_no_promises_in_comments() -> None:
    words = ("TO" + "DO", "FIX" + "ME", "XX" + "X ")
    kinds = (".py", ".html", ".js", ".css", ".mjs", ".toml", ".md")
    found = [
        Finding(name, number, "", line.strip()[:80])
        for name in project_files()
        if name.endswith(kinds)
        for number, line in enumerate(text(name).splitlines(), start=1)
        if any(word in line for word in words)
    ]
    judge("promises", found, why="a promise in a comment is kept by nobody.", instead="do it, or file it as an issue.")


def test_chapters_say_what_they_own() -> None:
    inits = [name for name in product() if name.endswith("__init__.py") and len(parts(name)) == 3]
    found = [Finding(name, 1, "", "has no docstring") for name in inits if not text(name).lstrip().startswith('"""')]
    judge(
        "silent-chapters",
        found,
        why="whoever opens a chapter asks what it owns (HOUSE rule 1).",
        instead='begin __init__.py with """Floor, chapter — what it owns. Words: …""".',
    )


@pytest.mark.parametrize(
    ("rule", "check", "why", "instead"),
    [
        (
            "positional-arguments",
            action_rules.positional_arguments,
            "approve(draft, member) and approve(member, draft) both run (HOUSE rule 7).",
            "def approve(*, draft: Draft, by: Member).",
        ),
        (
            "undocumented-actions",
            action_rules.undocumented,
            "an action is policy in code; its first line says it in the policy's words (HOUSE rule 20).",
            "add the line, then Clause / Raises / Events / Races as far as they apply.",
        ),
        (
            "decorator-order",
            action_rules.order_of_decorators,
            "a refusal recorded inside the transaction is rolled back with it (HOUSE §2.4).",
            '@guarded("…") on top, @transaction.atomic below.',
        ),
        (
            "silent-actions",
            action_rules.silent_actions,
            "timelines, notices and evidence are read from the trail; a deed without an event never happened (rule 12).",
            'trail.record(events.X, target=…, by=by), or @silent("reason").',
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and " " not in value else "",
)
def test_actions_read_as_they_should(
    rule: str, check: Callable[..., Iterator[Finding]], why: str, instead: str
) -> None:
    judge(rule, over(actions(), check), why=why, instead=instead)
