"""Rules of passwords that Django says in English only."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LengthValidator(MinimumLengthValidator):
    """At least so many characters, in the reader's language."""

    def get_error_message(self) -> str:
        return _("密码太短，至少需要 %(n)d 位。") % {"n": self.min_length}

    def get_help_text(self) -> str:
        return _("至少 %(n)d 位。") % {"n": self.min_length}
