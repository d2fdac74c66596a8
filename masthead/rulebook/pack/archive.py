"""Writing the archive: records as JSON, pages for people, the manifest, the script that checks it all."""

import io
import json
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.utils.translation import override

from masthead.core import clock
from masthead.core.digest import digest_bytes
from masthead.org import queries as org
from masthead.rulebook.examination import LANGUAGE
from masthead.rulebook.models import AuditPack
from masthead.rulebook.pack import pages, records

HERE = Path(__file__).resolve().parent
Progress = Callable[[int, str], None]


class Archive:
    """A zip that remembers the digest of everything it holds."""

    def __init__(self) -> None:
        self.buffer = io.BytesIO()
        self.zip = zipfile.ZipFile(self.buffer, "w", zipfile.ZIP_DEFLATED)
        self.digests: dict[str, str] = {}

    def add(self, name: str, data: bytes) -> None:
        self.digests[name] = digest_bytes(data)
        self.zip.writestr(name, data)

    def add_json(self, name: str, value: Any) -> None:
        self.add(name, json.dumps(value, ensure_ascii=False, indent=1, default=str).encode())

    def add_lines(self, name: str, rows: Iterable[Any]) -> int:
        lines = [json.dumps(row, ensure_ascii=False, default=str) for row in rows]
        self.add(name, ("\n".join(lines) + "\n").encode())
        return len(lines)

    def close(self) -> tuple[bytes, str]:
        """The bytes, and the digest of the manifest."""
        manifest = json.dumps({"algorithm": "SHA-256", "files": self.digests}, ensure_ascii=False, indent=1).encode()
        self.zip.writestr("manifest.json", manifest)
        self.zip.close()
        return self.buffer.getvalue(), digest_bytes(manifest)


def build(pack: AuditPack, progress: Progress) -> tuple[bytes, str]:
    """The archive of a pack's period and the digest of its manifest. Reads only; `progress(percent, stage)` is told on the way."""
    with override(LANGUAGE):
        return _build(pack, progress)


def _build(pack: AuditPack, progress: Progress) -> tuple[bytes, str]:
    archive = Archive()
    progress(5, "制度正文与对照")
    found = records.versions(pack)
    texts = [records.text_of(version) for version in found]
    for text in texts:
        archive.add_json(f"text/version-{text['number']}.json", text)
    differences = records.differences(found)
    progress(20, "条款状态与检查")
    states, months = records.states(pack), records.months(pack)
    archive.add_json("figures/states.json", states)
    archive.add_json("figures/months.json", months)
    counts = {"runs": archive.add_lines("probes/runs.jsonl", records.runs(pack))}
    counts["results"] = archive.add_lines("probes/results.jsonl", records.results(pack))
    progress(45, "阅读确认、问题与豁免")
    people = {
        "signatures": records.signatures(found),
        "findings": records.findings(pack),
        "exceptions": records.exceptions(pack),
    }
    for name, rows in people.items():
        archive.add_json(f"people/{name}.json", rows)
        counts[name] = len(rows)
    progress(60, "留痕与证明")
    events = list(records.events(pack))
    counts["events"] = archive.add_lines("trail/events.jsonl", events)
    refusals = [row for row in events if row["event"]["outcome"] == "refused"]
    counts["refusals"] = archive.add_lines("guards/refusals.jsonl", refusals)
    archive.add_json("trail/batches.json", records.batches(pack))
    progress(85, "目录与校验")
    index = _index(pack, texts, counts)
    archive.add_json("index.json", index)
    facts = pages.Facts(pack, index, texts, differences, states, months, people, refusals)
    for name, html in pages.all_pages(facts):
        archive.add(name, html.encode())
    archive.add("style.css", (HERE / "style.css").read_bytes())
    archive.add("verify.py", (HERE / "verify.py").read_bytes())
    return archive.close()


def _index(pack: AuditPack, texts: list[dict[str, Any]], counts: dict[str, int]) -> dict[str, Any]:
    return {
        "format": "masthead-audit-pack-1",
        "since": pack.since.isoformat(),
        "until": pack.until.isoformat(),
        "company": next((str(unit) for unit in org.units_tree()), ""),
        "ordered_by": str(pack.ordered_by),
        "built_at": clock.china(clock.now()).isoformat(timespec="seconds"),
        "versions": [
            {"number": t["number"], "effective_on": t["effective_on"], "text_digest": t["text_digest"]} for t in texts
        ],
        "counts": counts,
    }
