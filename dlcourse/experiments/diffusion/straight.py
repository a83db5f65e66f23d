"""Flow matching in the plane: straight ways from noise to points, and how few steps they need."""

import numpy as np

from dlcourse.data.stored import measurements
from dlcourse.experiments.diffusion import plane, walks
from dlcourse.experiments.diffusion.points import RATE, UPDATES, PointNetwork, learn, trained
from dlcourse.lessons import diffusion
from dlcourse.nn.training.pace import at_pace

STEPS = (1, 2, 3, 5, 10, 20, 50)
TUNED_AT = 10  # steps
SIDES = ("flow", "diffusion, says the noise", "diffusion, says the points")


def learn_flow(flow_target, *, seed=0, updates=UPDATES, rate=RATE):
    """Train the same network to say how fast, and whereto, a point on its straight way goes.

    Parameters
    ----------
    flow_target : function
        As the learner's.
    seed : int
        Draws weights, points, noise and times.
    updates : int
    rate : float

    Returns
    -------
    tuple (PointNetwork, array (updates,))
        The network, and the loss before each update.
    """
    flow_target = at_pace(flow_target, diffusion.flow_target)
    rng = np.random.default_rng(seed)

    def gradient(x0, noise, network):
        t = rng.random(len(x0))
        x, velocity = flow_target(x0, noise, t=t)
        off = network(x, t) - velocity
        return float(np.mean(off**2)), 2 * off / off.size

    return trained(PointNetwork(rng, 1.0), gradient, rng, updates=updates, rate=rate)


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


def by_steps(walk, counts=STEPS):
    """How near the curves the samples of a walk are: number of steps to percent.

    Parameters
    ----------
    walk : function
        ``walk(steps)`` gives a path, as :func:`follow`.
    counts : sequence of int
    """
    return {steps: plane.near(walk(steps)[0]) for steps in counts}


def side(name, seed, rate, *, steps=50):
    """Train one side of the comparison with the course's own functions, and try it with all numbers of steps.

    Parameters
    ----------
    name : str
        One of `SIDES`.
    seed : int
    rate : float
    steps : int
        That alpha_bar has.

    Returns
    -------
    dict of str to list of float
        For each of `STEPS` "near" and "reached" in percent; and "detour" alone, of the longest walk.
    """
    if name == "flow":
        model, _ = learn_flow(diffusion.flow_target, seed=seed, rate=rate)
        paths = [follow(model, steps=count, seed=seed) for count in STEPS]
    else:
        alpha_bar = diffusion.noise_schedule(steps)
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
    """What ``scripts/measure_diffusion_plane.py`` has measured: side to how it was tuned and what came of each seed."""
    return measurements("diffusion_plane.json")
