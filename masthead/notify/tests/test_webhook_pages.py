"""Pages of webhooks: add, see the secret once, test, change, resend."""

from django.urls import reverse

from masthead.notify import actions
from masthead.notify.models import HookDelivery, HookState, Webhook

FORM = {"name": "数据仓库", "address": "https://hooks.example.com/in?key=tea", "events": ["content:draft:submitted"]}


def make(by, name="归档系统"):
    return actions.add_webhook(name=name, address=FORM["address"], events=["*"], by=by)[0]


def test_the_secret_is_shown_once_and_the_address_never(client_of, chen):
    client = client_of(chen)
    response = client.post(reverse("notify:add_webhook"), FORM)
    secret, hook = response.context["secret"], Webhook.objects.get()

    assert secret in response.content.decode() and response["Cache-Control"] == "no-store"
    for name, args in (("webhooks", []), ("webhook", [hook.pk]), ("change_webhook", [hook.pk])):
        page = client.get(reverse(f"notify:{name}", args=args)).content.decode()
        assert "hooks.example.com" in page and "key=tea" not in page and secret not in page


def test_a_refused_address_stands_at_its_field_and_the_rest_is_kept(client_of, chen):
    response = client_of(chen).post(reverse("notify:add_webhook"), FORM | {"address": "https://10.0.0.1/"})

    assert response.status_code == 422 and response.context["form"].errors["address"]
    assert 'value="数据仓库"' in response.content.decode()


def test_changing_without_an_address_keeps_the_address(client_of, chen):
    hook = make(chen)
    sealed = hook.sealed_address
    form = {"name": "新的名字", "address": "", "events": ["*"]}
    response = client_of(chen).post(reverse("notify:change_webhook", args=[hook.pk]), form)

    hook.refresh_from_db()
    assert response.status_code == 302 and (hook.name, hook.sealed_address) == ("新的名字", sealed)


def test_switching_rotating_and_testing(client_of, chen):
    client, hook = client_of(chen), make(chen)
    assert client.post(reverse("notify:rotate_webhook", args=[hook.pk])).context["secret"].startswith("whsec_")
    assert client.post(reverse("notify:ping_webhook", args=[hook.pk])).status_code == 302
    assert "找不到主机" in client.get(reverse("notify:webhook", args=[hook.pk])).content.decode()

    client.post(reverse("notify:switch_webhook", args=[hook.pk]), {"on": "0"})
    hook.refresh_from_db()
    assert hook.state == HookState.OFF


def test_resending_answers_htmx_with_the_row(client_of, chen):
    hook = make(chen)
    delivery = actions.write_ping(webhook=hook, by=chen)
    HookDelivery.objects.filter(pk=delivery.pk).update(state="failed", event_id=1, claim="")
    response = client_of(chen, htmx=True).post(reverse("notify:resend_hook", args=[delivery.pk]))

    assert response.status_code == 200 and f'id="hookdelivery-{delivery.pk}-row"' in response.content.decode()


def test_webhooks_of_others_are_not_there(client_of, chen, sun, lin):
    hook = make(chen)

    assert client_of(sun).get(reverse("notify:webhook", args=[hook.pk])).status_code == 404
    assert client_of(sun).post(reverse("notify:ping_webhook", args=[hook.pk])).status_code == 404
    assert client_of(lin).get(reverse("notify:webhooks")).status_code == 403
