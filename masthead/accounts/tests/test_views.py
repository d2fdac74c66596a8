from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from masthead.accounts.models import Account
from masthead.accounts.testing import APP_ID, SECRET, make_account
from masthead.core import secrets
from masthead.org.models import Member, Unit
from sandbox.testing import SandboxServer

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]
DEEDS = ("change", "connect", "test", "freeze", "unfreeze")


def url(name: str, account: Account, *more: object) -> str:
    return reverse(f"accounts:{name}", args=[account.pk, *more])


def test_the_list_shows_platform_people_unit_and_connection(
    connected: Account, lin: Member, client_of: ClientOf
) -> None:
    page = client_of(lin).get(reverse("accounts:list")).content.decode()

    for word in ("云岭茶事", "微信公众号", "何静怡", "吴晓舟", "宣传部", "正常"):
        assert word in page


def test_the_list_hides_what_is_out_of_scope_and_htmx_gets_the_rows_only(
    connected: Account, sun: Member, lin: Member, client_of: ClientOf
) -> None:
    assert "云岭茶事" not in client_of(sun).get(reverse("accounts:list")).content.decode()

    fragment = client_of(lin, htmx=True).get(reverse("accounts:list")).content.decode()
    assert "云岭茶事" in fragment
    assert "<html" not in fragment


def test_the_filter_finds_by_name_platform_and_status(connected: Account, he: Member, client_of: ClientOf) -> None:
    client = client_of(he)

    def found(**query: str) -> bool:
        return "gh_yunlingchashi" in client.get(reverse("accounts:list"), query).content.decode()

    assert found(q="茶事", platform="wechat_oa", status="active")
    assert not found(q="没有")
    assert not found(platform="weibo")
    assert not found(status="closed")


def test_the_detail_shows_secrets_by_kind_version_and_age_only(
    connected: Account, he: Member, client_of: ClientOf
) -> None:
    page = client_of(he).get(url("detail", connected)).content.decode()

    assert "已存入保险箱 · 第 1 版" in page
    assert "测试连接" in page
    assert SECRET not in page


def test_a_reader_sees_no_deeds(connected: Account, lin: Member, client_of: ClientOf) -> None:
    page = client_of(lin).get(url("detail", connected)).content.decode()

    assert "测试连接" not in page
    assert "冻结账号" not in page


@pytest.mark.parametrize("deed", DEEDS)
def test_deeds_are_for_account_administrators_in_scope(
    connected: Account, lin: Member, sun: Member, outsider: Member, client_of: ClientOf, deed: str
) -> None:
    for member in (lin, sun, outsider):
        assert client_of(member).post(url(deed, connected), {"reason": "想试试看"}).status_code == 403
    assert Client().post(url(deed, connected)).status_code == 302


def test_registering_by_form_and_what_is_wrong_stands_beside_its_field(
    units: dict[str, Unit], he: Member, wu: Member, client_of: ClientOf
) -> None:
    platform = make_account(unit=units["宣传部"], administrator=he, backup=wu).platform
    client, address = client_of(he), reverse("accounts:register")
    given = {
        "platform": platform.pk,
        "name": "云岭市集",
        "unit": units["市场部"].pk,
        "administrator": he.pk,
        "backup": he.pk,
    }

    refused = client.post(address, given)
    assert refused.status_code == 422
    assert "备岗管理员须是另一个人" in refused.content.decode()

    assert client.post(address, given | {"backup": wu.pk}).status_code == 302
    assert Account.objects.get(name="云岭市集").unit == units["市场部"]


def test_changing_by_form(account: Account, he: Member, lin: Member, client_of: ClientOf) -> None:
    given = {"name": "云岭茶事", "unit": account.unit_id, "administrator": he.pk, "backup": lin.pk}

    assert client_of(he).post(url("change", account), given).status_code == 302
    account.refresh_from_db()
    assert account.backup == lin


def test_connecting_by_form_never_shows_the_secret_again(account: Account, he: Member, client_of: ClientOf) -> None:
    client, given = client_of(he), {"endpoint": "sandbox", "app_id": APP_ID, "secret": SECRET}

    wrong = client.post(url("connect", account), given | {"app_id": ""})
    assert wrong.status_code == 422
    assert SECRET not in wrong.content.decode()

    assert client.post(url("connect", account), given).status_code == 302
    account.refresh_from_db()
    assert secrets.resolve(account.secret_ref) == SECRET
    assert SECRET not in client.get(url("connect", account)).content.decode()


def test_testing_by_htmx_gives_the_card_and_by_form_the_page(
    connected: Account, he: Member, platform: SandboxServer, client_of: ClientOf
) -> None:
    card = client_of(he, htmx=True).post(url("test", connected))
    assert card.headers["HX-Trigger"] == "accounts:connection:tested"
    assert "连接正常" in card.content.decode()
    assert "<html" not in card.content.decode()

    assert client_of(he).post(url("test", connected)).status_code == 302


def test_freezing_by_form_asks_for_a_reason(connected: Account, he: Member, client_of: ClientOf) -> None:
    client = client_of(he)

    assert client.post(url("freeze", connected), {"reason": ""}).status_code == 422
    assert client.post(url("freeze", connected), {"reason": "疑似被盗用"}).status_code == 302
    assert "账号已冻结" in client.get(url("detail", connected)).content.decode()
    assert client.post(url("unfreeze", connected), {"reason": "核实为误报"}).status_code == 302


def test_status_moves_by_form(connected: Account, he: Member, client_of: ClientOf) -> None:
    client = client_of(he)

    assert client.post(url("status", connected, "paused"), {"reason": "节日停更"}).status_code == 302
    assert client.post(url("status", connected, "nonsense"), {"reason": "节日停更"}).status_code == 404
    assert client.post(url("status", connected, "applied"), {"reason": "节日停更"}).status_code == 422


def test_queries_of_the_list_do_not_grow_with_rows(
    units: dict[str, Unit],
    he: Member,
    wu: Member,
    client_of: ClientOf,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    for number in range(25):
        make_account(unit=units["宣传部"], administrator=he, backup=wu, name=f"云岭茶事{number}")
    client = client_of(he)

    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        client.get(reverse("accounts:list"))


def test_the_detail_stays_light(
    connected: Account, he: Member, client_of: ClientOf, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = client_of(he)

    with django_assert_max_num_queries(15):  # type: ignore[attr-defined]
        client.get(url("detail", connected))
