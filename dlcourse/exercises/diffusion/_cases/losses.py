"""Cases of the loss by which a network learns to take noise away, and the parts that wrong losses are made of."""

import numpy as np

from dlcourse.checking.runtime.plain import FunctionName
from dlcourse.checking.specification import Case, drawn_sizes
from dlcourse.exercises.diffusion._cases.ways_back import schedule
from dlcourse.lessons import diffusion

LEFT_ALONE, TIMELY = FunctionName("left_alone"), FunctionName("timely")


def loss_cases(rng):
    """By hand; both targets; points and pictures; step 0, the last step, one example; square shapes; float32."""
    N, D, M, K = drawn_sizes(rng, 4)

    def case(*shape, target, network=TIMELY, steps=6, t=None):
        t = rng.integers(0, steps + 1, shape[0]) if t is None else t
        x0, noise = rng.normal(1, 2, size=shape), rng.normal(size=shape)
        return Case(x0, noise, t=t, network=network, alpha_bar=schedule(rng, steps), target=target)

    by_hand = {"network": LEFT_ALONE, "alpha_bar": np.array([1.0, 0.36])}
    example = np.array([[10.0, 0.0]]), np.array([[1.0, -1.0]])
    narrow = case(M, K, target="noise")
    narrow.values = [array.astype(np.float32) for array in narrow.values]
    narrow.named["alpha_bar"] = narrow.named["alpha_bar"].astype(np.float32)
    return [
        Case(*example, t=np.array([1]), target="noise", **by_hand),
        Case(*example, t=np.array([1]), target="clean", **by_hand),
        Case(np.array([[1.0], [2.0]]), np.array([[0.5], [0.0]]), t=np.array([0, 1]), target="clean", **by_hand),
        case(N, D, target="noise"),
        case(M, D, target="clean"),
        case(K, N, M, target="clean", steps=20),
        case(3, 3, target="noise"),
        case(4, 4, 4, target="noise", network=LEFT_ALONE),
        case(1, D, target="noise", t=np.array([6])),
        case(N, K, target="clean", t=np.full(N, 6)),
        case(K, 2, target="noise", t=np.zeros(K, int)),
        case(D, 1, target="noise", steps=1),
        case(M, 3, target="noise", steps=M, t=rng.permutation(M + 1)[1:]),
        case(30, 6, target="clean"),
        narrow,
    ]


def loss_of(
    *,
    seen=lambda x0, noise, kept: np.sqrt(kept) * x0 + np.sqrt(1 - kept) * noise,
    level=lambda alpha_bar, t: alpha_bar[t],
    told=lambda alpha_bar, t: t,
    wanted=lambda x0, noise, x, target: noise if target == "noise" else x0,
    loss=lambda off: float(np.mean(off**2)),
    slope=lambda off: 2 * off / off.size,
):
    """A loss made of these parts; each by itself is right."""

    def answer(x0, noise, *, t, network, alpha_bar, target):
        kept = level(alpha_bar, t)
        x = seen(x0, noise, kept.reshape(-1, *(1 for _ in x0.shape[1:])))
        off = network(x, told(alpha_bar, t)) - wanted(x0, noise, x, target)
        return loss(off), slope(off)

    return answer


def of_right(change):
    """A wrong answer that changes what the right one gives: the loss, and the gradient."""

    def answer(x0, noise, *, t, network, alpha_bar, target):
        named = {"t": t, "network": network, "alpha_bar": alpha_bar, "target": target}
        return change(*diffusion.denoising_loss(x0, noise, **named))

    return answer
