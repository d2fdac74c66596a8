"""Papers of an account: what is there, what is missing, who may open them."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from masthead.accounts.models import Account, AccountDocument, DocumentAccess
from masthead.accounts.queries.dossier import bytes_of, may_keep_documents
from masthead.accounts.queries.register import get_account_for
from masthead.accounts.states import NEEDED_DOCUMENTS, DocumentKind
from masthead.core.errors import NotThere
from masthead.org.models import Member


def documents_of(account: Account) -> list[AccountDocument]:
    """Current papers first, their former versions behind; one query."""
    rows = AccountDocument.objects.filter(account=account).select_related("file", "stored_by")
    return list(rows.order_by("kind", "-version"))


def missing_documents(documents: Iterable[AccountDocument]) -> list[str]:
    """Kinds that an account in use must have and has not, or has only past their validity."""
    good = {d.kind for d in documents if d.replaced_at is None and not d.is_over}
    return [str(DocumentKind(kind).label) for kind in NEEDED_DOCUMENTS if kind not in good]


def may_open_documents(member: Member, account: Account) -> bool:
    """Custodians of the account, and who holds the capability in its scope."""
    return member.pk in (account.administrator_id, account.backup_id) or may_keep_documents(member, account)


def get_document_for(member: Member, pk: int) -> AccountDocument:
    """The paper of an account in scope; whether it may be opened is the deed's to say, so that a refusal is kept. Raises NotThere."""
    found = AccountDocument.objects.select_related("account", "file").filter(pk=pk).first()
    if found is None:
        raise NotThere(_("没有这份资料，或不在您的权限范围内。"), code="document_not_there")
    found.account = get_account_for(member, found.account_id)
    return found


def document_bytes(document: AccountDocument) -> bytes:
    """The bytes, checked against their digest. Raises NotThere."""
    return bytes_of(document.file)


def accesses_of(account: Account, most: int = 20) -> list[DocumentAccess]:
    """Who opened what, newest first."""
    rows = DocumentAccess.objects.filter(document__account=account).select_related("document", "member")
    return list(rows.order_by("-pk")[:most])
