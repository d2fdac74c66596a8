"""allauth's addresses under its own names, without a namespace: its flows reverse them. Doors that stay shut lead elsewhere."""

from django.urls import path

from masthead.org.views import federation, passkeys, security, sign_in

urlpatterns = [
    path("login/", sign_in.login, name="account_login"),
    path("logout/", sign_in.logout, name="account_logout"),
    path("inactive/", sign_in.inactive, name="account_inactive"),
    path("reauthenticate/", sign_in.reauthenticate, name="account_reauthenticate"),
    path("password/change/", sign_in.change_password, name="account_change_password"),
    path("password/set/", sign_in.set_password, name="account_set_password"),
    path("password/reset/", sign_in.reset_password, name="account_reset_password"),
    path("signup/", sign_in.sign_up, name="account_signup"),
    path("email/", sign_in.email, name="account_email"),
    path("confirm-email/", sign_in.email_sent, name="account_email_verification_sent"),
    path("sessions/<int:pk>/end/", security.end_session, name="account_end_session"),
    path("sessions/end-others/", security.end_other_sessions, name="account_end_other_sessions"),
    path("with/<slug:key>/", federation.begin, name="account_provider_begin"),
    path("with/<slug:key>/callback/", federation.callback, name="account_provider_callback"),
    path("link/<slug:key>/", federation.link, name="account_provider_link"),
    path("unlink/<slug:key>/", federation.unlink, name="account_provider_unlink"),
    path("2fa/", security.overview, name="mfa_index"),
    path("2fa/authenticate/", sign_in.mfa_authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", sign_in.mfa_reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", sign_in.mfa_activate_totp, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", sign_in.mfa_deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", sign_in.mfa_view_recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/generate/", sign_in.mfa_generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("2fa/recovery-codes/download/", sign_in.mfa_download_recovery_codes, name="mfa_download_recovery_codes"),
    path("2fa/passkeys/sign-in/", passkeys.sign_in, name="mfa_login_webauthn"),
    path("2fa/passkeys/reauthenticate/", passkeys.again, name="mfa_reauthenticate_webauthn"),
    path("2fa/passkeys/add/", passkeys.add, name="mfa_add_webauthn"),
    path("2fa/passkeys/<int:pk>/rename/", passkeys.rename, name="mfa_edit_webauthn"),
    path("2fa/passkeys/<int:pk>/remove/", passkeys.remove, name="mfa_remove_webauthn"),
]
