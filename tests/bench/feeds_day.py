"""24 simulated hours of 1,000 feeds: how often they are asked, what is missed, how late news is seen.

    python tests/bench/feeds_day.py [FEEDS] [SEED]

The program's own schedule and batches on a clock of their own (tests/feeds/simulation.py), against a fixed schedule of
15 minutes over the same publishers. Nothing here depends on the machine.
"""

import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.feeds.simulation import HOUR, Publisher, fixed_schedule, publishers, simulate

FEEDS = 1000
SEED = 5
WATCH = 300.0
FIXED = 900.0


def minutes(delays: Sequence[float]) -> str:
    if not delays:
        return "none"
    median, late = delays[len(delays) // 2], delays[int(len(delays) * 0.99)]
    return f"median {median / 60:.0f} min, p99 {late / 60:.0f} min, longest {delays[-1] / 60:.0f} min"


def run(feeds: int = FEEDS, seed: int = SEED) -> None:
    began = time.perf_counter()
    every = publishers(feeds, seed)
    day = simulate(every, watch=WATCH)
    well, kept = day.well(), day.kept_up_with(WATCH)
    hosts = len(day.hosts)
    print(f"{feeds} feeds of {hosts} hosts, 24 hours, a pass every {WATCH / 60:.0f} min ({day.passes} passes, longest ")
    print(f"  {day.longest_pass:.0f} s), {day.came(every)} entries published; {time.perf_counter() - began:.0f} s here")
    print(f"{'polls':34s} {', '.join(f'{count} {name}' for name, count in sorted(day.outcomes.items()))}")
    print(f"{'requests a feed and day':34s} {day.requests():.1f}; fixed schedule of 15 min: {24 * HOUR / FIXED:.0f}")
    fixed_missed, fixed_delays = fixed_schedule(well, FIXED, random.Random(seed))
    print(f"{'from publication to poll':34s} {minutes(day.delays(well))}; fixed: {minutes(fixed_delays)}")
    print(f"{'the same, feeds by entries a day':34s}")
    for least, most in ((0, 3), (3, 12), (12, 48), (48, 10**6)):
        some = [one for one in well if least <= _a_day(one) < most]
        asked = sum(len(one.asked) for one in some) / max(len(some), 1)
        print(f"  {least:3d} and more: {len(some):4d} feeds, {asked:5.1f} requests, {minutes(day.delays(some))}")
    print(
        f"{'missed, feeds that can be kept up':34s} {day.missed(kept)} of {day.came(kept)} entries of {len(kept)} feeds"
    )
    print(f"{'missed, all that answer':34s} {day.missed(well)} of {day.came(well)}; fixed: {fixed_missed}")
    print(f"{'requests too soon for their host':34s} {day.too_close()} of {sum(map(len, day.hosts.values()))}")


def _a_day(publisher: Publisher) -> int:
    return sum(moment >= 0 for moment in publisher.times)


if __name__ == "__main__":
    run(*map(int, sys.argv[1:]))
