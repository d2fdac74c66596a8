"""The paper side of 云岭茶事: dossier, certification, papers, a hand-over under way, check-ups of the last days."""

import datetime as dt
import io

from PIL import Image, ImageDraw

from masthead.accounts import actions as accounts
from masthead.accounts import queries
from masthead.accounts.identity import check_digit
from masthead.accounts.models import Account
from masthead.accounts.papers import DossierFacts
from masthead.core.errors import NotPermitted
from masthead.web.demo import pictures
from masthead.web.demo.people import fresh
from masthead.web.demo.script import Script

SEVENTEEN = "91510118MA6CYUNL3"
PAPERS = (
    ("licence", "云岭茶业-营业执照.pdf", "YUNLING TEA CO., LTD - BUSINESS LICENCE", None),
    ("authorisation", "云岭茶事-运营授权书.pdf", "LETTER OF AUTHORISATION", 210),
    ("identity", "运营者身份证明.jpg", "IDENTITY OF THE OPERATOR (SAMPLE)", 1500),
    ("contract", "微信认证服务合同.pdf", "SERVICE CONTRACT", 45),
)


class RegisterStory:
    """Deeds of the cast about one account."""

    def __init__(self, script: Script, account: Account) -> None:
        self.script, self.pk = script, account.pk

    @property
    def account(self) -> Account:
        return queries.get_account(self.pk)

    def day(self, offset: int) -> dt.date:
        return self.script.today + dt.timedelta(days=offset)

    def fill_dossier(self) -> None:
        by, keeper = fresh("hezh"), fresh("wufb")
        facts = DossierFacts(
            company_name="云岭茶业有限公司", credit_code=SEVENTEEN + check_digit(SEVENTEEN), registered_on=self.day(-1180),
            bound_phone="028-8530 2210".replace(" ", ""), phone_holder=keeper, bound_email="account@yunling-tea.example",
            email_holder=by, intro="蒙顶山下一家茶企的手记：节气、工艺、茶农与一杯茶的来历。", followers_at_start=12680,
            avatar_data=pictures.tea_hills("云岭茶事", size=(240, 240)), avatar_name="云岭茶事-头像.jpg",
        )  # fmt: skip
        accounts.save_dossier(account=self.account, facts=facts, by=by)
        accounts.record_certification(
            account=self.account, state="certified", kind="company", number="YR-2025-118204", body="微信认证",
            certified_on=self.day(-346), expires_on=self.day(20), yearly_cost_fen=30000, by=by,
        )  # fmt: skip

    def file_papers(self) -> None:
        for kind, name, words, days in PAPERS:
            accounts.store_document(
                account=self.account, kind=kind, data=paper(words, name.rpartition(".")[2]), name=name, by=fresh("hezh"),
                valid_from=self.day(-155), valid_until=self.day(days) if days else None,
            )  # fmt: skip

    def open_identity(self) -> None:
        document = next(d for d in queries.documents_of(self.account) if d.kind == "identity")
        accounts.open_document(document=document, by=fresh("wufb"), reason="续办微信认证，平台要求复核运营者")

    def try_to_open(self) -> None:
        """An editor's attempt; the refusal stays on the trail."""
        document = next(d for d in queries.documents_of(self.account) if d.kind == "contract")
        try:
            accounts.open_document(document=document, by=fresh("linbj"), reason="想看看合同价格")
        except NotPermitted:
            return
        raise AssertionError("a paper was given to somebody who keeps no account")

    def begin_handover(self) -> None:
        accounts.begin_handover(member=fresh("wufb"), cause="moving", by=fresh("hezh"), note="下月起轮岗到市场部")


def paper(words: str, form: str) -> bytes:
    """A small scan: a sheet with a frame, a line of text and a round seal."""
    sheet = Image.new("RGB", (595, 842), (252, 250, 245))
    draw = ImageDraw.Draw(sheet)
    draw.rectangle([40, 40, 555, 802], outline=(150, 140, 120), width=3)
    draw.text((80, 120), words, fill=(40, 40, 40))
    for line in range(12):
        draw.line([(80, 200 + 34 * line), (515 - 30 * (line % 3), 200 + 34 * line)], fill=(190, 184, 170), width=2)
    draw.ellipse([390, 620, 510, 740], outline=(190, 40, 40), width=5)
    out = io.BytesIO()
    sheet.save(out, format="PDF" if form == "pdf" else "JPEG", quality=80)
    return out.getvalue()


def tell(script: Script, account: Account) -> None:
    """Put the register's deeds on the script."""
    story = RegisterStory(script, account)
    script.at(-14, 10, 5, story.fill_dossier)
    script.at(-14, 10, 40, story.file_papers)
    script.at(-6, 15, 20, story.open_identity)
    script.at(-6, 16, 2, story.try_to_open)
    script.at(-2, 17, 30, story.begin_handover)
    for day in range(-12, 1):
        script.at(day, 6, 10, lambda: accounts.check_up(accounts=queries.to_check_up()))
        script.at(day, 7, 0, accounts.tell_of_endings)
