"""One run: claimed in a transaction, asked outside of any, settled in another."""

import json

from masthead.content import actions, queries
from masthead.content.assistant.prompts import Wish, answers_in, messages_for
from masthead.content.documents import plain_text
from masthead.content.models import AssistantRun, AssistantSetup
from masthead.core import outbound, secrets

SECONDS = 60.0


def answer(run_id: int) -> None:
    """Ask the endpoint for one waiting run. Safe to call twice: only one caller gets the claim; a lost worker's run is given up by the clock."""
    run = actions.claim_run(run_id=run_id)
    setup = AssistantSetup.objects.filter(enabled=True).first()
    if run is None:
        return
    if setup is None:
        actions.settle_run(run=run, error=queries.assistant_off_words())
        return
    messages, hidden = messages_for(_wish(run))
    try:
        reply = outbound.send(
            "POST",
            f"{setup.base_url.rstrip('/')}/chat/completions",
            json={"model": setup.model, "messages": messages, "temperature": 0.7, "stream": False},
            headers={"Authorization": f"Bearer {secrets.unseal(setup.sealed_key, setup.seal_context)}"},
            timeout=SECONDS,
        )
        found, error = _read(reply)
    except (outbound.Fault, outbound.Refused, secrets.SecretUnavailable) as trouble:
        found, error = [], str(trouble)
    actions.settle_run(
        run=run, answers=found, error=error, hidden=hidden, sent=sum(len(m["content"]) for m in messages)
    )


def _read(reply: outbound.Reply) -> tuple[list[str], str]:
    if reply.status != 200:
        return [], queries.assistant_status_words(reply.status)
    try:
        content = json.loads(reply.body)["choices"][0]["message"]["content"]
        found = answers_in(str(content))
    except (ValueError, KeyError, IndexError, TypeError):
        found = []
    return found, "" if found else queries.assistant_empty_words()


def _wish(run: AssistantRun) -> Wish:
    revision = run.draft.revision
    text = plain_text(revision.html) if revision else ""
    voice = queries.voice_of(run.account) if run.account else queries.Voice()
    return Wish(
        run.task, run.draft.title, text, platform=str(run.account.platform) if run.account else "", tone=voice.tones, avoid=voice.avoid,
    )  # fmt: skip
