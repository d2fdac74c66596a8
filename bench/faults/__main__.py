"""The command line of `./dev faults`; the last line is `published N duplicates 0 lost 0 unknown 0`, the code 1 when anything is wrong."""

import argparse
import json
import random
import signal
import sys
from dataclasses import asdict

from bench.faults.accounts import BY_KEY
from bench.faults.director import Pace
from tools.servers import installed_postgresql


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./dev faults", description="Publish while everything breaks; count at the platforms."
    )
    parser.add_argument("--count", type=int, default=5000, help="publications (default 5000)")
    parser.add_argument("--accounts", type=int, default=50)
    parser.add_argument("--platforms", default="", help=f"comma-separated, of {', '.join(BY_KEY)} (default all)")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument(
        "--database", choices=("postgresql", "sqlite"), default="postgresql" if installed_postgresql() else "sqlite"
    )
    parser.add_argument("--broker", choices=("redis", "rabbitmq"), default="redis", help="with PostgreSQL")
    parser.add_argument(
        "--minutes", type=float, default=60, help="give up after so long; what is open then counts as stuck"
    )
    parser.add_argument(
        "--hurry", type=float, default=1.0, help="factor on all pauses between strikes (0.3 = more often)"
    )
    parser.add_argument("--keep", action="store_true", help="keep the folder with logs and databases")
    parser.add_argument("--json", action="store_true", help="the figures as one line of JSON before the last line")
    parser.add_argument(
        "--real", action="store_true", help="instead: 120 posts on the real Bluesky and WordPress servers"
    )
    parser.add_argument("--rounds", type=int, default=4, help="with --real: how often, each time from nothing")
    return parser


def main() -> int:
    args = _parser().parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started is taken down in any case
    if args.real:
        from bench.faults import real

        return real.main(rounds=args.rounds, count=args.count if args.count != 5000 else 120, seed=args.seed)
    from bench.faults.campaign import Order, run
    from bench.faults.table import last_line, lines_of

    order = Order(
        count=args.count, accounts=args.accounts, platforms=tuple(filter(None, args.platforms.split(","))),
        workers=args.workers, seed=args.seed, database=args.database, minutes=args.minutes,
        pace=Pace().hurried(args.hurry), keep=args.keep, broker=args.broker,
    )  # fmt: skip
    print(
        f"seed {order.seed}: {order.count} publications, {order.accounts} accounts, {order.database}, {order.broker}",
        flush=True,
    )
    ran = run(order)
    print("\n".join(lines_of(order, ran)))
    if args.json:
        print(json.dumps(asdict(ran), ensure_ascii=False))
    print(last_line(ran.found), flush=True)
    return 0 if ran.found.good else 1


if __name__ == "__main__":
    sys.exit(main())
