"""Flow matching in the plane: straight ways from noise to points, and how few steps they need."""

import numpy as np

from dlcourse.data.stored import measurements
from dlcourse.experiments.diffusion import plane, walks
from dlcourse.experiments.diffusion.points import RATE, UPDATES, PointNetwork, learn, trained
from dlcourse.lessons import diffusion
from dlcourse.nn.training.pace import at_pace

STEPS = (1, 2, 3, 5, 10, 20, 50)
TUNED_AT = 10  # steps
NAMES = 28  # characters of the names of rows
SIDES = ("flow", "diffusion, says the noise", "diffusion, says the points")


def learn_flow(flow_target, *, seed=0, rate=RATE):
    """Train the same network to say how fast, and whereto, a point on its straight way goes.

    Parameters
    ----------
    flow_target : function
        As the learner's.
    seed : int
        Draws weights, points, noise and times.
    rate : float

    Returns
    -------
    tuple (PointNetwork, array (UPDATES,))
        The network, and the loss before each update.
    """
    flow_target = at_pace(flow_target, diffusion.flow_target)
    rng = np.random.default_rng(seed)

    def gradient(x0, noise, network):
        t = rng.random(len(x0))
        x, velocity = flow_target(x0, noise, t=t)
        off = network(x, t) - velocity
        return float(np.mean(off**2)), 2 * off / off.size

    return trained(PointNetwork(rng, 1.0), gradient, rng, updates=UPDATES, rate=rate)


def follow(model, *, steps, count=1000, seed=0):
    """Go with the flow from pure noise, a number of steps of equal length.

    Parameters
    ----------
    model : function
        Points (N, 2) and times (N,) to velocities (N, 2).
    steps : int
    count : int
        How many points.
    seed : int

    Returns
    -------
    array (steps + 1, count, 2)
        The noise is the last, the samples are the first: as :func:`~dlcourse.experiments.diffusion.walks.leap`.
    """
    _, x = walks.begun(count, seed)
    path = [x]
    for k in range(steps):
        x = x + model(x, np.full(len(x), k / steps)) / steps
        path.append(x)
    return np.stack(path[::-1])


def side(name, seed, rate):
    """Train one side of the comparison with the course's own functions, and try it with all numbers of steps.

    Parameters
    ----------
    name : str
        One of `SIDES`.
    seed : int
    rate : float

    Returns
    -------
    dict of str to list of float
        For each of `STEPS` "near" and "reached" in percent; and "detour" alone, of the longest walk.
    """
    if name == "flow":
        model, _ = learn_flow(diffusion.flow_target, seed=seed, rate=rate)
        paths = [follow(model, steps=count, seed=seed) for count in STEPS]
    else:
        alpha_bar = diffusion.noise_schedule(STEPS[-1])
        says_noise = name == SIDES[1]
        target, clean = ("noise", diffusion.clean_from_noise) if says_noise else ("clean", None)
        model, _ = learn(diffusion.denoising_loss, alpha_bar=alpha_bar, target=target, seed=seed, rate=rate)
        believe = walks.by_network(model, alpha_bar=alpha_bar, clean_from_noise=clean)
        paths = [
            walks.leap(diffusion.ddim_step, believe, alpha_bar=alpha_bar, steps=count, seed=seed) for count in STEPS
        ]
    found = {"near": [plane.near(path[0]) for path in paths], "reached": [plane.reached(path[0]) for path in paths]}
    return found | {"detour": [walks.detour(paths[-1])]}


def stored():
    """What ``scripts/measure_diffusion_plane.py`` has measured: dict of "steps", "seeds", "tuning" and "sides"."""
    return measurements("diffusion_plane.json")


def stored_by_steps():
    """How near the curves each side's samples were: side to number of steps to list of percents, one for each seed."""
    table = stored()
    return {
        name: dict(zip(table["steps"], map(list, zip(*side["near"], strict=True)), strict=True))
        for name, side in table["sides"].items()
    }


def stored_told():
    """As text, the stored medians over the seeds: a line for each side, a column for each number of steps."""
    table, sides = stored(), stored_by_steps()
    lines = [
        f"{'% near the curves, steps':{NAMES}}" + "".join(f"{count:6}" for count in table["steps"]) + "     way    rate"
    ]
    for name, row in sides.items():
        side = table["sides"][name]
        numbers = "".join(f"{np.median(values):6.0f}" for values in row.values())
        lines.append(f"{name:{NAMES}}{numbers}{np.median(side['detour']):8.2f}{side['rate']:8g}")
    reached = np.min([np.median(side["reached"], axis=0) for side in table["sides"].values()], axis=0)
    whole = next(count for count, least in zip(table["steps"], reached, strict=True) if least == 100)
    lines.append(f"From {whole} steps on, the samples of all sides reach 100 % of the curves.")
    rates = table["sides"][SIDES[0]]["rates"]
    lines.append(
        f"Medians of {len(table['seeds'])} seeds. way: its length with {table['steps'][-1]} steps, for 1 straight."
    )
    lines.append(f"rate: best of {len(rates)} from {rates[0]:g} to {rates[-1]:g}, tuned at {TUNED_AT} steps on "
                 f"{len(table['tuning'])} other seeds.")  # fmt: skip
    return "\n".join(lines)
