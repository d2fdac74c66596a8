"""What the vault asks about accounts whose secrets it keeps."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.accounts.models import Account
from masthead.accounts.queries.register import accounts_visible_to
from masthead.accounts.states import AccountStatus
from masthead.org.models import Member
from masthead.vault.registry import OwnerFacts


def owners_of_secrets(keys: Sequence[int]) -> dict[int, OwnerFacts]:
    """Name, page, custodians of many accounts; one query. Their names and ids must not stand in a password."""
    rows = Account.objects.filter(pk__in=keys).select_related("administrator", "backup", "unit", "platform")
    return {
        a.pk: OwnerFacts(
            name=a.name,
            url=a.get_absolute_url(),
            custodians=(a.administrator, a.backup),
            words=tuple(word for word in (a.name, a.handle, a.app_id, a.unit.name, a.platform.name) if word),
        )
        for a in rows
    }


def owner_choices(member: Member) -> list[tuple[int, str]]:
    """Accounts in use that the member manages."""
    rows = accounts_visible_to(member, "accounts.account.manage").exclude(status=AccountStatus.CLOSED)
    return [(a.pk, f"{a.name} · {a.platform}") for a in rows.select_related("platform").order_by("name", "pk")]


def custodians_of(pk: int) -> dict[int, str]:
    """{member key: administrator or backup}; empty for an account that is not there."""
    row = Account.objects.filter(pk=pk).values_list("administrator_id", "backup_id").first()
    return {row[0]: _("账号管理员"), row[1]: _("备岗管理员")} if row else {}


def is_core(pk: int) -> bool:
    """A core account's secrets take two approvers."""
    return bool(getattr(Account.objects.filter(pk=pk).first(), "is_core", False))


def name_of(pk: int) -> str:
    """Its name now; '' when it is not there."""
    return Account.objects.filter(pk=pk).values_list("name", flat=True).first() or ""


def unit_of(pk: int) -> int | None:
    """The department that answers for it."""
    return Account.objects.filter(pk=pk).values_list("unit_id", flat=True).first()


def page_of_account(pk: int) -> str:
    """Its page."""
    return reverse("accounts:detail", args=[pk])
