"""Train the small networks that come with the course, and store their weights in dlcourse/data.

Run ``python scripts/train_weights.py`` in the repository. Twice on the same machine gives the same files,
byte by byte; on another machine the last digits may differ. Takes about nine minutes.

How sure a network says it is comes out too high or too low after training. So the seen examples are cut
into folds; each fold is judged by a network trained on the others; and one number, the temperature, is
chosen that makes those probabilities fit best. The stored network is trained on all seen examples, and its
last layer is divided by the temperature. The sizes, penalties and numbers of passes below were chosen by
the same folds. Test digits and unseen halves are used for nothing but the summary at the end.

The network that writes names is trained with the course's own layers. Five folds choose after how many passes
names that it has not seen surprise it least; then it is trained so long on all names.

The network that tells drawings apart is trained on drawings of its own; others, drawn from another seed, say how well.
Its weights are rounded to 16 bits, as are those of the transformer that writes, which has read the first nine tenths
of the language reference. Several more of its kind, others without pooling, and others that learned drawings of one
place and size, are rounded to 101 steps for each array.

The network that finds digits in scenes learns from scenes of 1,000 of the training digits, and those of the other 297
are for tuning. Its weights are rounded to 255 steps for each kernel.

The autoencoder whose codes have two numbers sees no labels; its weights are rounded to 16 bits.

The network that plays tic-tac-toe has played against itself; its weights are rounded to 24 bits.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy: sums in one fixed order

import argparse
import warnings
from itertools import pairwise
from pathlib import Path

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from dlcourse.data import datasets, networks
from dlcourse.experiments import compression, games, representations, rnn
from dlcourse.experiments.attention import trained, writing
from dlcourse.experiments.autoencoder import dreams, variational
from dlcourse.experiments.vision import reader
from dlcourse.lessons import games as games_lesson
from dlcourse.lessons.autoencoder import contrastive_divergence, gibbs_step
from dlcourse.lessons.forward import mlp_forward, softmax
from dlcourse.nn.lstm import GRU
from dlcourse.nn.rnn import character_model
from dlcourse.nn.training import Adam, evaluate, named_parameters
from dlcourse.nn.training import fit as fit_network

FOLDER = Path(__file__).parents[1] / "dlcourse" / "data" / "files"
EDGES = (0.0, 0.5, 0.7, 0.85, 0.95, 0.99, 1.0)
DIGITS_SETTINGS = {"alpha": 0.01, "max_iter": 120, "batch_size": 50}
DRAWINGS, DRAWINGS_RATES = 8000, ((0.002, 6), (0.0005, 3), (0.0001, 1))  # rates of Adam, and epochs with each
STEPS = 50  # from 0 to the largest weight, where five networks share a file: the fewer, the smaller it is
NAMES_PASSES, NAMES_RATE = range(2, 31, 2), 0.005
GAMES = 24000  # that are played for the network of tic-tac-toe
TEXT_STAGES = ((16, 0.02, 20), (64, 0.01, 40))  # characters in a piece, largest rate of Adam, passes
SCENES_STEPS = 2500  # batches of 16 scenes
PHOTOGRAPH_SETTINGS = {"alpha": 0.3, "max_iter": 60, "batch_size": 200}


def train(X, y, sizes, settings):
    """A ReLU network, trained with Adam and a penalty on large weights: list of (W, b)."""
    model = MLPClassifier(tuple(sizes[1:-1]), random_state=0, **settings)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # the number of passes is a choice
        model.fit(X - 0.5, y)  # inputs around 0 train better
    parameters = list(zip(model.coefs_, model.intercepts_, strict=True))
    W, b = parameters[0]
    parameters[0] = W, b - 0.5 * W.sum(axis=0)  # (X - 0.5) W + b = X W + (b - 0.5 W summed)
    return parameters


def mean_surprise(Z, y):
    """Cross-entropy: the mean of -log of the probability given to the right class."""
    return -np.log(softmax(Z)[np.arange(len(y)), y]).mean()


def held_out(folds, sizes, settings):
    """Scores of all held-out examples, each from a network that saw no pixel of them; their labels."""
    Z, y = [], []
    for X_train, y_train, X_held, y_held in folds:
        Z.append(mlp_forward(X_held, train(X_train, y_train, sizes, settings)))
        y.append(y_held)
    return np.concatenate(Z), np.concatenate(y)


def fit(X, y, folds, sizes, settings):
    """Train on everything seen, divide the last layer by the temperature, round to float32."""
    Z, labels = held_out(folds, sizes, settings)
    temperature = min(np.geomspace(0.3, 10, 400), key=lambda t: mean_surprise(Z / t, labels))
    right = (Z.argmax(axis=1) == labels).mean()
    print(f"  folds: accuracy {right:.3f}, cross-entropy {mean_surprise(Z / temperature, labels):.3f}", end="")
    print(f" at temperature {temperature:.2f}")
    parameters = train(X, y, sizes, settings)
    W, b = parameters[-1]
    parameters[-1] = W / temperature, b / temperature
    return [(W.astype(np.float32), b.astype(np.float32)) for W, b in parameters]


def save(folder, filename, parameters):
    """Store the layers as W1, b1, W2, b2, ... in an npz file."""
    names = {
        f"{letter}{k}": array for k, pair in enumerate(parameters, 1) for letter, array in zip("Wb", pair, strict=True)
    }
    np.savez(folder / filename, **names)
    print(f"  {filename}: {(folder / filename).stat().st_size} bytes")


def summarize(X, y, parameters):
    """Print the accuracy, and how often the network is right when it says it is so sure."""
    P = softmax(mlp_forward(X, [(W.astype(float), b.astype(float)) for W, b in parameters]))
    sure, right = P.max(axis=1), P.argmax(axis=1) == y
    print(f"  unseen: {right.sum()} of {len(y)} right, {right.mean():.4f}")
    for low, high in pairwise(EDGES):
        inside = (sure > low) & (sure <= high)
        if inside.any():
            print(f"    sure {low:.2f} to {high:.2f} (mean {sure[inside].mean():.3f}): ", end="")
            print(f"{right[inside].mean():.3f} right of {inside.sum()}")


def digits_folds(X, y):
    """Five folds of the training digits."""
    fold = np.arange(len(y)) % 5
    return [(X[fold != f], y[fold != f], X[fold == f], y[fold == f]) for f in range(5)]


def mirrored(X, y):
    """The windows and their mirror images."""
    pictures = X.reshape(-1, datasets.WINDOW, datasets.WINDOW, 3)
    return np.concatenate([X, pictures[:, :, ::-1].reshape(X.shape)]), np.concatenate([y, y])


def photograph_folds(X, y, corners):
    """Four folds of windows: blocks of 13 x 26 pixels in turn; windows across a border are in no part."""
    last = datasets.WINDOW - 1
    touched = []  # a block is larger than a window: its four corners lie in all blocks that it touches
    for shift in ((0, 0), (0, last), (last, 0), (last, last)):
        rows, columns = (corners + shift).T
        touched.append((rows // 13 + 2 * (columns // 26)) % 4)
    touched = np.array(touched)
    folds = []
    for f in range(4):
        held, free = (touched == f).all(axis=0), (touched != f).all(axis=0)
        folds.append((*mirrored(X[free], y[free]), X[held], y[held]))
    return folds


def all_windows(part):
    """The windows of one part of all photographs, their labels and their corners."""
    parts = [datasets.windows(name, part) for name in ("portrait", "temple", "flower")]
    return tuple(np.concatenate(arrays) for arrays in zip(*parts, strict=True))


def names_passes(names, passes):
    """The network that writes names, after each of some numbers of passes: yields (pass, network)."""
    rng = np.random.default_rng(0)
    sizes = len(networks.NAMES_SIGNS), networks.NAMES_WIDTH, networks.NAMES_UNITS
    network, optimizer = character_model(*sizes, rng, recurrent=GRU), Adam(NAMES_RATE)
    data = rnn.padded(names, networks.NAMES_SIGNS)
    for done in range(max(passes) + 1):
        if done:
            rnn.train_on_words(network, data, optimizer, rng)
        if done in passes:
            yield done, network


def best_passes(names):
    """After how many passes held-out names surprise the network least: perplexity, the mean of five folds."""
    order = np.random.default_rng(0).permutation(len(names))
    found = {done: [] for done in NAMES_PASSES}
    for fold in range(5):
        held = [names[i] for i in order[fold::5]]
        seen = [name for name in names if name not in held]
        for done, network in names_passes(seen, NAMES_PASSES):
            found[done].append(rnn.word_perplexity(rnn.word_scores(network, held, networks.NAMES_SIGNS), held))
    best = min(found, key=lambda done: np.mean(found[done]))
    print(f"  folds: perplexity {np.mean(found[best]):.2f} after {best} passes, of {NAMES_PASSES[0]} to", end="")
    print(f" {NAMES_PASSES[-1]}")
    return best


def write_names(folder):
    """Train the network that writes names, and store it after one pass and as it is in the end."""
    names = [name.lower() for name in datasets.place_names()]
    stages = []
    for _, network in names_passes(names, (1, best_passes(names))):
        stages.append([{key: array.copy() for key, array in layer.parameters.items()} for layer in network.layers])
    arrays = {}
    for key in networks.names_shapes():
        layer, name = key.split(".")
        arrays[key] = np.stack([stage[int(layer)][name] for stage in stages]).astype(np.float32)
    np.savez(folder / "names_network.npz", **arrays)
    print(f"  names_network.npz: {(folder / 'names_network.npz').stat().st_size} bytes")


def drawings_trained(rng, *, pooling=True, look=representations.random_look):
    """A network that has learned to tell drawings apart, all of it out of one generator."""
    seen = representations.drawings(DRAWINGS, rng, look=look)
    network = representations.drawing_cnn(rng, pooling=pooling)
    for rate, epochs in DRAWINGS_RATES:
        how = {"optimizer": Adam(rate), "batch_size": 32, "epochs": epochs}
        fit_network(network, seen.X, seen.y, rng=rng, **how)
    return network


def judge_drawings(network, parameters, look=representations.random_look):
    """Print how many of unseen drawings a network reads with its stored parameters."""
    representations.set_parameters(network, parameters)
    unseen = representations.drawings(2000, np.random.default_rng(1), look=look)
    print(f"  unseen: accuracy {evaluate(network, unseen.X, unseen.y)['accuracy']:.4f}")


def write_drawings(folder):
    """Train the network that tells drawings apart, and store it."""
    network = drawings_trained(np.random.default_rng(0))
    stored = {name: array.astype(np.float16) for name, array in representations.named_parameters(network).items()}
    np.savez_compressed(folder / "drawings_network.npz", **stored)
    judge_drawings(network, stored)
    print(f"  drawings_network.npz: {(folder / 'drawings_network.npz').stat().st_size} bytes")


def in_bytes(arrays):
    """Arrays of one shape, each as whole numbers from -50 to 50 and the step from one to the next: two arrays."""
    arrays = np.stack(arrays)
    steps = (np.abs(arrays).reshape(len(arrays), -1).max(axis=1) / STEPS).astype(np.float32)
    wide = steps.reshape(-1, *[1] * (arrays.ndim - 1)).astype(float)
    return np.round(arrays / wide).astype(np.int8), steps


def write_more_drawings(folder, kind):
    """Train several networks of a kind, and store them in one file."""
    how = {"pooling": kind != "strides"}
    how |= {"look": representations.still_look} if kind == "one place and size" else {}
    trained = [drawings_trained(np.random.default_rng(100 + k), **how) for k in range(networks.DRAWINGS_KINDS[kind])]
    every = [representations.named_parameters(network) for network in trained]
    stored, steps = {}, []
    for name in networks.DRAWINGS_SHAPES:
        stored[name], step = in_bytes([parameters[name] for parameters in every])
        steps.append(step)
    path = folder / f"drawings_{kind.replace(' ', '_')}.npz"
    np.savez_compressed(path, **stored, steps=np.stack(steps, axis=1))
    for k, network in enumerate(trained):
        judge_drawings(network, {name: stored[name][k] * step[k].astype(float) for name, step in zip(stored, steps)})
    print(f"  {path.name}: {path.stat().st_size} bytes")


def write_codes(folder):
    """Train the variational autoencoder whose codes have two numbers, and store it."""
    model, history = variational.trained(0, weight=variational.STORED_WEIGHT)
    stored = {name: array.astype(np.float16) for name, array in variational.all_parameters(model).items()}
    np.savez_compressed(folder / "codes_network.npz", **stored)
    print(f"  reconstruction {history[-1][0]:.1f} and KL {history[-1][1]:.2f} nats a picture in the last epoch")
    print(f"  codes_network.npz: {(folder / 'codes_network.npz').stat().st_size} bytes")


def write_digits_machine(folder):
    """Train the machine that dreams digits, store it, and say how digit-like its dreams are."""
    machine = dreams.learn_digits(contrastive_divergence, np.random.default_rng(0))
    stored, steps = {}, []
    for name in networks.DIGITS_MACHINE_SHAPES:
        (stored[name],), (step,) = in_bytes([machine[name]])
        steps.append(step)
    path = folder / "digits_machine.npz"
    np.savez_compressed(path, **stored, steps=np.array(steps))
    machine = {name: array * float(step) for (name, array), step in zip(stored.items(), steps)}
    rng = np.random.default_rng(1)
    dreamt = dreams.dreamt(gibbs_step, machine, dreams.noise(500, rng), (1000,), rng)[1000]
    print("  dreams:", ", ".join(f"{name} {value:.2f}" for name, value in dreams.judged(dreamt).items()))
    print(f"  {path.name}: {path.stat().st_size} bytes")


def write_scenes(folder):
    """Train the network that finds digits in scenes, and store it."""
    network = reader.reader_network(np.random.default_rng(0))
    losses = list(reader.learn_to_read(network, SCENES_STEPS, np.random.default_rng(100)))
    print(f"  loss {np.mean(losses[-100:]):.3f}")
    stored = {}
    for name, array in reader.reader_parameters(network).items():
        if name.endswith("W"):
            step = (np.abs(array).max(axis=(0, 1, 2)) / 127).astype(np.float32)
            stored[name], stored[name.replace("W", "step")] = np.round(array / step).astype(np.int8), step
        else:
            stored[name] = array.astype(np.float32)
    np.savez_compressed(folder / "scene_network.npz", **stored)
    print(f"  scene_network.npz: {(folder / 'scene_network.npz').stat().st_size} bytes")


def write_games(folder):
    """Let the network of tic-tac-toe play against itself, store it, and say how well it plays."""
    rules = {name: getattr(games_lesson, name) for name in ("winner", "legal_moves", "epsilon_greedy", "td_target")}
    player = games.learn(**rules, seed=0, games=GAMES, looks=0)
    for array in named_parameters(player.network, games.LAYERS).values():
        array[...] = array.astype(np.float32)
    stored = named_parameters(player.network, games.LAYERS)
    np.savez(folder / "games_network.npz", **{name: array.astype(np.float32) for name, array in stored.items()})
    values = games.true_values(games_lesson.minimax_value)
    print(f"  beaten in {len(games.examine(player))} lines; not the best move in", end="")
    print(f" {games.distance(player, values):.4f} of the positions")
    print(f"  games_network.npz: {(folder / 'games_network.npz').stat().st_size} bytes")


def write_text(folder):
    """Train the transformer that writes, first on short pieces and then on long ones, and store it."""
    text = writing.text_in_parts()
    seen, unseen = text.parts(tuning=False)
    network = trained.untrained()
    for length, rate, passes in TEXT_STAGES:
        for loss in writing.learn(network, seen, rate=rate, length=length, passes=passes):
            print(f"  pieces of {length}: loss {loss:.3f}", flush=True)
    for layer in network.layers:
        for array in layer.parameters.values():
            array[...] = array.astype(np.float16)
    stored = {
        f"{number}.{name}": array.astype(np.float16)
        for number, layer in enumerate(network.layers)
        for name, array in layer.parameters.items()
    }
    np.savez(folder / "text_network.npz", **stored)
    found = writing.judged("transformer", network, unseen, networks.TEXT_LENGTH)
    print(f"  unseen: perplexity {found:.2f}; text_network.npz: {(folder / 'text_network.npz').stat().st_size} bytes")


def write_small(folder):
    """Train the two networks that lesson 16 makes smaller, and store them with 32 bits a number."""
    for task in compression.networks.TASKS:
        network = compression.networks.learn(task, compression.networks.untrained(task, 0), 0)
        stored = {name: W.astype(np.float32) for name, W in compression.networks.arrays_of(network).items()}
        path = folder / f"compression_{task}.npz"
        np.savez_compressed(path, **stored)
        share = compression.networks.right(task, compression.networks.fill(network, stored))
        print(f"  {task}: {share:.1f} % right; {path.name}: {path.stat().st_size} bytes")


def main():
    """Train, store and summarize the networks."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the weights go")
    folder = parser.parse_args().folder
    print("digits")
    X, y, X_test, y_test = datasets.digits()
    parameters = fit(X, y, digits_folds(X, y), networks.DIGITS_SIZES, DIGITS_SETTINGS)
    save(folder, "digits_network.npz", parameters)
    summarize(X_test, y_test, parameters)
    print("photographs")
    X, y, corners = all_windows("seen")
    folds = photograph_folds(X, y, corners)
    parameters = fit(*mirrored(X, y), folds, networks.PHOTOGRAPH_SIZES, PHOTOGRAPH_SETTINGS)
    save(folder, "photograph_network.npz", parameters)
    summarize(*all_windows("unseen")[:2], parameters)
    print("names")
    write_names(folder)
    print("digits machine")
    write_digits_machine(folder)
    print("drawings")
    write_drawings(folder)
    for kind in networks.DRAWINGS_KINDS:
        print(f"drawings: {kind}")
        write_more_drawings(folder, kind)
    print("scenes")
    write_scenes(folder)
    print("codes")
    write_codes(folder)
    print("text")
    write_text(folder)
    print("games")
    write_games(folder)
    print("small networks")
    write_small(folder)


if __name__ == "__main__":
    main()
