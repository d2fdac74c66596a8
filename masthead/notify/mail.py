"""One mail to one member. No transaction may be open."""

import smtplib
from collections.abc import Sequence
from email.utils import formataddr
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from masthead.notify.models import Delivery
from masthead.notify.robots import Message, Outcome, Result

SECONDS = 10
log = structlog.get_logger(__name__)


def compose(bundle: Sequence[Delivery], message: Message) -> EmailMultiAlternatives:
    """Text and simple HTML in the member's language. The same rows always get the same Message-ID."""
    member = bundle[0].member
    assert member is not None
    settings_url = settings.BASE_URL + reverse("notify:settings")
    rows = [{"title": d.subject, "link": settings.BASE_URL + d.url} for d in bundle] if len(bundle) > 1 else []
    context = {
        "message": message,
        "member": member,
        "settings_url": settings_url,
        "rows": rows,
        "language": member.language,
    }
    place = urlsplit(settings.BASE_URL).hostname or "localhost"
    subject = " ".join(f"{_('[紧急] ') if message.urgent else ''}{message.title}".split())
    mail = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string("notify/mail.txt", context),
        to=[formataddr((member.name, member.email))],
        headers={
            "Message-ID": f"<delivery-{bundle[0].pk}@{place}>",
            "List-Unsubscribe": f"<{settings_url}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(render_to_string("notify/mail.html", context), "text/html")
    return mail


def send(bundle: Sequence[Delivery], message: Message) -> Outcome:
    """Hand it to the mail server once. Never raises for what the server does."""
    member = bundle[0].member
    assert member is not None
    if not member.is_active or not member.email:
        return Outcome(Result.REJECTED, "no_address", _("成员已离职或没有邮箱。"))
    try:
        with override(member.language):
            mail = compose(bundle, message)
        mail.connection = get_connection(timeout=SECONDS)
        mail.send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
        outcome = Outcome(Result.REJECTED, type(error).__name__, _("邮件服务器拒收，请核对邮箱地址。"))
    except (smtplib.SMTPException, OSError) as error:
        outcome = Outcome(Result.RETRY, type(error).__name__, _("邮件服务器连接失败，稍后自动重试。"))
    except ValueError as error:  # an address or heading that no mail may carry
        outcome = Outcome(Result.REJECTED, type(error).__name__, _("邮箱地址或标题不能用于邮件。"))
    else:
        return Outcome(Result.SENT)
    log.warning("mail was not taken", member_id=member.pk, code=outcome.code)
    return outcome
