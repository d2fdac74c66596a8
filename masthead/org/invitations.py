"""Set-up links: a member chooses the first password alone. The token dies with its use, with the next password or sign-in, or after three days."""

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.encoding import force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from masthead.org.models import Member


class SetupTokens(PasswordResetTokenGenerator):
    """Signed, not stored: made of the password's hash, so that a new password makes every earlier link worthless."""

    key_salt = "masthead.org.setup"


TOKENS = SetupTokens()


def setup_path(member: Member) -> str:
    """The address of the link, without the host."""
    uid = urlsafe_base64_encode(str(member.pk).encode())
    return reverse("org:welcome", args=[uid, TOKENS.make_token(member)])


def invited(uid: str, token: str) -> Member | None:
    """The member whom the link belongs to while it is good; None otherwise, without saying why."""
    try:
        pk = int(force_str(urlsafe_base64_decode(uid)))
    except (ValueError, OverflowError):
        return None
    member = Member.objects.filter(pk=pk, is_active=True).first()
    return member if member is not None and TOKENS.check_token(member, token) else None
