"""`python -m sandbox --port 8081 --data DIR`: one process, one world."""

from __future__ import annotations

import argparse
from pathlib import Path

import uvicorn

from sandbox.app import build_app
from sandbox.connections import CuttableProtocol


def main() -> None:
    """Read the arguments and serve until stopped."""
    parser = argparse.ArgumentParser(prog="sandbox", description="Platform sandbox for tests and demonstrations.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--data", type=Path, required=True, help="directory for the sandbox's own files")
    chosen = parser.parse_args()
    uvicorn.run(
        build_app(chosen.data),
        host=chosen.host,
        port=chosen.port,
        http=CuttableProtocol,
        ws="none",
        access_log=False,
        proxy_headers=False,
        log_level="warning",
        timeout_graceful_shutdown=1,
        timeout_keep_alive=60,
    )


if __name__ == "__main__":
    main()
