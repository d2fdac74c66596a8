"""Papers of an account come in, are renewed, and are opened by those who may."""

import datetime as dt

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from masthead.accounts import queries
from masthead.accounts.events import AccountEvent
from masthead.accounts.models import Account, AccountDocument, DocumentAccess
from masthead.accounts.states import DocumentKind
from masthead.core import clock
from masthead.core.errors import BadInput, NotPermitted
from masthead.core.files.actions import store_bytes
from masthead.org.models import Member
from masthead.trail import actions as trail
from masthead.trail.guards import guarded

CLAUSE, REASON_AT_LEAST = "3.2.3", 4


@guarded("3.2.3")
@transaction.atomic
def store_document(
    *,
    account: Account,
    kind: str,
    data: bytes,
    name: str,
    by: Member | None,
    valid_from: dt.date | None = None,
    valid_until: dt.date | None = None,
    note: str = "",
    at: dt.datetime | None = None,
) -> AccountDocument:
    """Take a paper in; it becomes the current version of its kind, the former stays readable.

    Clause: 3.2.3.  Raises: BadInput naming the field (dates, or what is wrong with the file).  Events: accounts:document:stored.
    Races: the account's row is locked, so versions are numbered without gaps and one is current.
    """
    if valid_from and valid_until and valid_until < valid_from:
        raise BadInput(
            _("有效期有误。"),
            code="document_dates",
            clause=CLAUSE,
            fields={"valid_until": [_("有效期至不能早于生效日期。")]},
        )
    moment = at or clock.now()
    Account.objects.select_for_update().get(pk=account.pk)
    try:
        stored = store_bytes(data=data, name=name, use=queries.DOCUMENT_USE, stored_by_id=by.pk if by else None)
    except BadInput as refused:
        words = " ".join(str(part) for part in (refused.message, refused.advice) if part)
        raise BadInput(str(refused.message), code=refused.code, clause=CLAUSE, fields={"file": [words]}) from None
    same = AccountDocument.objects.filter(account=account, kind=DocumentKind(kind))
    last = same.aggregate(n=Max("version"))["n"] or 0
    same.filter(replaced_at=None).update(replaced_at=moment)
    row = AccountDocument.objects.create(
        account=account, kind=DocumentKind(kind), version=last + 1, file=stored, valid_from=valid_from, valid_until=valid_until,
        note=note.strip()[:200], stored_by=by, stored_at=moment,
    )  # fmt: skip
    data_ = {"kind": str(row.kind), "version": row.version, "sha256": stored.sha256}
    trail.record(AccountEvent.DOCUMENT_STORED, target=account, by=by, version=str(row.version), data=data_, at=at)
    return row


@guarded("3.2.3")
@transaction.atomic
def open_document(*, document: AccountDocument, by: Member, reason: str = "", at: dt.datetime | None = None) -> bytes:
    """Give a paper out: to custodians and to who holds the capability, a sensitive one for a written reason; each opening is kept.

    Clause: 3.2.3.  Raises: NotPermitted, BadInput without a reason, NotThere when the bytes are gone.  Events: accounts:document:opened.
    """
    if not queries.may_open_documents(by, document.account):
        raise NotPermitted(
            _("只有账号的管理员、备岗和资料保管人可以调阅「%(what)s」。") % {"what": document.get_kind_display()},
            code="document_not_yours",
            clause=CLAUSE,
            advice=_("请联系账号管理员代为调阅。"),
        )
    if document.is_sensitive and len(reason.strip()) < REASON_AT_LEAST:
        message = _("调阅敏感资料须写明用途，至少 %(n)d 个字。") % {"n": REASON_AT_LEAST}
        raise BadInput(message, code="document_reason", clause=CLAUSE, fields={"reason": [message]})
    data = queries.document_bytes(document)
    DocumentAccess.objects.create(document=document, member=by, reason=reason.strip()[:200], at=at or clock.now())
    facts = {"kind": str(document.kind), "version": document.version}
    trail.record(AccountEvent.DOCUMENT_OPENED, target=document.account, by=by, reason=reason.strip(), data=facts, at=at)
    return data
