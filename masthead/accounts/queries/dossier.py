"""Papers and bindings of an account, and what is odd about them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from masthead.accounts.models import Account, Certification, Dossier, Filing
from masthead.accounts.states import CertificationState
from masthead.core import clock
from masthead.core.files import queries as files
from masthead.core.models import StoredFile
from masthead.org.models import Member
from masthead.org.queries import may

DOCUMENT_USE, AVATAR_USE = "accounts.document", "accounts.avatar"


def dossier_of(account: Account) -> Dossier:
    """The account's dossier, an empty one while nothing was written down; one query."""
    rows = Dossier.objects.select_related("phone_holder", "email_holder", "avatar")
    return rows.filter(account=account).first() or Dossier(account=account)


def current_certification(account: Account) -> Certification | None:
    """The newest certification."""
    return Certification.objects.filter(account=account).order_by("-pk").first()


def certifications_of(account: Account) -> list[Certification]:
    """All of them, newest first."""
    return list(Certification.objects.filter(account=account).order_by("-pk"))


def filings_of(account: Account) -> list[Filing]:
    """Numbers of public registers."""
    return list(Filing.objects.filter(account=account).order_by("kind", "pk"))


def certification_is_valid(found: Certification | None) -> bool:
    """Granted, and not past its last day."""
    return bool(
        found
        and found.state == CertificationState.VALID
        and (found.expires_on is None or found.expires_on >= clock.today())
    )


@dataclass(frozen=True)
class Oddity:
    """Something about a binding that somebody should put right."""

    title: str
    advice: str


def oddities_of(account: Account, dossier: Dossier) -> list[Oddity]:
    """Private numbers, bindings of people who are gone or who no longer keep the account; at most one query."""
    found = [
        *_odd_binding(
            account, _("手机"), dossier.bound_phone, dossier.phone_holder, personal=dossier.phone_is_personal
        ),
        *_odd_binding(
            account, _("邮箱"), dossier.bound_email, dossier.email_holder, personal=dossier.email_is_personal
        ),
    ]
    if dossier.bound_phone and (others := _shared_with_leavers(account, dossier)):
        title = _("同一手机还绑定着离职人员名下的账号：%(names)s") % {"names": _("、").join(others)}
        found.append(Oddity(title, _("一个号码失控会牵连所有账号，请尽快分开。")))
    return found


def _odd_binding(account: Account, word: str, value: str, holder: Member | None, *, personal: bool) -> Iterator[Oddity]:
    words = {"what": word, "name": holder.name if holder else ""}
    if not value:
        return
    if holder is not None and not holder.is_active:
        yield Oddity(_("绑定%(what)s仍属于已离职的%(name)s") % words, _("请到平台后台改绑，再更新登记。"))
    elif holder is not None and holder.pk not in (account.administrator_id, account.backup_id):
        title = _("绑定%(what)s属于 %(name)s，不是现任管理员或备岗") % words
        yield Oddity(title, _("请改绑到现任管理员，或公司的公用号码。"))
    if personal:
        yield Oddity(_("绑定的是个人%(what)s") % words, _("请换成公司名下的，人员离开时账号才不会失控。"))


def _shared_with_leavers(account: Account, dossier: Dossier) -> list[str]:
    """Other accounts with the same number whose holder has left."""
    rows = Dossier.objects.filter(bound_phone=dossier.bound_phone, phone_holder__is_active=False)
    return list(rows.exclude(account=account).values_list("account__name", flat=True)[:5])


def may_read_avatar(user: object, file: StoredFile) -> bool:
    """The picture is what the public sees anyway; whoever may see accounts may see it."""
    return isinstance(user, Member) and user.has_perm("accounts.account.read") and file.use == AVATAR_USE


def never(user: object, file: StoredFile) -> bool:  # noqa: ARG001  the shape of a file use
    """Papers leave by their own door only, where each opening is kept."""
    return False


def bytes_of(stored: StoredFile) -> bytes:
    """The bytes behind a row."""
    return files.read_bytes(stored)


def may_keep_documents(member: Member, account: Account) -> bool:
    """May the member open and renew papers by capability?"""
    return may(member, "accounts.document.keep", unit_id=account.unit_id, account_group_id=account.account_group_id)
