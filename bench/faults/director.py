"""What strikes when: chosen by the seed, mixed all the time, until most posts are out. Every strike is noted with its moment."""

import random
import time
from dataclasses import dataclass, field
from typing import Any

from bench.faults.accounts import BY_KEY, Kind, Opened
from bench.faults.house import House
from sandbox.testing import SandboxServer

HOUR = 3600.0
QUICK_START = 12.0  # seconds in which a worker starts on a machine that has nothing else to do
CALM_FROM = 0.92  # from this share of finished posts on nothing new strikes: the rest is reconciliation
SLOW_AUDITS = (0.2, 0.2, 1.0, 4.0)


@dataclass(frozen=True)
class Strike:
    """Something that was done to the house. `ended` differs from `at` for what lasts (a wrong clock, a server that was away)."""

    kind: str
    at: float
    ended: float


@dataclass(frozen=True)
class Pace:
    """Mean seconds between two strikes of a kind; 0 = never."""

    worker: float = 4.0
    restart: float = 40.0
    database: float = 45.0
    broker: float = 55.0
    beat: float = 110.0
    web: float = 70.0
    clock: float = 50.0
    token: float = 5.0
    audit: float = 12.0

    def hurried(self, factor: float) -> "Pace":
        """Clocks keep their pace: while one is wrong no wait can be measured."""
        return Pace(**{name: value * (1 if name == "clock" else factor) for name, value in vars(self).items()})


@dataclass
class Director:
    """Strikes until told to stop."""

    house: House
    opened: list[Opened]
    chance: random.Random
    pace: Pace
    strikes: list[Strike] = field(default_factory=list)
    warm: float = (
        5.0  # seconds that a process takes to start on this machine: one that is killed sooner has done nothing yet
    )
    clock_until: float = 0.0
    clock_since: float = 0.0

    def __post_init__(self) -> None:
        possible = [kind for kind, mean in vars(self.pace).items() if mean > 0 and self._can(kind)]
        now = time.monotonic()
        self.next = {kind: now + self._wait(kind) for kind in possible}

    def _can(self, kind: str) -> bool:
        return self.house.celery or kind not in ("database", "broker", "beat")

    def _wait(self, kind: str) -> float:
        """On a slow machine processes are killed less often: else none would ever get to work. A broker's end ends workers too."""
        slow = max(1.0, self.warm / QUICK_START) if kind in ("worker", "beat", "broker") else 1.0
        return self.chance.uniform(0.4, 1.6) * float(getattr(self.pace, kind)) * slow

    def step(self) -> None:
        """Do what is due; called several times a second."""
        if self.clock_until and time.monotonic() > self.clock_until:
            self._clock_back()
        for kind, moment in list(self.next.items()):
            if time.monotonic() < moment:
                continue
            getattr(self, f"_{kind}")()
            self.next[kind] = time.monotonic() + self._wait(kind)

    def calm(self) -> None:
        """Nothing new strikes; the platforms' own faults are over too."""
        if self.clock_until:
            self._clock_back()
        self.next = {}
        self.house.sandbox.clear_faults()
        self.house.sandbox.settings(publish_seconds=0.2)

    def _note(self, kind: str, since: float | None = None) -> None:
        now = time.time()
        self.strikes.append(Strike(kind, now if since is None else since, now))

    def _worker(self) -> None:
        """A whole worker if one has been at work for a while, else one of its processes: those are replaced at once."""
        names = [child.name for child in self.house.children if child.name.startswith("worker")]
        grown = [name for name in names if self._has_grown(name)]
        if grown and (not self.house.celery or self.chance.random() < 0.4):
            self.house.kill(self.chance.choice(grown))
            self._note("worker")
        elif grown and self.house.kill_one_hand(self.chance.choice(grown), self.chance):
            self._note("hand")

    def _restart(self) -> None:
        """A rolling restart: a worker is asked to go while it works."""
        names = [child.name for child in self.house.children if child.name.startswith("worker")]
        if grown := [name for name in names if self._has_grown(name)]:
            self.house.ask_to_go(self.chance.choice(grown))
            self._note("restart")

    def _has_grown(self, name: str) -> bool:
        return any(
            child.age > 1.5 * self.warm and not child.leaving for child in self.house.children if child.name == name
        )

    def _beat(self) -> None:
        self._whole("beat")

    def _web(self) -> None:
        self._whole("web")

    def _whole(self, name: str) -> None:
        if self._has_grown(name):
            self.house.kill(name)
            self._note(name)

    def _database(self) -> None:
        since = time.time()
        assert self.house.cluster is not None
        self.house.cluster.strike()
        time.sleep(self.chance.uniform(0.0, 1.5))
        self.house.cluster.raise_again()
        self._note("database", since)

    def _broker(self) -> None:
        since = time.time()
        assert self.house.broker is not None
        self.house.broker.strike()
        time.sleep(self.chance.uniform(0.0, 1.5))
        self.house.broker.raise_again()
        self._note("broker", since)

    def _clock(self) -> None:
        if self.clock_until:
            return
        self.house.set_clocks(self.chance.choice((-HOUR, HOUR)))
        self.clock_since = time.time()
        self.clock_until = time.monotonic() + self.chance.uniform(5, 15)

    def _clock_back(self) -> None:
        self.house.set_clocks(0)
        self.clock_until = 0.0
        self._note("clock", self.clock_since)

    def _token(self) -> None:
        """The next call of one account meets a token that is over, in the middle of whatever it was doing."""
        renewing = [one for one in self.opened if one.kind.renews]
        if renewing:
            one = self.chance.choice(renewing)
            self.house.sandbox.set_fault("expired_token", _any_call(one), appid=one.app_id, count=1)
            self._note("token")

    def _audit(self) -> None:
        self.house.sandbox.settings(publish_seconds=self.chance.choice(SLOW_AUDITS))


