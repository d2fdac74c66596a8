"""Clause 3.2.1: what stands on paper of an account is checked field by field; nothing is half-saved."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from masthead.accounts import actions, queries
from masthead.accounts.identity import check_digit, credit_code, is_credit_code, is_filing, likeness
from masthead.accounts.models import Account, Certification, Dossier, Filing
from masthead.accounts.papers import DossierFacts
from masthead.accounts.states import AccountStatus
from masthead.accounts.testing import make_account, scan
from masthead.core import clock
from masthead.core.errors import BadInput
from masthead.org.models import Member, Unit
from masthead.org.testing import make_leave
from masthead.platforms.testing import make_platform
from masthead.trail.models import Event

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]
DAY = dt.timedelta(days=1)
CODE = "91350100M000100Y43"  # the example of GB 32100-2015


def certify(account: Account, **given: object) -> Certification:
    words = {"state": "certified", "kind": "company", "by": None}
    return actions.record_certification(account=account, **(words | given))


def test_a_credit_code_is_believed_by_its_check_digit() -> None:
    assert is_credit_code(CODE)
    assert not is_credit_code("91350100M000100Y44")
    assert not is_credit_code("91350100M000100Y4")
    assert credit_code("９１350100 m000100y43") == CODE
    assert check_digit(CODE[:17]) == CODE[17]


@pytest.mark.parametrize(
    ("kind", "number", "good"),
    [
        ("icp", "沪ICP备12345678号-1", True),
        ("icp", "ICP12345678", False),
        ("police", "沪公网安备31010102000001号", True),
        ("police", "公安备案123", False),
        ("app", "川ICP备2023011873号-2A", True),
        ("app", "川ICP备2023011873号-2", False),
    ],
)
def test_numbers_of_registers_have_their_shape(kind: str, number: str, good: bool) -> None:
    assert is_filing(kind, number) is good


def test_names_that_look_alike_are_one_name() -> None:
    assert likeness("Ｙunling 茶事") == likeness("yunling茶事")


def test_an_account_stands_once_however_its_name_is_typed(
    units: dict[str, Unit], he: Member, wu: Member, lin: Member
) -> None:
    make_account(unit=units["宣传部"], administrator=he, backup=wu, name="Yunling Tea")

    for name, handle, field in (("ＹＵＮＬＩＮＧ tea", "gh_x", "name"), ("另一个", "GH_Yunling Tea", "handle")):
        with pytest.raises(BadInput) as refused:
            actions.register_account(
                name=name, handle=handle, platform=make_platform(), unit=units["宣传部"], administrator=he, backup=lin, by=None
            )  # fmt: skip
        assert field in refused.value.fields
    assert Account.objects.count() == 1


def test_the_same_name_on_another_platform_is_another_account(units: dict[str, Unit], he: Member, wu: Member) -> None:
    make_account(unit=units["宣传部"], administrator=he, backup=wu)
    other = make_account(unit=units["宣传部"], administrator=he, backup=wu, platform="other")

    assert Account.objects.filter(name_key=other.name_key).count() == 2


def test_a_wrong_credit_code_keeps_the_whole_registration_out(units: dict[str, Unit], he: Member, wu: Member) -> None:
    facts = DossierFacts(company_name="云岭茶业有限公司", credit_code="91350100M000100Y44")
    with pytest.raises(BadInput) as refused:
        actions.register_account(
            name="云岭茶事", platform=make_platform(), unit=units["宣传部"], administrator=he, backup=wu, dossier=facts, by=he
        )  # fmt: skip

    assert list(refused.value.fields) == ["credit_code"]
    assert not Account.objects.exists()


def test_another_subject_is_explained_and_the_trail_says_what_changed(account: Account, he: Member) -> None:
    first = DossierFacts(company_name="云岭茶业有限公司", credit_code=CODE)
    actions.save_dossier(account=account, facts=first, by=he)
    with pytest.raises(BadInput) as refused:
        actions.save_dossier(account=account, facts=DossierFacts(company_name="云岭文化有限公司"), by=he)
    assert "reason" in refused.value.fields

    actions.save_dossier(account=account, facts=DossierFacts(company_name="云岭文化有限公司"), by=he, reason="主体迁移")
    last = Event.objects.filter(name="accounts:account:dossier_saved").order_by("-pk")[0]
    assert (last.reason, last.data["changed"]) == ("主体迁移", ["company_name", "credit_code"])


def test_a_private_number_and_a_number_of_a_leaver_are_pointed_out(account: Account, lin: Member, he: Member) -> None:
    facts = DossierFacts(bound_phone="13800138000", phone_holder=lin, phone_is_personal=True)
    dossier = actions.save_dossier(account=account, facts=facts, by=he)
    make_leave(lin)
    dossier.refresh_from_db()

    titles = [odd.title for odd in queries.oddities_of(account, dossier)]
    assert titles == ["绑定手机仍属于已离职的林知夏", "绑定的是个人手机"]


@pytest.mark.parametrize(
    ("certified", "expires", "field"), [(-10, -20, "expires_on"), (-500, 30, "certified_on"), (3, 300, "certified_on")]
)
def test_days_of_a_certification_are_in_order(
    account: Account, he: Member, certified: int, expires: int, field: str
) -> None:
    today = clock.today()
    actions.save_dossier(account=account, facts=DossierFacts(registered_on=today - 400 * DAY), by=he)

    with pytest.raises(BadInput) as refused:
        certify(account, certified_on=today + certified * DAY, expires_on=today + expires * DAY)
    assert field in refused.value.fields
    assert not Certification.objects.exists()


def test_a_certification_that_expired_before_the_account_existed_is_refused_at_the_field(
    account: Account, he: Member, client_of: ClientOf
) -> None:
    actions.save_dossier(account=account, facts=DossierFacts(registered_on=clock.today() - 30 * DAY), by=he)
    given = {
        "state": "certified",
        "kind": "company",
        "certified_on": "2020-01-01",
        "expires_on": "2021-01-01",
        "body": "某机构",
    }

    page = client_of(he).post(reverse("accounts:certify", args=[account.pk]), given)

    assert page.status_code == 422
    assert "早于平台注册日期" in page.text
    assert "某机构" in page.text


def test_a_registered_account_counts_as_certified_from_then_on(account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(status=AccountStatus.REGISTERED)
    account.refresh_from_db()

    certify(account, certified_on=clock.today(), expires_on=clock.today() + 365 * DAY)

    account.refresh_from_db()
    assert account.status == AccountStatus.CERTIFIED


def test_the_database_itself_refuses_a_certification_that_ends_before_it_begins(account: Account) -> None:
    from django.db import IntegrityError, transaction

    row = certify(account, certified_on=clock.today(), expires_on=clock.today() + DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Certification.objects.filter(pk=row.pk).update(expires_on=clock.today() - DAY)


def test_registering_by_form_takes_the_dossier_along(
    units: dict[str, Unit], he: Member, wu: Member, client_of: ClientOf
) -> None:
    given = {
        "platform": make_platform().pk, "name": "云岭市集", "unit": units["市场部"].pk, "administrator": he.pk, "backup": wu.pk,
        "is_core": "on", "company_name": "云岭茶业有限公司", "credit_code": "91350100M000100Y44", "followers_at_start": "1200",
    }  # fmt: skip
    client, address = client_of(he), reverse("accounts:register")

    refused = client.post(address, given)
    assert refused.status_code == 422
    assert "末位校验码" in refused.text
    assert 'value="1200"' in refused.text

    assert client.post(address, given | {"credit_code": CODE}).status_code == 302
    saved = Dossier.objects.get(account__name="云岭市集")
    assert (saved.credit_code, saved.followers_at_start, saved.account.is_core) == (CODE, 1200, True)


def test_the_picture_of_an_account_is_kept_as_a_file(account: Account, he: Member, client_of: ClientOf) -> None:
    import io

    upload = io.BytesIO(scan())
    upload.name = "头像.png"
    assert client_of(he).post(reverse("accounts:dossier", args=[account.pk]), {"avatar": upload}).status_code == 302

    dossier = Dossier.objects.get(account=account)
    assert dossier.avatar is not None
    assert client_of(he).get(reverse("files:download", args=[dossier.avatar_id])).status_code == 200


def test_filings_are_written_down_and_struck(account: Account, he: Member, client_of: ClientOf) -> None:
    client, address = client_of(he), reverse("accounts:filing", args=[account.pk])
    assert client.post(address, {"kind": "icp", "number": "备案一号"}).status_code == 422
    assert client.post(address, {"kind": "icp", "number": "川ICP备2023011873号-1"}).status_code == 302

    filing = Filing.objects.get()
    assert filing.number in client.get(account.get_absolute_url(), {"tab": "papers"}).text
    client.post(reverse("accounts:unfile", args=[account.pk, filing.pk]))
    assert not Filing.objects.exists()


def test_another_administrator_is_explained(account: Account, lin: Member, he: Member, client_of: ClientOf) -> None:
    given = {"name": account.name, "unit": account.unit_id, "administrator": lin.pk, "backup": account.backup_id}
    client, address = client_of(he), reverse("accounts:change", args=[account.pk])

    refused = client.post(address, given)
    assert refused.status_code == 422
    assert "须写明理由" in refused.text
    assert client.post(address, given | {"reason": "岗位调整"}).status_code == 302


def test_a_leaver_cannot_hold_the_bound_phone(account: Account, lin: Member, he: Member) -> None:
    make_leave(lin)
    lin.refresh_from_db()

    with pytest.raises(BadInput) as refused:
        actions.save_dossier(account=account, facts=DossierFacts(bound_phone="13800138000", phone_holder=lin), by=he)
    assert "phone_holder" in refused.value.fields
