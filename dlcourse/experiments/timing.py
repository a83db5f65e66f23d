"""How long calls take, side by side, on a machine that does other things, too."""

import time

from dlcourse.nn.training.budget import few

ROUNDS = 30
SECONDS = 0.08  # that the rounds of one side may take, and no more than one round if that is too little
# The processor's time, so that other programs matter little; on Windows it ticks too seldom.
_clock = time.process_time if time.get_clock_info("process_time").resolution < 1e-5 else time.perf_counter


def shortest(calls):
    """The shortest time of each of some calls, which take turns: what other programs do only makes one longer."""
    times = {side: [_timed(call)] for side, call in calls.items()}
    for _ in range(few(ROUNDS, 1)):
        for side, call in calls.items():
            if sum(times[side]) < SECONDS:
                times[side].append(_timed(call))
    return {side: min(found) for side, found in times.items()}


def _timed(call):
    begun = _clock()
    call()
    return _clock() - begun
