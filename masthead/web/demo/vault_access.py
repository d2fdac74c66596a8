"""Access to secrets at 云岭茶业: a check-out from request to return, one that nobody used, an emergency, the quarter's review half done."""

from masthead.accounts.models import Account
from masthead.approvals import actions as approvals
from masthead.approvals import queries as approval_queries
from masthead.core import jobs
from masthead.org.models import Member
from masthead.vault import actions as vault
from masthead.vault import queries
from masthead.vault.models import BreakGlass, Checkout, Secret, SecretKind
from masthead.web.demo.people import fresh
from masthead.web.demo.script import Script

OWNER = "accounts.account"
FIRST, SECOND, THIRD = "Yunling-chun-7316!", "Yunling-qiu-9042!", "Yunling-dong-5518!"  # pragma: allowlist secret
SEED = "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU"  # pragma: allowlist secret


class Access:
    """Deeds of the cast around the secrets of one account."""

    def __init__(self, account: Account) -> None:
        self.account = account

    def secret(self, kind: str) -> Secret:
        """The account's secret of the kind, as it is now."""
        return queries.secrets_of(OWNER, self.account.pk)[kind]

    def store(self) -> None:
        """The account's own sign-in: password and second factor."""
        have = queries.secrets_of(OWNER, self.account.pk)
        for kind, text in ((SecretKind.PASSWORD, FIRST), (SecretKind.TOTP, SEED)):
            if kind not in have:
                vault.store_secret(
                    kind=kind,
                    owner_kind=OWNER,
                    owner_id=self.account.pk,
                    label=self.account.name,
                    plaintext=text,
                    by=fresh("hezh"),
                )

    def ask(self, who: str, kind: str, purpose: str, task: str, minutes: int = 30) -> None:
        vault.ask_checkout(secret=self.secret(kind), purpose=purpose, task=task, minutes=minutes, by=fresh(who))

    def last(self, who: str) -> Checkout:
        """The newest check-out of a person."""
        return queries.checkout_rows(fresh(who), view="mine").order_by("-pk")[0]

    def approve(self, who: str) -> None:
        """Everybody who is asked says yes: one person, or two for a core account."""
        for name in ("chenzg", "hezh", "zhengzz"):
            checkout, by = self.last(who), fresh(name)
            case = queries.running_case_of(checkout)
            task = approval_queries.open_task_of(by, case) if case else None
            if case and task:
                approvals.approve_task(
                    task=task,
                    by=by,
                    hash_seen=case.content_hash,
                    confirmations=["purpose", "least"],
                    comment="用途属实。",
                )

    def reveal(self, who: str) -> None:
        vault.reveal_secret(checkout=self.last(who), factor_shown=True, by=fresh(who))

    def give_back(self, who: str) -> None:
        vault.return_checkout(checkout=self.last(who), by=fresh(who))

    def replace(self, text: str) -> None:
        vault.replace_secret(secret=self.secret(SecretKind.PASSWORD), plaintext=text, by=fresh("hezh"))

    def break_glass(self) -> None:
        vault.ask_break_glass(
            secret=self.secret(SecretKind.PASSWORD), by=fresh("hezh"),
            purpose="晚间收到异地登录提醒，需要立即登录后台踢下线并改密码",
        )  # fmt: skip

    def glass(self) -> BreakGlass:
        return queries.glasses_visible_to(fresh("hezh")).order_by("-pk")[0]

    def keep(self) -> None:
        """The leader answers for two people; the third is left for the coming days."""
        leader: Member = fresh("zhengzz")
        campaign = queries.campaigns()[0]
        rows = queries.entries_of(campaign, view="open").exclude(member=leader).order_by("pk")
        for name, reason in (("wufb", "仍负责该账号日常发布"), ("chenzg", "部门负责人，保留领用权限")):
            vault.keep_access(entries=list(rows.filter(member__username=name)), reason=reason, by=leader)


def tell(script: Script, account: Account) -> None:
    """Put access on the script."""
    deeds, at = Access(account), script.at
    at(-9, 9, 0, deeds.store)
    at(
        -6,
        10,
        0,
        lambda: deeds.ask("hezh", SecretKind.PASSWORD, "登录后台更新关键词自动回复", "十一月自动回复调整", 60),
    )
    at(-6, 10, 12, lambda: deeds.approve("hezh"))
    at(-6, 10, 20, lambda: deeds.reveal("hezh"))
    at(-6, 10, 55, lambda: deeds.give_back("hezh"))
    at(-5, 9, 30, lambda: deeds.replace(SECOND))
    at(-4, 9, 0, lambda: vault.open_review(by=fresh("hezh")))
    at(-4, 16, 0, deeds.keep)
    at(-3, 21, 40, deeds.break_glass)
    at(-3, 21, 44, lambda: vault.confirm_break_glass(glass=deeds.glass(), factor_shown=True, by=fresh("chenzg")))
    at(-3, 21, 45, lambda: deeds.reveal("hezh"))
    at(-3, 22, 5, lambda: deeds.replace(THIRD))
    at(-3, 22, 6, lambda: deeds.give_back("hezh"))
    at(-2, 10, 0, lambda: vault.review_break_glass(
        glass=deeds.glass(), findings="异地登录属实，处置及时；密码已更换，并补登了备用手机号。", by=fresh("zhengzz")
    ))  # fmt: skip
    at(-2, 14, 0, lambda: deeds.ask("wufb", SecretKind.TOTP, "登录后台查看留言精选", "留言精选整理"))
    at(-2, 14, 20, lambda: deeds.approve("wufb"))
    at(-2, 15, 5, lambda: jobs.run_now("vault.access_tick"))
    at(-1, 18, 10, lambda: deeds.ask("wufb", SecretKind.PASSWORD, "登录后台调整菜单栏入口", "冬至专题上线", 60))
