"""The checks of the account check-up 体检. Each answers for many accounts with a fixed number of queries."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from masthead.accounts import queries
from masthead.accounts.identity import likeness
from masthead.accounts.models import Account
from masthead.accounts.registry import Finding, State, account_check
from masthead.accounts.states import AccountStatus, ConnectionState
from masthead.core import clock
from masthead.platforms.abilities import Mode
from masthead.platforms.registry import connects

Findings = Mapping[int, Finding]
FRESH_DAYS, STALE_DAYS, SOON_DAYS = 14, 30, 30
NAMES = ("账号名称", "名称", "昵称", "name", "nickname")
SUBJECTS = ("主体", "主体名称", "认证主体", "principal_name")
"""Words under which connectors tell what the platform calls the account and its subject."""


def identity(accounts: Sequence[Account]) -> Findings:
    """Do name and subject agree with what the platform told at the last test?"""
    told, dossiers, found = queries.told_by_platform(accounts), queries.dossiers_of(accounts), dict[int, Finding]()
    for account in accounts:
        facts, dossier = told.get(account.pk, {}), dossiers.get(account.pk)
        pairs = [(_("名称"), account.name, _told(facts, NAMES))]
        pairs.append((_("主体"), dossier.company_name if dossier else "", _told(facts, SUBJECTS)))
        wrong = [word for word, ours, theirs in pairs if theirs and ours and likeness(ours) != likeness(str(theirs))]
        if wrong:
            found[account.pk] = Finding("bad", _("与平台不一致：%(what)s") % {"what": _("、").join(wrong)})
        elif dossier is None or not dossier.company_name:
            found[account.pk] = Finding("warn", _("没有登记主体"))
        else:
            found[account.pk] = Finding("ok", _("登记与平台一致") if any(p[2] for p in pairs) else _("主体已登记"))
    return found


def _told(facts: Mapping[str, object], keys: Sequence[str]) -> str:
    return next((str(facts[key]) for key in keys if facts.get(key)), "")


def certification(accounts: Sequence[Account]) -> Findings:
    """Is the certification valid for another month?"""
    newest, found = queries.certifications_by_account(accounts), dict[int, Finding]()
    for account in accounts:
        row = newest.get(account.pk)
        if row is None:
            found[account.pk] = Finding("skip", _("未登记平台认证"))
        elif not queries.certification_is_valid(row):
            found[account.pk] = Finding("bad", _("认证已过期或未通过"))
        elif row.expires_on and (days := (row.expires_on - clock.today()).days) <= SOON_DAYS:
            found[account.pk] = Finding("warn", _("认证还有 %(n)d 天到期") % {"n": days})
        else:
            found[account.pk] = Finding("ok", _("认证有效"))
    return found


def custodians(accounts: Sequence[Account]) -> Findings:
    """Are both here?"""
    found = {}
    for account in accounts:
        gone = [m.name for m in (account.administrator, account.backup) if not m.is_active]
        bad = Finding("bad", _("%(who)s 已离职") % {"who": _("、").join(gone)})
        found[account.pk] = bad if gone else Finding("ok", _("管理员和备岗在职"))
    return found


def factors(accounts: Sequence[Account]) -> Findings:
    """Do both custodians sign in with a second step?"""
    safe = queries.with_second_step({pk for a in accounts for pk in (a.administrator_id, a.backup_id)})
    found = {}
    for account in accounts:
        bare = [m.name for m in (account.administrator, account.backup) if m.pk not in safe]
        words = _("%(who)s 未开启两步验证") % {"who": _("、").join(bare)}
        found[account.pk] = (
            Finding("bad" if len(bare) > 1 else "warn", words) if bare else Finding("ok", _("均已开启两步验证"))
        )
    return found


def freshness(accounts: Sequence[Account]) -> Findings:
    """When did the last post go out?"""
    found, now = dict[int, Finding](), clock.now()
    for account in accounts:
        if account.status != AccountStatus.ACTIVE:
            found[account.pk] = Finding("skip", _("不在运营中"))
            continue
        days = (now - (account.last_published_at or account.created_at)).days
        words = _("%(n)d 天没有发布") % {"n": days} if days else _("今天有发布")
        found[account.pk] = Finding("ok" if days <= FRESH_DAYS else "warn" if days <= STALE_DAYS else "bad", words)
    return found


def connection(accounts: Sequence[Account]) -> Findings:
    """Does the platform answer?"""
    found = {}
    for account in accounts:
        if account.publish_mode == Mode.ASSISTED or not connects(account.platform.key):
            found[account.pk] = Finding("skip", _("人工发布，无需接口"))
        elif account.connection_state == ConnectionState.OK:
            found[account.pk] = Finding("ok", _("连接正常"))
        else:
            bad = account.connection_state == ConnectionState.FAILING
            found[account.pk] = Finding("bad" if bad else "warn", account.get_connection_state_display())
    return found


def credentials(accounts: Sequence[Account]) -> Findings:
    """Is any secret older than the rulebook allows?"""
    ages, found = queries.oldest_secret_days(accounts), dict[int, Finding]()
    for account in accounts:
        age = ages.get(account.pk)
        if age is None:
            found[account.pk] = Finding("skip", _("保险箱里没有凭据"))
            continue
        words = _("最久的凭据 %(n)d 天未换") % {"n": age}
        found[account.pk] = Finding("bad" if age > queries.SECRET_DAYS else "ok", words)
    return found


def documents(accounts: Sequence[Account]) -> Findings:
    """Are the needed papers there and valid?"""
    missing = queries.missing_by_account(accounts)
    return {
        a.pk: Finding(
            "bad" if len(missing[a.pk]) > 1 else "warn", _("缺：%(what)s") % {"what": _("、").join(missing[a.pk])}
        )
        if missing[a.pk]
        else Finding("ok", _("资料齐全"))
        for a in accounts
    }


def bindings(accounts: Sequence[Account]) -> Findings:
    """Do phone and mailbox belong to somebody who is here, and not to a private person?"""
    dossiers, found = queries.dossiers_of(accounts), dict[int, Finding]()
    for account in accounts:
        row = dossiers.get(account.pk)
        if row is None or not (row.bound_phone or row.bound_email):
            found[account.pk] = Finding("warn", _("没有登记绑定手机和邮箱"))
            continue
        gone = [h for h in (row.phone_holder, row.email_holder) if h is not None and not h.is_active]
        if gone:
            found[account.pk] = Finding("bad", _("绑定在已离职的%(name)s名下") % {"name": gone[0].name})
        elif row.phone_is_personal or row.email_is_personal:
            found[account.pk] = Finding("warn", _("绑定的是个人号码或邮箱"))
        else:
            found[account.pk] = Finding("ok", _("绑定归公司"))
    return found


def positioning(accounts: Sequence[Account]) -> Findings:
    """Is there a positioning sheet in force?"""
    marks: dict[str, State] = {"current": "ok", "soon": "warn"}
    standing = queries.positioning_state([a.pk for a in accounts])
    return {pk: Finding(marks.get(found.state, "bad"), found.label) for pk, found in standing.items()}


account_check("identity", gettext_lazy("身份"), 15, identity, gettext_lazy("核对名称与主体，更新档案或到平台改正。"))
account_check("certification", gettext_lazy("认证"), 15, certification, gettext_lazy("到平台续认证，再更新登记。"))
account_check("custodians", gettext_lazy("管理人"), 15, custodians, gettext_lazy("发起交接，换成在职成员。"))
account_check("factors", gettext_lazy("两步验证"), 10, factors, gettext_lazy("请管理员和备岗在「登录与安全」开启。"))
account_check("positioning", gettext_lazy("定位"), 10, positioning, gettext_lazy("编写定位表并提交部门负责人审批。"))
account_check("freshness", gettext_lazy("更新"), 10, freshness, gettext_lazy("安排发布，或申请停更。"))
account_check("connection", gettext_lazy("连接"), 15, connection, gettext_lazy("打开「连接」查看原因并重新测试。"))
account_check("credentials", gettext_lazy("凭据"), 10, credentials, gettext_lazy("到平台重置密钥，再存入保险箱。"))
account_check("documents", gettext_lazy("资料"), 10, documents, gettext_lazy("在「资料」上传缺少或过期的文件。"))
account_check("bindings", gettext_lazy("绑定"), 5, bindings, gettext_lazy("改绑公司名下的手机和邮箱。"))
