"""Train the networks of lesson 15 that come with the course, and store their weights in dlcourse/data.

Run ``python scripts/train_denoiser.py`` in the repository. Twice on the same machine gives the same files; on another
one the last digits may differ. Takes about a minute. Both learn from the training part of the digits; the test part is
used for the summary alone. The judge is rounded to 16 bits; the network that takes off noise to 161 steps for the
weights of each neuron, and its biases to 16 bits.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy: sums in one fixed order

import argparse
from pathlib import Path

import numpy as np

from dlcourse.data import datasets
from dlcourse.experiments.diffusion import digits, judged, sampled, sceptic
from dlcourse.lessons import diffusion
from dlcourse.nn.training import Adam, evaluate, fit, named_parameters

FOLDER = Path(__file__).parents[1] / "dlcourse" / "data" / "files"
EPOCHS, RATE, BATCH = 20, 0.005, 32  # of the judge
# Of the network that takes off noise: how long it learns, and whole numbers to each side of 0. On the validation part
# (997 pictures to learn from, seed 100) the Fréchet distance falls with 1,500, 3,000, 6,000 and 12,000 steps to 7.3,
# 5.8, 4.6 and 3.8; more were not tried.
STEPS, LEVELS = 12000, 80


def write_judge(folder):
    """Train the judge, store it, and say how many test digits it reads."""
    rng = np.random.default_rng(0)
    X, y, X_test, y_test = datasets.digits()
    network, steps = judged.judge_network(rng), EPOCHS * -(-len(X) // BATCH)
    falling = Adam(lambda t: RATE * min(1.0, 2 * (1 - t / steps)))
    fit(network, X.reshape(-1, 8, 8, 1), y, optimizer=falling, batch_size=BATCH, rng=rng, epochs=EPOCHS)
    stored = {}
    for name, array in named_parameters(network, judged.JUDGE_LAYERS).items():
        stored[name] = array.astype(np.float16)
        array[...] = stored[name]
    np.savez_compressed(folder / "digit_judge.npz", **stored)
    right = evaluate(network, X_test.reshape(-1, 8, 8, 1), y_test)["accuracy"]
    print(f"  reads {right:.3f} of the test; {(folder / 'digit_judge.npz').stat().st_size} bytes")


def in_bytes(array):
    """A table of weights as whole numbers from -LEVELS to LEVELS, and the step of each column."""
    step = (np.abs(array).max(axis=0) / LEVELS).astype(np.float32)
    return np.round(array / step).astype(np.int8), step


def write_denoiser(folder):
    """Train the network that takes off noise, store it, and say what its pictures are like."""
    alpha_bar = diffusion.noise_schedule(digits.STEPS)
    model, losses = digits.learn(diffusion.denoising_loss, alpha_bar=alpha_bar, steps=STEPS)
    stored = {}
    for name, array in digits.all_parameters(model).items():
        if name.endswith("W"):
            stored[name], stored[name.replace("W", "step")] = in_bytes(array)
        else:
            stored[name] = array.astype(np.float16)
    np.savez_compressed(folder / "digit_denoiser.npz", **stored)
    print(f"  loss {np.mean(losses[-200:]):.4f}; {(folder / 'digit_denoiser.npz').stat().st_size} bytes")
    labels = sceptic.in_turn(500)
    functions = {name: getattr(diffusion, name) for name in ("frechet_distance", "nearest_distance")}
    rows = {
        name: (sampled.walk(diffusion.sample_step, network, labels, alpha_bar=alpha_bar), labels)
        for name, network in (("as trained", model), ("as stored", digits.stored_network()))
    }
    print(judged.told(judged.table(rows, **functions)))


def main():
    """Train, store and summarize both networks."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the weights go")
    folder = parser.parse_args().folder
    print("judge")
    write_judge(folder)
    print("denoiser")
    write_denoiser(folder)


if __name__ == "__main__":
    main()
