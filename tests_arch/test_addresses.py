"""Every view declares who may enter; every name of an address resolves."""

from collections import Counter

from masthead.core.navigation import ENTRIES
from masthead.core.panels import PANELS
from masthead.core.permissions import CAPABILITIES
from tests_arch import template_rules
from tests_arch.addresses import names, walk
from tests_arch.findings import Finding, judge
from tests_arch.sources import templates, text

TEMPLATE_LINES = 80


def test_every_view_declares_who_may_enter() -> None:
    found = [
        Finding(address.view.__module__.replace(".", "/") + ".py", 1, address.name or address.route, address.home)
        for address in walk()
        if getattr(address.view, "masthead_access", None) is None
    ]
    judge(
        "views-declare-access",
        found,
        why="a view that says nothing is open to everybody who finds it (HOUSE rule 30).",
        instead='@requires("room.thing.deed"), @for_every_member or @public("reason").',
    )


def test_every_declared_capability_exists() -> None:
    wanted = {
        address.view.masthead_access.name  # type: ignore[attr-defined]
        for address in walk()
        if getattr(getattr(address.view, "masthead_access", None), "kind", "") == "capability"
    }

    assert wanted <= set(CAPABILITIES), f"unknown capabilities: {sorted(wanted - set(CAPABILITIES))}"


def test_no_two_views_share_a_name() -> None:
    shared = [name for name, count in Counter(a.name for a in walk() if a.name).items() if count > 1]
    routes = {name: {a.view for a in walk() if a.name == name} for name in shared}
    doubled = {name for name, views in routes.items() if len(views) > 1}

    assert not doubled, f"two views under one name, reverse() would take either: {sorted(doubled)}"


def test_every_url_tag_resolves() -> None:
    known = names()
    found = [
        Finding(name, line, wanted, f'{{% url "{wanted}" %}}')
        for name in templates()
        if not name.startswith("sandbox/")
        for line, wanted in template_rules.named_addresses(text(name))
        if wanted not in known
    ]
    judge(
        "urls-resolve",
        found,
        why="a name that does not resolve is an error page in front of a person.",
        instead="write the name as urls.py has it: namespace:name.",
    )


def test_every_panel_tag_resolves() -> None:
    known = names()
    found = [
        Finding(name, line, wanted, f'{{% panel "{wanted}" %}}')
        for name in templates()
        for line, wanted in template_rules.named_addresses(text(name), template_rules.PANEL_TAG)
        if wanted not in known
    ]
    judge(
        "panels-resolve",
        found,
        why="a panel without an address stays empty for ever.",
        instead="name an address of the upper chapter.",
    )


def test_registered_panels_and_entries_resolve() -> None:
    known = names()
    wanted = [panel.url_name for panel in PANELS.values()] + [entry.url_name for entry in ENTRIES.values()]
    missing = sorted(set(wanted) - known)

    assert not missing, f"registered in registrations.py, but no urls.py has them: {missing}"


def test_registered_panels_and_entries_name_known_capabilities() -> None:
    wanted = {panel.capability for panel in PANELS.values()} | {entry.capability for entry in ENTRIES.values()}
    unknown = sorted(wanted - set(CAPABILITIES) - {""})

    assert not unknown, f"capabilities that nobody declared: {unknown}"


def test_templates_hold_no_inline_code() -> None:
    judge(
        "inline-code",
        [finding for name in templates() for finding in template_rules.inline_code(name, text(name))],
        why="the content policy has no unsafe-inline: the browser would not run it (HOUSE rule 28).",
        instead='a class for looks, data-behaviour="name" for deeds, a JSON script element for data.',
    )


def test_templates_stay_small() -> None:
    found = [
        Finding(name, 1, "", f"{n} lines") for name in templates() if (n := text(name).count("\n")) > TEMPLATE_LINES
    ]
    judge(
        "long-templates",
        found,
        why=f"a template that fits a screen shows its page (HOUSE rule 27: {TEMPLATE_LINES} lines).",
        instead="move a part into _name.html or into a component of templates/ui/.",
    )
