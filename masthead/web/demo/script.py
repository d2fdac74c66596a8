"""The script: deeds with their moments, played in order. Each deed happens at its own moment, in the product and on the platform."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from masthead.core import clock
from masthead.web.demo.platform import Platform

Deed = Callable[[], object]


@dataclass
class Script:
    """Collects deeds, then plays them in order of time."""

    platform: Platform
    today: dt.date
    deeds: list[tuple[dt.datetime, int, Deed]] = field(default_factory=list)

    def at(self, day: int, hour: int, minute: int, deed: Deed) -> None:
        """A deed on day `day` (0 = today, -1 = yesterday) when clocks in Shanghai show hour:minute."""
        moment = clock.at_china(self.today + dt.timedelta(days=day), hour, minute)
        self.deeds.append((moment, len(self.deeds), deed))

    def play(self) -> int:
        """Play everything that lies in the past; returns how many deeds there were."""
        real = clock.now()
        played = 0
        for moment, _, deed in sorted(self.deeds, key=lambda d: d[:2]):
            if moment > real:
                continue
            offset = moment - clock.now()
            self.platform.set_offset(offset)
            with clock.travelling(offset):
                deed()
            played += 1
        self.platform.set_offset(dt.timedelta())
        return played
