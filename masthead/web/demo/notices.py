"""The groups in which the company's robots speak: one each in the sandbox, and the channels that lead to them."""

from django.conf import settings

from masthead.notify import actions as notify
from masthead.notify import engine, robots
from masthead.org.models import Member, Unit
from masthead.web.demo.platform import Platform

GROUPS = (
    (
        "wecom",
        "宣传部值班群",
        "yunling-wecom-duty",
        "",
        ("approvals.asked", "publishing.failed", "publishing.blocked"),
        "宣传部",
    ),
    (
        "dingtalk",
        "技术支持群",
        "yunling-ding-tech",
        "SECyunlingDing2026demo",
        ("accounts.connection", "notify.channel_lost"),
        "",
    ),
    (
        "feishu",
        "运营管理小组",
        "yunling-feishu-lead",
        "yunlingFeishu2026",
        ("publishing.unknown", "accounts.frozen"),
        "",
    ),
)


def open_channels(stand: Platform, by: Member) -> None:
    """Three robots, three channels; each says hello once."""
    for kind, name, key, secret, kinds, unit in GROUPS:
        stand.post("robots", kind=kind, key=key, name=name, secret=secret)
        address = f"{settings.SANDBOX_URL}{robots.shape_of(kind).sandbox}{key}"
        units = list(Unit.objects.filter(name=unit)) if unit else []
        channel = notify.add_channel(
            kind=kind, name=name, address=address, secret=secret, kinds=kinds, units=units, by=by
        )
        engine.test_channel(channel=channel, by=by)
