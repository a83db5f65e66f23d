"""Restricted Boltzmann machines that learn bars and stripes, in three ways, and what is measured of each.

Three ways: chains that begin at the examples and make one step (CD-1) or ten (CD-10), and chains that go on where the
last update left them (persistent). All begin with the same weights and make the same number of updates with all 30
patterns; there are as many chains as patterns, so a step of the chains costs the same for all. A way is asked as often
as another for the best of its rates, constant or falling to 0.
"""

import numpy as np

from dlcourse.experiments.autoencoder import bars
from dlcourse.experiments.comparison import compare
from dlcourse.lessons.neuron import sigmoid
from dlcourse.nn.training.budget import few

UPDATES, LONG = 6000, 10_000
TUNING, SEEDS = (100, 101, 102), tuple(range(10))
SPREAD = 0.1  # standard deviation of the first weights
SCHEDULES = (0, 1)  # a constant rate, and one that falls to 0
ENDS = {"falling": {0: "the rate is constant", 1: "it falls to 0"}}
WAYS = {  # steps of the chains for each update, whether the chains go on, updates
    "CD-1": (1, False, UPDATES),
    "CD-10": (10, False, UPDATES),
    "persistent": (1, True, UPDATES),
    "CD-10, a tenth of the updates": (10, False, UPDATES // 10),
}
RATES = dict.fromkeys(WAYS, (0.025, 0.05, 0.1, 0.2, 0.4)) | {
    "CD-10": (0.05, 0.1, 0.2, 0.4, 0.8),
    "CD-10, a tenth of the updates": (0.2, 0.4, 0.8, 1.6, 3.2),
}


def first_machine(seed, visible=bars.VISIBLE, hidden=bars.HIDDEN):
    """A machine before it learns: small random weights, biases 0."""
    W = np.random.default_rng([13, seed]).normal(0, SPREAD, size=(visible, hidden))
    return {"W": W, "b": np.zeros(hidden), "c": np.zeros(visible)}


def reconstruction_error(V, machine):
    """The mean squared difference of pixels and their reconstruction: by the chances of hidden units, nothing drawn."""
    H = sigmoid(V @ machine["W"] + machine["b"])
    return float(np.mean((sigmoid(H @ machine["W"].T + machine["c"]) - V) ** 2))


def learn(direction, free_energy, seed, *, rate, falling=False, steps=1, goes_on=False, updates=UPDATES, looks=20):
    """Teach a machine bars and stripes, and look at it now and then.

    Parameters
    ----------
    direction : function
        As the learner's ``contrastive_divergence``.
    free_energy : function
        As the learner's ``rbm_free_energy``.
    seed : int
        Of first weights and draws.
    rate : float
        What a direction is multiplied by; if `falling`, it falls to 0 in equal steps.
    steps : int
        Of the chains, for each update.
    goes_on : bool
        Whether the chains, one for each pattern, go on where they were; they begin at random.
    updates : int
    looks : int
        How many times it is measured, beside the beginning.

    Returns
    -------
    tuple (dict of str to list, dict)
        "update", "divergence" (in nats) and "reconstruction error" at each look; and the machine at the end.
    """
    V, rng, machine = bars.patterns(), np.random.default_rng([14, seed]), first_machine(seed)
    chain = (rng.random(V.shape) < 0.5).astype(float) if goes_on else None
    seen = {"update": [], "divergence": [], "reconstruction error": []}
    done, most = 0, few(updates, 2)
    for look in range(looks + 1):
        for update in range(done, min(round(look * updates / looks), most)):
            *ways, end = direction(V, **machine, rng=rng, steps=steps, chain=chain)
            now = rate * (1 - update / updates) if falling else rate
            machine = {name: array - now * way for (name, array), way in zip(machine.items(), ways)}
            chain, done = end if goes_on else None, update + 1
        seen["update"].append(round(look * updates / looks))
        seen["divergence"].append(bars.divergence(free_energy, V, machine))
        seen["reconstruction error"].append(reconstruction_error(V, machine))
    return seen, machine


def compared(direction, free_energy, *, watch=None):
    """Tune all ways on some seeds, and measure them on others: a Comparison, and all that was seen.

    Parameters
    ----------
    direction, free_energy : function
        As of :func:`learn`.
    watch : function, optional
        As of :func:`dlcourse.experiments.comparison.compare`.

    Returns
    -------
    tuple (Comparison, dict)
        The divergence at the end; and by (way, seed, rate, falling) what was seen, and how the chances lie.
    """
    kept, V = {}, bars.patterns()

    def measure(way, seed, rate, falling):
        steps, goes_on, updates = WAYS[way]
        how = {"rate": rate, "falling": falling, "steps": steps, "goes_on": goes_on, "updates": updates, "looks": 12}
        seen, machine = learn(direction, free_energy, seed, **how)
        kept[way, seed, rate, falling] = seen, bars.spread(free_energy, V, machine)
        return seen["divergence"][-1]

    ranges = {name: {"rate": RATES[name], "falling": SCHEDULES} for name in WAYS}
    how = {"tuning": TUNING, "seeds": SEEDS, "what": "divergence at the end, nats"}
    return compare({name: name for name in WAYS}, ranges, measure, natural=dict(ENDS), watch=watch, **how), kept
