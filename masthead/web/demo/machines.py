"""Systems beside 云岭茶业's Masthead: the website reads what is out, the data warehouse is told of it."""

from django.conf import settings

from masthead.notify import actions as notify
from masthead.org import actions as org
from masthead.org.queries import OWN_AFFAIRS
from masthead.web.demo.people import fresh
from masthead.web.demo.script import Script

INBOX = "/wecom/cgi-bin/webhook/send?key=yunling-warehouse"  # any address of the sandbox that answers


def connect(script: Script) -> None:
    """Two service keys of the head, a key of the publisher's own, one webhook."""
    script.at(-9, 10, 0, keys_of_systems)
    script.at(-9, 11, 0, key_of_the_publisher)
    script.at(-9, 14, 0, webhook_of_the_warehouse)


def keys_of_systems() -> None:
    """The website reads publications; the former one of a supplier has been revoked."""
    head = fresh("chenzg")
    unit = head.positions.select_related("unit").get(is_primary=True).unit
    rights = ["publishing.publication.read", "content.draft.read"]
    org.issue_service_key(name="官网文章同步", capabilities=rights, days=180, unit=unit, by=head)
    old, _token = org.issue_service_key(
        name="供应商旧接口", capabilities=rights[:1], days=90, unit=unit, addresses=["203.0.113.0/24"], by=head
    )
    org.revoke_key(key=old, by=head, reason="合同到期，供应商系统已下线。")


def key_of_the_publisher() -> None:
    """A script that fills the calendar."""
    rights = ["publishing.publication.read", "publishing.publication.schedule", "content.draft.read", OWN_AFFAIRS]
    org.issue_personal_key(name="排期脚本", capabilities=rights, days=90, by=fresh("wufb"))


def webhook_of_the_warehouse() -> None:
    """Told when something went out or failed."""
    notify.add_webhook(
        name="数据仓库", address=f"{settings.SANDBOX_URL}{INBOX}", events=["publishing:publication:*"], by=fresh("hezh")
    )
