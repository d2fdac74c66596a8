"""Keys: never more than their issuer, gone when they should be, their secret kept nowhere."""

import datetime as dt
from typing import Any

import pytest

from masthead.core import clock, context
from masthead.core.errors import BadInput, NotPermitted, NotThere, RuleBroken, Stale
from masthead.org import actions, key_tokens, queries
from masthead.org.models import ApiKey, ApiKeySecret, Grant, KeyKind
from masthead.trail.models import Event

READ, WRITE, HERE = "content.draft.read", "content.draft.write", "203.0.113.9"


def personal(member: Any, *rights: str, **more: Any) -> tuple[ApiKey, str]:
    return actions.issue_personal_key(name="脚本", capabilities=rights or (READ,), days=30, by=member, **more)


def service(member: Any, *rights: str, **more: Any) -> tuple[ApiKey, str]:
    return actions.issue_service_key(name="数据仓库", capabilities=rights or (READ,), days=30, by=member, **more)


def holder(token: str, address: str = HERE) -> queries.KeyHolder:
    return queries.find_holder(token, address=address)


def code_of(token: str, address: str = HERE) -> str:
    with pytest.raises(queries.KeyRefused) as refused:
        holder(token, address)
    return refused.value.code


def test_a_token_is_kept_as_a_digest_only_and_no_event_names_it(lin):
    key, token = personal(lin)

    row = ApiKeySecret.objects.get(key=key)
    assert row.digest == key_tokens.digest_of(token) and token not in str(vars(row))
    assert token.split("_", 2)[2] not in str(list(Event.objects.values()))
    assert holder(token).member == lin


@pytest.mark.parametrize("token", ["", "mhp_", "Bearer x", "mhp_" + "a" * 12 + "_" + "A" * 43, "mhp_\x00", "林"])
def test_what_is_no_token_opens_nothing(token, lin):
    personal(lin)

    assert code_of(token) == "key_unknown"


def test_a_right_prefix_with_a_wrong_secret_opens_nothing(lin):
    _key, token = personal(lin)

    assert code_of(token[:-1] + ("A" if token[-1] != "A" else "B")) == "key_unknown"


def test_nobody_gives_a_key_a_right_that_they_do_not_hold(lin, auditor):
    with pytest.raises(NotPermitted) as refused:
        personal(lin, "content.topic.decide")
    assert refused.value.code == "key_exceeds_issuer"

    with pytest.raises(NotPermitted) as refused:
        personal(auditor, WRITE)
    assert refused.value.code == "key_exceeds_issuer"


def test_a_sensitive_right_needs_the_second_factor(chen):
    with pytest.raises(NotPermitted) as refused:
        personal(chen, "notify.webhook.manage")
    assert refused.value.code == "key_needs_second_factor"

    assert personal(chen, "notify.webhook.manage", second_factor=True)[0].pk


def test_under_a_key_its_member_may_only_what_the_key_names(lin, zhou):
    _key, token = personal(lin, READ)

    with context.under_key(holder(token).credential):
        assert queries.may(lin, READ) and not queries.may(lin, WRITE)
        assert queries.may(zhou, "content.draft.review"), "others are not narrowed by somebody else's key"
    assert queries.may(lin, WRITE)


def test_a_key_loses_what_its_member_loses(lin, he):
    _key, token = personal(lin, READ)
    actions.end_grant(grant=Grant.objects.get(member=lin, role__key="editor"), by=he)

    found = holder(token)
    with context.under_key(found.credential):
        assert not queries.may(found.member, READ)


def test_a_key_ends_when_its_member_leaves(lin, he):
    _key, token = personal(lin)
    actions.let_member_leave(member=lin, by=he, reason="合同到期")

    assert code_of(token) == "key_owner_left"


def test_a_service_key_ends_with_its_owners_right_to_issue(chen, he):
    _key, token = service(chen)
    actions.end_grant(grant=Grant.objects.get(member=chen, role__key="head"), by=he)

    assert code_of(token) == "key_owner_lost"


def test_an_editor_issues_no_service_keys(lin):
    with pytest.raises(NotPermitted):
        service(lin)


def test_a_service_key_is_not_for_a_department_of_others(sun, units):
    with pytest.raises(NotPermitted) as refused:
        service(sun, unit=units["宣传部"])
    assert refused.value.code == "key_unit"


def test_a_department_narrows_a_company_wide_right(zheng, units):
    _key, token = service(zheng, READ, "trail.event.read", unit=None)
    _narrow, limited = actions.issue_service_key(
        name="只看市场部", capabilities=[READ], days=30, by=zheng, unit=units["市场部"]
    )

    with context.under_key(holder(token).credential):
        assert queries.may(zheng, READ, unit_id=units["宣传部"].pk) and queries.may(zheng, "trail.event.read")
    with context.under_key(holder(limited).credential):
        assert queries.may(zheng, READ, unit_id=units["市场部"].pk)
        assert not queries.may(zheng, READ, unit_id=units["宣传部"].pk)


