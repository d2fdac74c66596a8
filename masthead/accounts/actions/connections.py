"""Connecting an account to its platform: what the platform's connector asks for is checked as a whole, then kept as a whole."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from masthead.accounts.actions.keeping import keep_secret
from masthead.accounts.events import AccountEvent
from masthead.accounts.models import Account
from masthead.accounts.states import AccountEndpoint, ConnectionState
from masthead.core import outbound
from masthead.core.errors import BadInput, RuleBroken
from masthead.org.models import Member
from masthead.platforms import actions as platforms_actions
from masthead.platforms.registry import DRIVERS, base_url, connector_for
from masthead.platforms.setup import Setup
from masthead.trail import actions as trail
from masthead.trail.guards import guarded
from masthead.vault.models import SecretKind

SECRET_MOST, OPTION_MOST = 4096, 500
CHANGED = (
    "app_id", "endpoint", "handle", "site_url", "options", "secret_ref", "callback_token_ref", "callback_key_ref", "grant_ref",
    "grant_expires_at", "connection_state", "connection_note", "connection_advice", "connection_checked_at", "testing_until",
)  # fmt: skip


@dataclass(frozen=True)
class Given:
    """What was typed, trimmed. Secrets stay out of `repr`; '' keeps what is stored."""

    app_id: str
    endpoint: str
    handle: str
    site_url: str
    options: Mapping[str, str]
    secrets: Mapping[SecretKind, str] = field(repr=False)


@guarded("3.2.2")
@sensitive_variables("secret", "callback_token", "callback_key", "given", "typed")
@transaction.atomic
def connect_account(
    *,
    account: Account,
    app_id: str = "",
    secret: str = "",
    by: Member | None,
    callback_token: str = "",
    callback_key: str = "",
    endpoint: str = "",
    handle: str | None = None,
    site_url: str | None = None,
    options: Mapping[str, str] | None = None,
    at: dt.datetime | None = None,
) -> Account:
    """Take the account's interface details in; secrets go to the vault. A secret left empty keeps what is stored.

    Clause: 3.2.2.  Raises: BadInput naming every field at once, RuleBroken (platform not connected, sandbox where there is none),
    SecretUnavailable.  Events: accounts:account:connected, and the vault's own.
    Races: the row is locked, so an authorisation that ends at this moment comes before or after.
    A grant belongs to the app and the address that it was given to: when one of them changes, it is set aside and must be given anew.
    """
    typed = (secret, callback_token, callback_key)
    given = _given(account, (app_id, endpoint, handle, site_url, options), typed)
    _check(account, given)
    _lock(account)
    if (given.app_id, given.endpoint, given.site_url) != (account.app_id, account.endpoint, account.site_url):
        account.grant_ref, account.grant_expires_at = "", None
    changed = [
        str(kind)
        for kind, text in given.secrets.items()
        if text and keep_secret(account=account, kind=kind, text=text, by=by, at=at)
    ]
    account.app_id, account.endpoint, account.handle = given.app_id, given.endpoint, given.handle
    account.site_url, account.options = given.site_url, dict(given.options)
    account.connection_state, account.connection_note, account.connection_advice = ConnectionState.UNTESTED, "", ""
    account.connection_checked_at = account.testing_until = None
    account.save(update_fields=CHANGED)
    platforms_actions.drop_token(account_id=account.pk)
    data = {"app_id": account.app_id, "endpoint": account.endpoint, "site_url": account.site_url, "replaced": changed}
    trail.record(AccountEvent.CONNECTED, target=account, by=by, data=data, at=at)
    return account


def _lock(account: Account) -> None:
    """What an authorisation may have written meanwhile is read anew under the lock."""
    row = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    account.grant_ref, account.grant_expires_at = row.grant_ref, row.grant_expires_at


@sensitive_variables("typed")
def _given(
    account: Account,
    names: tuple[str, str, str | None, str | None, Mapping[str, str] | None],
    typed: tuple[str, str, str],
) -> Given:
    """What was typed, trimmed; what was not asked for stays as it is."""
    app_id, endpoint, handle, site_url, options = names
    kinds = (SecretKind.APP_SECRET, SecretKind.CALLBACK_TOKEN, SecretKind.CALLBACK_KEY)
    return Given(
        app_id=app_id.strip(),
        endpoint=endpoint or account.endpoint,
        handle=account.handle if handle is None else handle.strip(),
        site_url=account.site_url if site_url is None else site_url.strip(),
        options=dict(account.options) if options is None else {k: v.strip() for k, v in options.items()},
        secrets={kind: text.strip() for kind, text in zip(kinds, typed, strict=True)},
    )


def _check(account: Account, given: Given) -> None:
    """Everything that is wrong, at its field, before anything is kept."""
    if given.endpoint not in AccountEndpoint.values:
        raise BadInput(
            _("没有这种接口环境。"), code="account_endpoint", clause="3.2.1", fields={"endpoint": [_("请重新选择。")]}
        )
    setup = connector_for(account.platform.key).setup
    if not setup.connects:
        raise RuleBroken(
            _("这个平台由人工发布，没有可以接入的接口。"),
            code="nothing_to_connect",
            clause="3.1.1",
            advice=_("请按发布包在平台上人工发布。"),
        )
    fields: dict[str, list[str]] = {}
    _check_names(setup, given, fields)
    _check_site(account, setup, given, fields)
    _check_secrets(account, setup, given, fields)
    _check_options(setup, given, fields)
    if fields:
        raise BadInput(_("接入信息有误，请改正后再保存。"), code="connection_input", clause="3.2.2", fields=fields)
    base_url(account.platform.key, given.endpoint, given.site_url)


def _check_names(setup: Setup, given: Given, fields: dict[str, list[str]]) -> None:
    for name, label, value, needed in (
        ("app_id", setup.app_id, given.app_id, True),
        ("handle", setup.handle, given.handle, False),
    ):
        if not label and name == "app_id" and given.app_id:
            fields[name] = [_("这个平台不需要填写这一项。")]
        elif label and needed and not value:
            fields[name] = [_("请填写平台后台显示的「%(label)s」。") % {"label": label}]
        elif len(value) > 80 or not value.isprintable() or (name == "app_id" and not value.isascii()):
            fields[name] = [_("「%(label)s」的写法不对，请从平台后台完整复制。") % {"label": label}]


def _check_site(account: Account, setup: Setup, given: Given, fields: dict[str, list[str]]) -> None:
    """An address that a person typed is judged here and again before each call. The kept secret never goes to another address."""
    if not setup.site:
        if given.site_url:
            fields["site_url"] = [_("这个平台不需要填写这一项。")]
        return
    official = given.endpoint == AccountEndpoint.OFFICIAL
    if not given.site_url and official and not DRIVERS[account.platform.key].official_url:
        fields["site_url"] = [_("请填写「%(label)s」。") % {"label": setup.site}]
    if given.site_url and len(given.site_url) > 200:
        fields["site_url"] = [_("地址超过 200 个字符。")]
    elif given.site_url and official:
        try:
            outbound.check(given.site_url)
        except outbound.Refused as refused:
            fields["site_url"] = [f"{refused.message}{refused.advice}"]
    moved = account.site_url.rstrip("/") != given.site_url.rstrip("/")
    if moved and account.secret_ref and not given.secrets[SecretKind.APP_SECRET] and "site_url" not in fields:
        fields["secret"] = [_("地址变更后须重新填写密钥：已保存的密钥不会发往新的地址。")]


def _check_secrets(account: Account, setup: Setup, given: Given, fields: dict[str, list[str]]) -> None:
    asked = {
        SecretKind.APP_SECRET: ("secret", setup.secret),
        SecretKind.CALLBACK_TOKEN: ("callback_token", setup.callback_token),
        SecretKind.CALLBACK_KEY: ("callback_key", setup.callback_key),
    }
    for kind, (name, label) in asked.items():
        text = given.secrets[kind]
        if text and not label:
            fields[name] = [_("这个平台不需要填写这一项。")]
        elif len(text) > SECRET_MOST or not text.isprintable():
            fields[name] = [_("「%(label)s」的写法不对，请从平台后台完整复制。") % {"label": label}]
    if setup.secret and not given.secrets[SecretKind.APP_SECRET] and not account.secret_ref:
        fields["secret"] = [_("首次接入必须填写「%(label)s」。") % {"label": setup.secret}]
    key = given.secrets[SecretKind.CALLBACK_KEY]
    if key and setup.callback_key_shape and not re.fullmatch(setup.callback_key_shape, key):
        fields["callback_key"] = [_("「%(label)s」的写法不对，请从平台后台完整复制。") % {"label": setup.callback_key}]
    if key and setup.callback_token and not (given.secrets[SecretKind.CALLBACK_TOKEN] or account.callback_token_ref):
        fields["callback_token"] = [_("填写消息加密密钥时也要填写回调令牌。")]


def _check_options(setup: Setup, given: Given, fields: dict[str, list[str]]) -> None:
    known = {option.key: option for option in setup.options}
    for key, option in known.items():
        value, name = given.options.get(key, ""), f"option_{key}"
        if option.required and not value:
            fields[name] = [_("请填写「%(label)s」。") % {"label": option.label}]
        elif value and option.choices and value not in {choice for choice, _label in option.choices}:
            fields[name] = [_("请在列表中选择。")]
        elif len(value) > OPTION_MOST or not value.isprintable():
            fields[name] = [_("「%(label)s」过长，或含有不能使用的字符。") % {"label": option.label}]
    if unknown := set(given.options) - set(known):
        fields[""] = [_("没有这样的接入选项：%(names)s") % {"names": _("、").join(sorted(unknown))}]
