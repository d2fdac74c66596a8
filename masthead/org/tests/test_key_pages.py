"""Pages of keys: issue, see the token once, rotate, revoke."""

from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.urls import reverse

from masthead.org import actions, queries
from masthead.org.models import ApiKey

FORM = {"name": "排期脚本", "capabilities": ["content.draft.read", "own.affairs"], "days": "90"}


def test_the_token_is_shown_on_the_answer_and_on_no_other_page(client_of, lin):
    client = client_of(lin)
    response = client.post(reverse("org:issue_key"), FORM)
    key = ApiKey.objects.get()
    token = response.context["token"]

    assert token in response.content.decode() and response["Cache-Control"] == "no-store"
    for name, args in (("org:my_keys", []), ("org:key", [key.pk])):
        page = client.get(reverse(name, args=args)).content.decode()
        assert "排期脚本" in page and token.split("_", 2)[2] not in page
    assert queries.find_holder(token, address="127.0.0.1").member == lin


def test_a_form_with_a_fault_keeps_what_was_typed(client_of, lin):
    actions.issue_personal_key(name="排期脚本", capabilities=["own.affairs"], days=30, by=lin)
    response = client_of(lin).post(reverse("org:issue_key"), FORM)

    assert response.status_code == 422 and "您已有同名的密钥" in response.content.decode()
    assert 'value="排期脚本"' in response.content.decode()


def test_only_rights_of_the_member_are_offered(client_of, lin):
    page = client_of(lin).get(reverse("org:issue_key")).content.decode()

    assert "content.draft.write" in page and "content.topic.decide" not in page


def test_a_sensitive_right_is_given_right_after_the_second_factor_only(client_of, chen):
    client, form = client_of(chen), {**FORM, "capabilities": ["notify.webhook.manage"]}
    refused = client.post(reverse("org:issue_key"), form)

    assert refused.status_code == 422 and "两步验证" in refused.content.decode()

    request = HttpRequest()
    request.session = client.session
    record_authentication(request, chen, method="mfa", type="totp")
    request.session.save()
    assert client.post(reverse("org:issue_key"), form).context["token"].startswith("mhp_")


def test_a_head_issues_a_service_key_for_the_department(client_of, chen, units):
    form = {**FORM, "capabilities": ["content.draft.read"], "unit": units["宣传部"].pk, "addresses": "203.0.113.0/24"}
    response = client_of(chen).post(reverse("org:issue_service_key"), form)

    key = ApiKey.objects.get()
    assert response.context["token"].startswith("mhs_")
    assert (key.unit, key.addresses) == (units["宣传部"], ["203.0.113.0/24"])
    assert "排期脚本" in client_of(chen).get(reverse("org:service_keys")).content.decode()


def test_service_keys_are_not_for_editors(client_of, lin):
    assert client_of(lin).get(reverse("org:service_keys")).status_code == 403


def test_a_key_of_somebody_else_is_not_there(client_of, lin, zhou):
    key, _token = actions.issue_personal_key(name="脚本", capabilities=["own.affairs"], days=30, by=lin)

    for name in ("org:rotate_key", "org:revoke_key"):
        assert client_of(zhou).post(reverse(name, args=[key.pk])).status_code == 404
    assert client_of(zhou).get(reverse("org:key", args=[key.pk])).status_code == 404


def test_rotating_and_revoking(client_of, lin):
    key, old = actions.issue_personal_key(name="脚本", capabilities=["own.affairs"], days=30, by=lin)
    new = client_of(lin).post(reverse("org:rotate_key", args=[key.pk]), {"overlap_hours": "1"}).context["token"]
    assert queries.find_holder(old, address="").key == queries.find_holder(new, address="").key

    response = client_of(lin).post(reverse("org:revoke_key", args=[key.pk]), {"reason": "不再使用"})
    assert response.status_code == 302 and ApiKey.objects.get().revoked_at
    assert "已吊销" in client_of(lin).get(reverse("org:my_keys")).content.decode()


def test_a_wrong_overlap_is_refused(client_of, lin):
    key, _token = actions.issue_personal_key(name="脚本", capabilities=["own.affairs"], days=30, by=lin)

    assert client_of(lin).post(reverse("org:rotate_key", args=[key.pk]), {"overlap_hours": "9999"}).status_code == 422
