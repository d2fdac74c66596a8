"""What the vault asks about accounts whose secrets it keeps."""

from collections.abc import Sequence

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
    return [(a.pk, f"{a.name} · {a.platform.name}") for a in rows.select_related("platform").order_by("name", "pk")]
