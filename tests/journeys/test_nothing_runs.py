"""The corpus in a real browser under the strict policy: in the editor, pasted, in the preview, in comments nothing runs."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from masthead.collab import actions as collab
from masthead.content.testing import make_ready_draft, save_text
from masthead.org.models import Member
from tests.attempts.corpus import vectors
from tests.journeys.conftest import Desk

PASTE = """(html) => {
  const data = new DataTransfer(); data.setData('text/html', html); data.setData('text/plain', '茶')
  const box = document.querySelector('.ProseMirror'); box.focus()
  box.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
}"""


def test_nothing_of_the_corpus_runs_anywhere(house: Any, desk_of: Callable[..., Desk]) -> None:
    lin = Member.objects.get(username="linbj")
    draft = make_ready_draft(lin, accounts=[house], title="<img src=x onerror=window.__ran=1>")
    everything = "".join(f"<p>{n}</p>{vector}" for n, vector in enumerate(vectors()))
    save_text(draft, lin, html=everything)
    for vector in vectors()[::20]:
        collab.add_comment(kind="content.draft", target_id=draft.pk, body=vector[:900], by=lin)
    desk = desk_of("linbj")
    dialogs: list[str] = []
    desk.page.on("dialog", lambda d: (dialogs.append(d.message), d.dismiss()))
    asked: list[str] = []
    desk.page.on(
        "request", lambda r: asked.append(r.url) if not r.url.startswith((desk.base, "data:", "blob:")) else None
    )
    for name in ("content:draft", "content:draft_edit", "content:draft_preview", "content:revisions"):
        page = desk.go(reverse(name, args=[draft.pk]))
        if name == "content:draft_edit":
            page.wait_for_selector(".ProseMirror")
            for start in range(0, len(vectors()), 40):
                page.evaluate(PASTE, "".join(vectors()[start : start + 40]))
                page.wait_for_load_state("networkidle")
        for frame in page.frames:
            assert frame.evaluate("() => window.__ran") is None, f"{name}: {frame.url}"
    assert (dialogs, asked) == ([], []), "没有弹窗，也没有向外的请求"
