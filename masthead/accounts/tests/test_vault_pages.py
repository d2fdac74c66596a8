"""Every page through HTTP: works, refuses the wrong role, hides content, answers bad input at the field."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from masthead.accounts.models import Account
from masthead.accounts.testing import make_connected_account
from masthead.core import clock, secrets
from masthead.org.models import Member, Unit
from masthead.trail.models import Event
from masthead.vault import actions, queries
from masthead.vault.models import RotationDemand, RotationRule, Secret, SecretKind
from masthead.vault.testing import STRONG, certificate_p12, certificate_pem, make_password, make_secret

pytestmark = pytest.mark.django_db
SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # pragma: allowlist secret
At = Callable[..., Client]


@pytest.fixture
def account(units: dict[str, Unit], wu: Member, he: Member) -> Account:
    return make_connected_account(unit=units["宣传部"], administrator=he, backup=wu)


def owner(account: Account) -> str:
    return f"accounts.account:{account.pk}"


def test_a_password_is_stored_for_an_account_and_shown_nowhere(he: Member, account: Account, client_of: At) -> None:
    client = client_of(he)
    answer = client.post(reverse("vault:add", args=["password"]), {"owner": owner(account), "plaintext": STRONG})

    secret = Secret.objects.get(kind=SecretKind.PASSWORD)
    assert (answer.status_code, answer.headers["Location"]) == (302, secret.get_absolute_url())
    assert secrets.resolve(secret.ref) == STRONG
    assert (secret.label, secret.owner_id) == (account.name, account.pk)
    assert STRONG not in client.get(secret.get_absolute_url()).content.decode()


def test_a_generated_password_needs_no_typing(he: Member, account: Account, client_of: At) -> None:
    client_of(he).post(reverse("vault:add", args=["password"]), {"owner": owner(account), "generate": "on"})

    assert len(secrets.resolve(Secret.objects.get(kind=SecretKind.PASSWORD).ref)) == 23


WRONG = [
    ("password", {"plaintext": "woaini1314woaini"}, "密码强度不够"),
    ("password", {"plaintext": ""}, "凭据不能为空"),
    ("totp", {"plaintext": "not base32!"}, "不是有效的 Base32"),
    ("recovery", {"plaintext": "same-1\nsame-1"}, "恢复码有重复"),
    ("certificate", {}, "请选择证书文件"),
    ("certificate", {"file": b"nonsense"}, "读不懂这个证书文件"),
    ("certificate", {"file": certificate_p12("right"), "passphrase": "wrong-passphrase"}, "口令不正确"),
    ("certificate", {"file": certificate_pem(days=-1, starts_in=-9)}, "证书已经过期"),
    ("certificate", {"file": b"x" * 200_000}, "超过 100 KB"),
]


@pytest.mark.parametrize(("kind", "given", "words"), WRONG)
def test_bad_input_is_answered_at_the_field_and_nothing_is_half_saved(
    he: Member, account: Account, client_of: At, kind: str, given: dict[str, Any], words: str
) -> None:
    before = Secret.objects.count()
    files = {name: SimpleUploadedFile("a.p12", data) for name, data in given.items() if isinstance(data, bytes)}
    answer = client_of(he).post(reverse("vault:add", args=[kind]), {"owner": owner(account), **given, **files})
    html = answer.content.decode()

    assert answer.status_code == 422
    assert words in html and "field--wrong" in html
    assert not any(typed in html for typed in given.values() if isinstance(typed, str) and typed)
    assert Secret.objects.count() == before


def test_an_account_of_which_one_is_not_in_charge_cannot_be_chosen(he: Member, client_of: At) -> None:
    answer = client_of(he).post(reverse("vault:add", args=["totp"]), {"owner": "vault.probe:1", "plaintext": SEED})

    assert answer.status_code == 422
    assert not Secret.objects.exists()


def test_a_certificate_is_stored_with_its_public_facts_only(he: Member, account: Account, client_of: At) -> None:
    client = client_of(he)
    upload = SimpleUploadedFile("pay.p12", certificate_p12("right-passphrase"))
    client.post(
        reverse("vault:add", args=["certificate"]),
        {"owner": owner(account), "slot": "商户证书", "file": upload, "passphrase": "right-passphrase"},
    )

    page = client.get(Secret.objects.get(kind=SecretKind.CERTIFICATE).get_absolute_url()).content.decode()
    assert "云岭茶业" in page and "商户证书" in page
    assert "right-passphrase" not in page


def test_replacing_fulfils_and_an_old_one_is_refused(he: Member, account: Account, client_of: At) -> None:
    secret, client = make_password(owner_id=account.pk, by=he), client_of(he)
    actions.demand_rotation(secret=secret, reason="leak", due_at=clock.now() + dt.timedelta(days=1), by=he)
    path = reverse("vault:replace", args=[secret.pk])

    assert client.post(path, {"plaintext": STRONG}).status_code == 422
    assert client.post(path, {"plaintext": STRONG + "-zq4"}).status_code == 302
    again = client.post(path, {"plaintext": STRONG})

    assert (again.status_code, "以前用过（第 1 版）" in again.content.decode()) == (422, True)
    assert RotationDemand.objects.get().fulfilled_version == 2


def test_a_grant_is_not_replaced_by_hand(he: Member, client_of: At) -> None:
    grant = actions.store_secret(
        kind=SecretKind.GRANT, owner_kind="accounts.account", owner_id=1, label="云岭茶事", plaintext="refresh-1", by=he
    )

    answer = client_of(he).get(reverse("vault:replace", args=[grant.pk]), headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (422, "grant_by_platform")


def test_one_click_and_a_demand_through_the_page(he: Member, account: Account, client_of: At) -> None:
    secret, client = make_password(owner_id=account.pk, by=he), client_of(he)

    demanded = client.post(
        reverse("vault:demand", args=[secret.pk]),
        {"reason": "leaver", "due_at": "2099-01-01T10:00", "note": "对接人离职"},
    )
    page = client.get(secret.get_absolute_url()).content.decode()
    rotated = client.post(reverse("vault:rotate", args=[secret.pk]))

    assert (demanded.status_code, rotated.status_code) == (302, 302)
    assert "须更换：人员离岗" in page and "对接人离职" in page
    assert not queries.demands_open().exists()
    assert client.post(reverse("vault:demand", args=[secret.pk]), {"reason": "whim"}).status_code == 422


def test_a_rule_is_corrected_with_a_reason(he: Member, client_of: At) -> None:
    client, path = client_of(he), reverse("vault:rule", args=["password"])

    assert client.post(path, {"level": "high", "days": "30", "reason": "短"}).status_code == 422
    assert client.post(path, {"level": "high", "days": "30", "reason": "平台要求每月更换"}).status_code == 302
    assert RotationRule.objects.get().days == 30
    assert he.name in client.get(reverse("vault:rules")).content.decode()
    assert client.get(reverse("vault:rule", args=["nothing"])).status_code == 404


def test_the_meter_answers_a_fragment_that_repeats_nothing(he: Member, account: Account, client_of: At) -> None:
    answer = client_of(he).post(
        reverse("vault:strength"),
        {"plaintext": "云岭茶事-2026", "owner": owner(account)},
        headers={"HX-Request": "true"},
    )
    html = answer.content.decode()

    assert answer.status_code == 200 and "<html" not in html
    assert "不要包含账号名称" in html and "2026" not in html
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["secrets", "overdue", "rules"])
def test_the_auditor_looks_but_gets_no_deeds(auditor: Member, he: Member, client_of: At, name: str) -> None:
    make_password(by=he)
    html = client_of(auditor).get(reverse(f"vault:{name}")).content.decode()

    assert "存入凭据" not in html
    assert reverse("vault:keys") in html


@pytest.mark.parametrize("who", ["lin", "wu", "zheng", "outsider"])
def test_others_get_in_nowhere(request: pytest.FixtureRequest, he: Member, client_of: At, who: str) -> None:
    secret = make_password(by=he)
    client = client_of(request.getfixturevalue(who))

    for name in ("secret", "replace", "demand"):
        assert client.get(reverse(f"vault:{name}", args=[secret.pk])).status_code == 403
    for name in ("keys", "choose", "overdue", "rules"):
        assert client.get(reverse(f"vault:{name}")).status_code == 403
    assert client.post(reverse("vault:rotate", args=[secret.pk])).status_code == 403
    assert Event.objects.filter(name="vault:secret:replaced").count() == 0


def test_the_catalogue_is_narrowed_by_the_address(he: Member, client_of: At) -> None:
    old = make_password(by=he)
    Secret.objects.filter(pk=old.pk).update(due_on=clock.today() - dt.timedelta(days=1))
    make_secret(owner_id=2, by=he)
    client, path = client_of(he), reverse("vault:secrets")

    def rows(**query: str) -> int:
        return client.get(path, query).content.decode().count("col-main")

    assert [rows(), rows(state="overdue"), rows(state="fresh"), rows(kind="password"), rows(level="low"), rows(q="没有")] == [
        2, 1, 1, 1, 0, 0,
    ]  # fmt: skip
    assert client.get(path, {"kind": "nonsense"}).status_code == 200
    assert old.get_absolute_url() in client.get(reverse("vault:overdue")).content.decode()


@pytest.mark.parametrize("name", ["secrets", "overdue"])
def test_queries_do_not_grow_with_rows(
    he: Member, client_of: At, django_assert_max_num_queries: Callable[..., Any], name: str
) -> None:
    for number in range(25):
        secret = make_secret(owner_id=number, by=he)
        actions.demand_rotation(secret=secret, reason="leak", due_at=clock.now(), by=he)
    client = client_of(he)

    with django_assert_max_num_queries(15):
        client.get(reverse(f"vault:{name}"))


def test_the_page_of_keys_shows_counts_and_never_a_key(he: Member, client_of: At, settings: Any) -> None:
    make_secret(by=he)
    actions.verify_all(by=None)
    html = client_of(he).get(reverse("vault:keys")).content.decode()

    assert "使用中" in html and "全部能打开" in html
    assert "AAECAwQFBgcI" not in html


def test_a_missing_key_is_a_clear_page_and_keeps_nothing(
    he: Member, account: Account, client_of: At, settings: Any, tmp_path: Any
) -> None:
    settings.VAULT_KEY_FILE = tmp_path / "gone.keys"
    client, before = client_of(he), Secret.objects.count()

    answer = client.post(reverse("vault:add", args=["password"]), {"owner": owner(account), "plaintext": STRONG})
    keys = client.get(reverse("vault:keys"))

    assert answer.status_code == 503
    assert "找不到保险箱密钥文件" in answer.content.decode() and STRONG not in answer.content.decode()
    assert keys.status_code == 200 and "找不到保险箱密钥文件" in keys.content.decode()
    assert Secret.objects.count() == before
