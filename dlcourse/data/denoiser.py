"""The stored networks of lesson 15: one that takes noise off digits, and one that judges what comes out."""

from dlcourse.data.networks import checked

PIXELS, WAVES, HIDDEN = 64, 6, 192
INPUTS = PIXELS + 2 * WAVES + 11  # of each wave sine and cosine; ten digits, and none in particular
DENOISER_SHAPES = {
    "first.W": (INPUTS, HIDDEN),
    "first.b": (HIDDEN,),
    "second.W": (HIDDEN, HIDDEN),
    "second.b": (HIDDEN,),
    "out.W": (HIDDEN, PIXELS),
    "out.b": (PIXELS,),
}
JUDGE_SHAPES = {
    "conv1.W": (3, 3, 1, 8),
    "conv1.b": (8,),
    "conv2.W": (3, 3, 8, 16),
    "conv2.b": (16,),
    "dense.W": (64, 32),
    "dense.b": (32,),
    "out.W": (32, 10),
    "out.b": (10,),
}


def digit_denoiser():
    """A trained network that says what the clean picture of a noisy digit is, told the step and the digit.

    Made by ``scripts/train_denoiser.py`` from the training digits; it fills the network of
    :func:`dlcourse.experiments.diffusion.digits.stored_network`. Stored with 161 steps for each neuron.

    Returns
    -------
    dict of str to array
        "LAYER.NAME" to the weights and biases of the layers first, second and out.
    """
    shapes = dict(DENOISER_SHAPES)
    for name, shape in DENOISER_SHAPES.items():
        if name.endswith("W"):
            shapes[name.replace("W", "step")] = (shape[1],)
    stored = checked("digit_denoiser.npz", shapes, script="train_denoiser")
    for name in DENOISER_SHAPES:
        if name.endswith("W"):
            stored[name] = stored[name] * stored[name.replace("W", "step")]
    return {name: stored[name] for name in DENOISER_SHAPES}


def digit_judge():
    """A trained convolutional network that reads digits, as lesson 08 makes them: it reads what a generator has made.

    Made by ``scripts/train_denoiser.py`` from the training digits; stored with 11 bits a number.

    Returns
    -------
    dict of str to array
        "LAYER.NAME" to the weights and biases of the layers conv1, conv2, dense and out.
    """
    return checked("digit_judge.npz", JUDGE_SHAPES, script="train_denoiser")
