"""Passkeys: allauth's views, a little stricter: each signs in by itself, and the last factor of who must have one stays."""

from http import HTTPStatus
from typing import Any

from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _

from masthead.core.permissions import for_every_member, public
from masthead.org import actions
from masthead.org.adapters import MFAAdapter
from masthead.org.views.sign_in import fresh, mannered


class AddPasskey(webauthn.AddWebAuthnView):  # type: ignore[misc]
    """Asks the device for a key that it can show without a name being typed."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["js_data"] = {"creation_options": auth.begin_registration(self.request.user, passwordless=True)}
        return context

    def get_success_url(self) -> str:
        return reverse("mfa_view_recovery_codes" if self.did_generate_recovery_codes else "mfa_index")

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        messages.success(self.request, _("通行密钥已添加。"))
        return response


class RemovePasskey(webauthn.RemoveWebAuthnView):  # type: ignore[misc]
    """allauth would take away the last one too."""

    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: Any) -> HttpResponse:
        adapter = MFAAdapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            messages.error(self.request, str(adapter.error_messages["cannot_delete_authenticator"]))
            return HttpResponseRedirect(reverse("mfa_index"))
        response: HttpResponse = super().form_valid(form)
        messages.success(self.request, _("通行密钥已移除。"))
        return response


class RenamePasskey(webauthn.EditWebAuthnView):  # type: ignore[misc]
    success_url = reverse_lazy("mfa_index")


def _noting_refusals(request: HttpRequest) -> HttpResponseBase:
    """Signing in by passkey; a key that nobody knows leaves a mark."""
    response: HttpResponseBase = webauthn.login_webauthn(request)
    if request.method == "POST" and not request.user.is_authenticated and response.status_code == HTTPStatus.FOUND:
        actions.note_sign_in_refused(username="", why="passkey")
    return response


sign_in = public("people sign in here by passkey")(mannered(_noting_refusals))
again = for_every_member(mannered(webauthn.reauthenticate_webauthn))
add = for_every_member(fresh(mannered(AddPasskey.as_view())))
rename = for_every_member(mannered(RenamePasskey.as_view()))
remove = for_every_member(mannered(RemovePasskey.as_view()))
