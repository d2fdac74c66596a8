"""Builds the demo company once, through the real actions."""

import datetime as dt

from celery import current_app
from django.conf import settings
from django.utils.translation import gettext as _

from masthead.accounts import actions as accounts
from masthead.accounts.models import Account
from masthead.approvals import actions as approvals
from masthead.compliance import actions as compliance
from masthead.core import clock, jobs
from masthead.core.errors import RuleBroken
from masthead.org.models import Member
from masthead.platforms import actions as platforms
from masthead.platforms import queries as platform_queries
from masthead.rulebook import actions as rulebook
from masthead.web.actions import CONTENT_FLOW
from masthead.web.demo import accounts as register_story
from masthead.web.demo import (
    accounts_connect,
    afterwards,
    almanac,
    brakes,
    by_hand,
    collab,
    composer,
    library,
    machines,
    planning,
    selection,
    sign_in,
    vault,
    vault_access,
    watch,
)
from masthead.web.demo import rulebook as rulebook_life
from masthead.web.demo.notices import open_channels
from masthead.web.demo.organisation import furnish
from masthead.web.demo.people import CAST, found
from masthead.web.demo.platform import APP_ID, APP_SECRET, CALLBACK_KEY, CALLBACK_TOKEN, HANDLE, Platform, platform
from masthead.web.demo.rulebook_import import bring_in_old_rulebook
from masthead.web.demo.script import Script
from masthead.web.demo.story import Story
from masthead.web.demo.timeline import FIRST_DAY, tell

PASSWORD = "yunling-chunha-2026"  # noqa: S105  printed by ./dev run; the demo company only


def build(site_url: str) -> int:
    """Fill an empty system with 云岭茶业; returns the number of deeds. Raises RuleBroken when there is a company already."""
    if not settings.DEMO_ALLOWED:
        raise RuleBroken(_("这个环境不允许填充演示数据。"), code="demo_refused", advice=_("演示数据只用于本机试用。"))
    current_app.conf.task_always_eager = True
    with platform() as stand:
        stand.pace(0.05)
        start = clock.at_china(clock.today() + dt.timedelta(days=FIRST_DAY), 9)
        offset = start - clock.now()
        stand.set_offset(offset)
        with clock.travelling(offset):
            people = found(PASSWORD, clock.today())
            furnish(people)
            account = house_of(people, stand, site_url)
        script = Script(stand, clock.today())
        story = Story(script, stand, account)
        script.at(FIRST_DAY, 9, 30, story.test_connection)
        tell(story)
        watch.tell(story)
        by_hand.tell(story)
        brakes.tell(story)
        afterwards.tell(story)
        composer.tell(story)
        almanac.tell(story)
        rulebook_life.tell(script)
        accounts_connect.tell(script)
        machines.connect(script)
        vault.keep(script)
        collab.tell(script, account)
        planning.tell(script, account)
        library.tell(script, account.unit)
        vault_access.tell(script, account)
        register_story.tell(script, account)
        selection.tell(script)
        played = script.play()
        open_channels(stand, people["hezh"])
        stand.pace(2)
    jobs.run_now("trail.seal")
    jobs.run_now("notify.webhooks")
    jobs.run_now("rulebook.run_probes")
    return played


def house_of(people: dict[str, Member], stand: Platform, site_url: str) -> Account:
    """Rules, flow, rulebook, platforms and the one account."""
    admin = people["hezh"]
    compliance.adopt_built_in_rules(by=admin)
    rulebook.adopt_template(by=people["zhengzz"])
    bring_in_old_rulebook(people["zhengzz"])
    approvals.publish_flow(key="content.draft", name="内容发布审核", steps=CONTENT_FLOW, by=admin)
    platforms.sync_catalogue(by=admin)
    selection.choose_platforms(people)
    unit = people["linbj"].positions.select_related("unit").get(is_primary=True).unit
    account = accounts.register_account(
        name="云岭茶事", platform=platform_queries.get_platform("wechat_oa"), handle=HANDLE, unit=unit, account_group=None,
        administrator=admin, backup=people["wufb"], by=admin,
    )  # fmt: skip
    stand.open_account(f"{site_url}/publishing/callback/{account.pk}/")
    accounts.connect_account(
        account=account,
        endpoint="sandbox",
        app_id=APP_ID,
        secret=APP_SECRET,
        callback_token=CALLBACK_TOKEN,
        callback_key=CALLBACK_KEY,
        by=admin,
    )
    accounts.test_connection(account=account, by=admin)
    sign_in.open_wecom(people, stand, site_url)
    return Account.objects.get(pk=account.pk)


def sign_ins() -> list[str]:
    """Lines for the terminal: who may sign in, and what for."""
    width = max(len(p.username) for p in CAST)
    factor = f"动态口令 code for hezh: ./dev code  (key {sign_in.FACTOR})"
    return [f"密码 password: {PASSWORD}", factor, *(f"{p.username:<{width}}  {p.name}  {p.job}" for p in CAST)]
