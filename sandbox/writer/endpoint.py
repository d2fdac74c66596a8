"""`POST /writer/v1/chat/completions`. The key `sandbox-writer` is accepted; `model` names a fault: busy, empty, prose."""

from __future__ import annotations

import json
import re
import time

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

KEY = "Bearer sandbox-writer"  # pragma: allowlist secret
ASKED = (("标题", 5), ("摘要", 3), ("改写", 2), ("校对", 1))


async def complete(request: Request) -> Response:
    """Answer like the real thing, in its shapes of success and of error."""
    if request.headers.get("authorization") != KEY:
        return JSONResponse({"error": {"message": "Incorrect API key provided", "type": "invalid_request_error"}}, 401)
    body = json.loads(await request.body())
    model, messages = str(body["model"]), body["messages"]
    if model == "busy":
        return JSONResponse({"error": {"message": "Rate limit reached", "type": "rate_limit_error"}}, 429)
    content = "" if model == "empty" else _suggestions(str(messages[-1]["content"]), prose=model == "prose")
    choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop"}
    return JSONResponse(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": int(time.time()),
            "model": model,
            "choices": [choice],
        }
    )


def _suggestions(asked: str, *, prose: bool) -> str:
    matter = asked[asked.find("<稿件>") + 4 : asked.find("</稿件>")].strip().splitlines()
    title = matter[0].removeprefix("标题：") if matter else ""
    sentences = [s for s in re.split(r"[。！？\n]", "。".join(matter[1:])) if len(s) > 6]
    count = next((n for word, n in ASKED if word in asked.splitlines()[0]), 1)
    if count == 1:
        found = ["未发现问题"]
    else:
        found = [f"{title[:24]}：{(sentences[n % len(sentences)] if sentences else title)[:60]}" for n in range(count)]
    if prose:
        return "\n".join(f"{n}. {words}" for n, words in enumerate(found, 1))
    return "```json\n" + json.dumps(found, ensure_ascii=False) + "\n```"


def routes() -> list[Route]:
    """The one address of the endpoint."""
    return [Route("/writer/v1/chat/completions", complete, methods=["POST"])]