def _any_call(one: Opened) -> str:
    """A call that carries the token: the renewal itself knows no expired one."""
    kind = BY_KEY[one.kind.key]
    return random.choice([*kind.publish_calls, *kind.look_calls, *kind.upload_calls[:1]])


def break_platforms(house: House, opened: list[Opened]) -> None:
    """Switch on what the platforms do wrong all the time."""
    sandbox = house.sandbox
    kinds = {one.kind.key: one.kind for one in opened}.values()
    for kind in kinds:
        for call in kind.publish_calls:
            for fault, share, more in PUBLISH_FAULTS:
                _break(sandbox, kind, fault, call, share, more)
        for call in (*kind.upload_calls, *kind.look_calls):
            for fault, share, more in OTHER_FAULTS:
                _break(sandbox, kind, fault, call, share, more)
    sandbox.set_fault("slow", "*", probability=0.1, ms=200)
    sandbox.set_fault("callback_lost", "*", probability=0.25)
    sandbox.set_fault("callback_duplicated", "*", probability=0.25)


def _break(sandbox: SandboxServer, kind: Kind, fault: Any, call: str, share: float, more: dict[str, Any]) -> None:
    if fault == "throttle" and kind.throttle_code:
        fault, more = "errcode", {"errcode": kind.throttle_code}
    sandbox.set_fault(fault, call, probability=share, **more)


PUBLISH_FAULTS: tuple[tuple[Any, float, dict[str, Any]], ...] = (
    ("timeout_after", 0.05, {}),
    ("timeout_before", 0.04, {}),
    ("http_500", 0.02, {}),
    ("http_500", 0.02, {"after": True}),
    ("throttle", 0.02, {}),
    ("slow", 0.03, {"ms": 1500}),
)
OTHER_FAULTS: tuple[tuple[Any, float, dict[str, Any]], ...] = (
    ("timeout_before", 0.01, {}),
    ("timeout_after", 0.01, {}),
    ("http_500", 0.02, {}),
    ("throttle", 0.01, {}),
)
