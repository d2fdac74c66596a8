"""设置 → 登录方式, and signing in as an administrator sees it; part of org's addresses."""

from django.urls import path

from masthead.org.views import providers, security

urlpatterns = [
    path("members/<int:pk>/sign-in/", security.member_sign_in, name="member_sign_in"),
    path("members/<int:pk>/sign-in/unlock/", security.unlock, name="unlock"),
    path("members/<int:pk>/sign-in/end/", security.end_all_sessions, name="end_sessions"),
    path("sign-in/", providers.provider_list, name="providers"),
    path("sign-in/add/<slug:kind>/", providers.add_provider, name="add_provider"),
    path("sign-in/<int:pk>/", providers.provider, name="provider"),
    path("sign-in/<int:pk>/check/", providers.check_provider, name="check_provider"),
    path("sign-in/<int:pk>/switch/", providers.switch_provider, name="switch_provider"),
    path("sign-in/<int:pk>/rules/add/", providers.add_rule, name="add_rule"),
    path("sign-in/rules/<int:pk>/end/", providers.end_rule, name="end_rule"),
    path("sign-in/<int:pk>/links/add/", providers.add_link, name="add_link"),
    path("sign-in/links/<int:pk>/end/", providers.end_link, name="end_link"),
    path("sign-in/requests/", providers.request_list, name="sign_in_requests"),
    path("sign-in/requests/<int:pk>/approve/", providers.approve, name="approve_request"),
    path("sign-in/requests/<int:pk>/deny/", providers.deny, name="deny_request"),
]