def test_a_company_wide_right_cannot_be_cut_to_a_department(zheng, units):
    key, _token = service(zheng, READ, "trail.event.read")
    narrowed = context.Credential(
        "service", key.pk, key.name, zheng.pk, frozenset({"trail.event.read"}), frozenset({units["市场部"].pk})
    )

    with context.under_key(narrowed):
        assert not queries.may(zheng, "trail.event.read"), "the whole trail is more than one department"


def test_a_key_holds_only_from_its_networks(chen):
    _key, token = service(chen, addresses=["203.0.113.0/24", "2001:db8::/32"])

    assert holder(token).key.addresses == ["2001:db8::/32", "203.0.113.0/24"]
    assert holder(token, "2001:db8::7") and code_of(token, "198.51.100.1") == "key_address"
    assert code_of(token, "unix") == "key_address"


@pytest.mark.parametrize("address", ["nowhere", "1.2.3", "10.0.0.0/99", "*"])
def test_networks_are_written_as_networks(chen, address):
    with pytest.raises(BadInput) as refused:
        service(chen, addresses=[address])
    assert "addresses" in refused.value.fields


def test_a_revoked_key_is_dead_at_once(lin):
    key, token = personal(lin)
    actions.revoke_key(key=key, by=lin, reason="脚本停用")

    assert code_of(token) == "key_revoked"
    with pytest.raises(Stale):
        actions.revoke_key(key=key, by=lin)


def test_an_administrator_revokes_anybodys_key_and_nobody_else_does(lin, zhou, he):
    key, _token = personal(lin)

    with pytest.raises(NotPermitted):
        actions.revoke_key(key=key, by=zhou)
    with pytest.raises(NotThere):
        queries.get_key_for(zhou, key.pk)
    assert actions.revoke_key(key=queries.get_key_for(he, key.pk), by=he).revoked_at


def test_after_a_rotation_both_secrets_hold_for_the_overlap(lin):
    key, old = personal(lin)
    _key, new = actions.rotate_key(key=key, overlap_hours=1, by=lin)

    assert holder(old).key == holder(new).key == key
    with clock.travelling(dt.timedelta(minutes=61)):
        assert code_of(old) == "key_revoked" and holder(new)


def test_a_rotation_without_overlap_ends_the_old_secret(lin):
    key, old = personal(lin)
    _key, new = actions.rotate_key(key=key, overlap_hours=0, by=lin)

    assert code_of(old) == "key_revoked" and holder(new)


def test_a_later_rotation_never_lengthens_an_old_secret(lin):
    key, first = personal(lin)
    actions.rotate_key(key=key, overlap_hours=168, by=lin)
    actions.rotate_key(key=key, overlap_hours=0, by=lin)

    assert code_of(first) == "key_revoked"


def test_a_key_that_is_over_cannot_be_rotated(lin):
    key, token = personal(lin)

    with clock.travelling(dt.timedelta(days=31)):
        assert code_of(token) == "key_expired"
        with pytest.raises(RuleBroken):
            actions.rotate_key(key=key, overlap_hours=0, by=lin)


def test_a_key_makes_no_keys(lin):
    key, token = personal(lin)

    with context.under_key(holder(token).credential):
        with pytest.raises(NotPermitted):
            personal(lin, READ)
        with pytest.raises(NotPermitted):
            actions.rotate_key(key=key, overlap_hours=0, by=lin)


def test_deeds_under_a_key_say_so_on_the_trail(lin):
    key, token = personal(lin, READ, WRITE)

    with context.under_key(holder(token).credential):
        actions.set_language(member=lin, language="en", by=lin)
        with pytest.raises(NotPermitted):
            personal(lin)
    event = Event.objects.latest("pk")
    assert event.data["via"] == {"kind": KeyKind.PERSONAL, "id": key.pk, "name": "脚本"}


def test_the_last_use_is_noted_once_a_minute(lin):
    key, _token = personal(lin)

    assert actions.note_key_used(key=key, address=HERE) == 1
    key.refresh_from_db()
    assert actions.note_key_used(key=key, address=HERE) == 0 and key.last_address == HERE


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"name": " "}, "name"), ({"days": 0}, "days"), ({"days": 366}, "days"), ({"capabilities": []}, "capabilities")],
)
def test_a_key_has_a_name_an_end_and_a_right(lin, wrong, field):
    given: dict[str, Any] = {"name": "脚本", "capabilities": [READ], "days": 30} | wrong

    with pytest.raises(BadInput) as refused:
        actions.issue_personal_key(**given, by=lin)
    assert field in refused.value.fields


def test_old_kept_calls_are_forgotten(lin):
    key, _token = personal(lin)
    actions.begin_call(key_id=key.pk, idempotency_key="a", route="POST /x", body_digest="0" * 64)

    assert actions.forget_old_calls() == 0
    assert actions.forget_old_calls(at=clock.now() + dt.timedelta(days=3)) == 1
