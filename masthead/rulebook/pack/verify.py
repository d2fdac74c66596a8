"""校验本资料包 / Check this pack:  python3 verify.py  (standard library only, no network).

Says what was checked; exit code 1 when something does not fit. Compare the manifest's digest with the one that the company gave you.
"""

import hashlib
import json
import sys
import unicodedata
from pathlib import Path
from typing import Any


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def canonical(value: Any) -> str:
    return json.dumps(normal(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def normal(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {normal(key): normal(item) for key, item in value.items()}
    return [normal(item) for item in value] if isinstance(value, list) else value


def lines_of(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def check_files(folder: Path) -> list[str]:
    wanted: dict[str, str] = read(folder / "manifest.json")["files"]
    here = {str(p.relative_to(folder)).replace("\\", "/") for p in folder.rglob("*") if p.is_file()} - {"manifest.json"}
    faults = [f"文件缺失 missing file: {name}" for name in sorted(set(wanted) - here)]
    faults += [f"多出文件 unexpected file: {name}" for name in sorted(here - set(wanted)) if "__pycache__" not in name]
    changed = [name for name in sorted(here & set(wanted)) if sha((folder / name).read_bytes()) != wanted[name]]
    return faults + [f"文件被改动 changed file: {name}" for name in changed]


def check_texts(folder: Path) -> list[str]:
    faults = []
    for path in sorted((folder / "text").glob("version-*.json")):
        version = read(path)
        if sha(canonical(version["digested"]).encode()) != version["text_digest"]:
            faults.append(f"正文与摘要不符 text does not have its digest: {path.name}")
    return faults


def check_signatures(folder: Path) -> list[str]:
    faults = []
    for row in read(folder / "people" / "signatures.json"):
        lines = [f"{name}={unicodedata.normalize('NFC', value)}" for name, value in row["sealed"]]
        if sha("\n".join(lines).encode()) != row["seal"]:
            faults.append(f"签名与封存值不符 signature does not have its seal: {row['seal'][:16]}")
    return faults


def check_snapshots(folder: Path) -> list[str]:
    rows = read(folder / "figures" / "months.json")
    return [
        f"月度快照被改动 changed month: {r['body']['month']}"
        for r in rows
        if sha(canonical(r["body"]).encode()) != r["digest"]
    ]


def parents(level: list[str]) -> list[str]:
    pairs = [sha(f"node:{level[i]}:{level[i + 1]}".encode()) for i in range(0, len(level) - 1, 2)]
    return pairs + level[len(pairs) * 2 :]


def tree_of(leaves: list[list[Any]]) -> str:
    level = [sha(f"leaf:{position}:{pk}:{digest}".encode()) for position, pk, digest in leaves]
    while len(level) > 1:
        level = parents(level)
    return level[0]


def check_trail(folder: Path) -> list[str]:
    proof, faults = read(folder / "trail" / "batches.json"), []
    head, places = proof["previous_head"], {}
    for batch in proof["batches"]:
        if batch["leaves"] and tree_of(batch["leaves"]) != batch["tree"]:
            faults.append(f"批次的树不符 tree of batch {batch['batch']} does not fit")
        head = sha(f"head:{head}:{batch['tree']}:{batch['count']}".encode())
        if head != batch["head"]:
            return [*faults, f"批次不相连 batch {batch['batch']} does not follow from the one before"]
        places.update({pk: (position, digest) for position, pk, digest in batch["leaves"]})
    for row in lines_of(folder / "trail" / "events.jsonl"):
        if sha(canonical(row["event"]).encode()) != row["digest"]:
            faults.append(f"留痕被改动 changed event: {row['event_id']}")
        elif row["position"] is not None and places.get(row["event_id"]) != (row["position"], row["digest"]):
            faults.append(f"留痕不在批次中 event {row['event_id']} is in no batch")
    return faults


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0]) if arguments else Path(__file__).resolve().parent
    faults = [
        *check_files(folder),
        *check_texts(folder),
        *check_signatures(folder),
        *check_snapshots(folder),
        *check_trail(folder),
    ]
    lines = [f"不符 / DOES NOT FIT: {fault}" for fault in faults]
    if not faults:
        index, batches = read(folder / "index.json"), read(folder / "trail" / "batches.json")["batches"]
        lines = [
            f"正确 / PROVED: {index['since']} — {index['until']}",
            f"清单 / manifest: {sha((folder / 'manifest.json').read_bytes())}",
        ]
        lines += [f"链头 / head: {batches[-1]['head']}"] if batches else []
        lines.append("请与公司提供的清单摘要和链头核对 / compare both with what the company gave you")
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
