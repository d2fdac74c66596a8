"""How the demo company signs in: second factors of the administrators, 企业微信 as a further way in, somebody who waits."""

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.urls import reverse

from masthead.org import actions as org
from masthead.org import queries
from masthead.org.models import JoinPolicy, Member
from masthead.org.providers import Identity
from masthead.web.demo.platform import Platform

FACTOR = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # pragma: allowlist secret  printed by ./dev run; the demo company only
CORP, AGENT, SECRET = "ww_yunling_tea", "1000002", "yunling-wecom-secret"
LINKED = ("linbj", "zhoush", "chenzg", "wufb")
SENSITIVE = {"account_admin", "admin"}


def protect(member: Member) -> None:
    """The member sets an authenticator app up, with a key that everybody who tries the demo knows."""
    TOTP.activate(member, FACTOR)
    org.note_second_factor_change(member=member, by=member, what="启用了动态口令")


def codes() -> list[str]:
    """What the app shows a moment ago, now and in a moment: each is good once."""
    return [format_hotp_value(hotp_value(FACTOR, counter)) for counter in yield_hotp_counters_from_time()]


def open_wecom(people: dict[str, Member], stand: Platform, site_url: str) -> None:
    """企业微信 of the sandbox: four members linked, departments mapped, one newcomer waiting for approval."""
    admin = people["hezh"]
    back = f"{site_url}{reverse('account_provider_callback', args=['wecom'])}"
    persons = {name: {"name": people[name].name, "department": [2]} for name in LINKED}
    persons["zhaoxm"] = {"name": "赵小满", "department": [2], "position": "实习编辑"}
    app = {CORP: {"secret": SECRET, "agentid": AGENT, "redirect_uris": [back]}}
    stand.post("signin", kind="wecom", apps=app, people=persons)
    words = {"name": "企业微信", "corp_id": CORP, "agent_id": AGENT}
    provider = org.add_provider(
        kind="wecom", key="wecom", by=admin, secret=SECRET, words=words, join_policy=JoinPolicy.APPROVE
    )
    unit = people["linbj"].positions.select_related("unit").get(is_primary=True).unit
    editor = queries.all_roles().get(key="editor")
    org.add_mapping_rule(provider=provider, claim="department", value="2", unit=unit, title="编辑", by=admin)
    org.add_mapping_rule(provider=provider, claim="position", value="编辑", role=editor, unit=unit, by=admin)
    for name in LINKED:
        member = people[name]
        org.link_identity(provider=provider, subject=name, member=member, label=member.name, by=admin)
    org.switch_provider(provider=provider, on=True, by=admin)
    newcomer = Identity("zhaoxm", "赵小满", username="zhaoxm", claims={"department": [2], "position": "实习编辑"})
    org.admit(provider=provider, identity=newcomer)
