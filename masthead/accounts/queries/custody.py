"""What the vault asks of an account: who keeps its secrets, and whether it is a core account."""

from django.urls import reverse
from django.utils.translation import gettext as _

from masthead.accounts.models import Account


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
