"""Check a proof exported from Masthead: python3 check_proof.py proof.json [head]  (standard library only, no network).

Says what was proved; exit code 1 when something does not fit. `head` is the value that the company published (in a report, by mail).
"""

import hashlib
import json
import sys
import unicodedata
from pathlib import Path
from typing import Any


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def normal(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {normal(key): normal(item) for key, item in value.items()}
    return [normal(item) for item in value] if isinstance(value, list) else value


def check(proof: dict[str, Any], published: str = "") -> list[str]:
    """What does not fit, in sentences; none when the proof holds."""
    event = json.dumps(normal(proof["event"]), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if sha(event) != proof["digest"]:
        return ["the event does not have the digest it claims (it was changed)"]
    value = sha(f"leaf:{proof['position']}:{proof['event_id']}:{proof['digest']}")
    for side, partner in proof["path"]:
        value = sha(f"node:{partner}:{value}" if side == "left" else f"node:{value}:{partner}")
    if not proof["batches"] or value != proof["batches"][0]["tree"]:
        return ["the path does not lead to the tree of the batch"]
    head, heads = proof["previous_head"], []
    for batch in proof["batches"]:
        head = sha(f"head:{head}:{batch['tree']}:{batch['count']}")
        heads.append(head)
        if head != batch["head"]:
            return [f"batch {batch['batch']} does not follow from the one before"]
    if published and published not in heads:
        return ["the published head is none of the heads of this proof"]
    return []


def main(arguments: list[str]) -> int:
    proof = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    published = arguments[1].strip().lower() if len(arguments) > 1 else ""
    lines = [f"不符 / DOES NOT FIT: {fault}" for fault in check(proof, published)]
    code = 1 if lines else 0
    if not lines:
        event, last = proof["event"], proof["batches"][-1]
        lines = [f"正确 / PROVED: {event['at']} {event['actor_name']} {event['name']} {event['target_name']}"]
        lines.append(f"链头 / head: {last['head']} ({last['sealed_at']})")
        if not published:
            lines.append("请与公司公布的链头核对 / compare this head with the one the company published")
    sys.stdout.write("\n".join(lines) + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
