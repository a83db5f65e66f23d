"""What a network has to multiply for one example, layer by layer."""

import math

from dlcourse.checking.naming import Each
from dlcourse.checking.specification import Exercise
from dlcourse.exercises.compression._cases.layers import stacks
from dlcourse.exercises.compression._cases.other_counts import counted
from dlcourse.lessons import compression
from dlcourse.lessons.cnn import conv_output_size

exercise = Exercise(
    reference=compression.count_operations,
    points=2,
    minutes=4,
    cases=stacks,
    inside={"": Each("layer")},
    hints=[
        "A picture of 5 by 4 pixels with 3 channels meets two filters of 3 by 3. How many numbers come out, and how "
        "many weights has a filter, if it looks at all three channels?",
        "Walk through the layers and carry the shape along: each layer says what it multiplies, and what shape it "
        "hands on. Pooling multiplies nothing, but it makes what comes after cheaper.",
        "Elsewhere: `(*(n // 2 for n in (12, 9)), 4)` is `(6, 4, 4)`; `math.prod((6, 4, 4))` is 96; with "
        '`order = {"what": "tea"}`, `order["what"]` is "tea".',
    ],
    solved="the price of every layer, before a single number is multiplied.",
    equivalent_mutants={
        "shape = (*(conv_output_size(n, k, layer['stride'], layer['padding']) for n in (width, height)), "
        "layer['filters'])": "a picture that lies on its side costs the same",
        "multiplications, shape = (shape[-1] * layer['units'], (layer['units'],))": "the first of one is the last",
        **dict.fromkeys(
            ("multiplications = np.prod(shape) * k * k * channels", "shape = (np.prod(shape),)"),
            "NumPy's whole numbers are whole numbers, too",
        ),
    },
)


def wrong(**changes):
    """An answer that counts otherwise in some way; see `counted`."""

    def answer(layers, *, shape):
        return counted(layers, shape, **changes)

    return answer


WRONG = [
    (
        "weights counted",
        "Your convolution counts its weights. Each filter is put down at every place of what comes out, and multiplies "
        "there anew: that is why it has few weights and much to do.",
        {"conv": lambda out, k, C, shape: out[2] * k * k * C},
    ),
    (
        "the channels forgotten",
        "Your filters look at one channel. A filter has weights for each channel that comes *in*: k k C of them.",
        {"conv": lambda out, k, C, shape: math.prod(out) * k * k},
    ),
    (
        "one filter only",
        "You count one filter. All of them are put down at every place.",
        {"conv": lambda out, k, C, shape: out[0] * out[1] * k * k * C},
    ),
    (
        "each filter on one channel",
        "You count as many filters as there are channels coming in, each with its own. All filters see all channels.",
        {"conv": lambda out, k, C, shape: out[0] * out[1] * k * k * C * C},
    ),
    (
        "places of what comes in",
        "You count the pixels that come in. A filter is put down once for each place that comes *out*: with a stride, "
        "or without padding, there are fewer.",
        {"conv": lambda out, k, C, shape: shape[0] * shape[1] * out[2] * k * k * C},
    ),
    (
        "a filter of one row",
        "Your filters have k weights in a channel. They are squares, of k by k.",
        {"conv": lambda out, k, C, shape: math.prod(out) * k * C},
    ),
    (
        "additions, too",
        "You count twice as much: each multiplication with the addition behind it. Both ways to count are in use; here "
        "only the multiplications are wanted.",
        {"conv": lambda out, k, C, shape: 2 * math.prod(out) * k * k * C, "dense": lambda D, M: 2 * D * M},
    ),
    (
        "the bias multiplied",
        "You count one more for each bias. A bias is added: nothing is multiplied.",
        {"conv": lambda out, k, C, shape: math.prod(out) * (k * k * C + 1), "dense": lambda D, M: (D + 1) * M},
        {"dense": lambda D, M: (D + 1) * M},
        {"conv": lambda out, k, C, shape: math.prod(out) * k * k * C + out[2], "dense": lambda D, M: D * M + M},
    ),
    (
        "units instead of weights",
        "Your dense layer counts its units. Each of them multiplies all numbers that come in: one for each weight.",
        {"dense": lambda D, M: M},
        {"dense": lambda D, M: D + M},
        {"dense": lambda D, M: D},
    ),
    (
        "pooling handed nothing on",
        "What comes after a pooling is counted as if the picture were still as large as before it. It multiplies "
        "nothing, but the shape behind it is smaller.",
        {"pool": lambda n, k: n},
    ),
    (
        "convolution handed nothing on",
        "What comes after a convolution is counted as if it had changed nothing: it hands on other sides, and one "
        "channel for each filter.",
        {"kept": True},
    ),
    (
        "channels of what comes out",
        "You count with the channels that come *out* of the convolution. A filter looks at those that come in.",
        {"conv": lambda out, k, C, shape: math.prod(out) * k * k * out[2]},
    ),
    (
        "pooling of one side, or of three",
        "A pooling makes height and width smaller, both of them, and leaves the channels as many as they are.",
        {"pooled": lambda shape, k: (shape[0] // k, *shape[1:])},
        {"pooled": lambda shape, k: tuple(n // k for n in shape)},
        {"pooled": lambda shape, k: (shape[0], shape[1] // k, shape[2])},
    ),
    (
        "pooling one apart",
        "Your pooling moves on by one pixel at a time. Its windows lie side by side: they are k apart.",
        {"pool": lambda n, k: n - k + 1},
    ),
    (
        "pooling rounded up",
        "Where pixels are left over at the edge, your pooling makes a window for them. There is none: rounded down.",
        {"pool": lambda n, k: -(-n // k)},
    ),
    (
        "pooling halves always",
        "Your pooling always halves. It divides by its `size`.",
        {"pool": lambda n, k: n // 2},
    ),
    (
        "pooling counted",
        "You count something for the pooling. It compares numbers, and multiplies none.",
        {"pooling": lambda out, k: math.prod(out) * k * k},
        {"pooling": lambda out, k: math.prod(out)},
    ),
    (
        "what is compared counted",
        "You count something for layers that multiply nothing: a ReLU compares each number with 0, and flattening only "
        "lays them in another way.",
        {"other": lambda kind, shape: math.prod(shape)},
        {"other": lambda kind, shape: math.prod(shape) * (kind == "relu")},
    ),
    (
        "channels first",
        "You take the first length of the shape for the channels, as PyTorch does. Here it is height, width, channels.",
        {"first": True},
    ),
    (
        "sides not rounded down",
        "You count parts of places. Where a stride or a window does not come out even, the rest is left over: rounded "
        "down.",
        {"size": lambda n, k, s, p: (n + 2 * p - k) / s + 1, "pool": lambda n, k: n / k},
        {"size": lambda n, k, s, p: (n + 2 * p - k) / s + 1},
        {"pool": lambda n, k: n / k},
    ),
    (
        "divided by the stride once more",
        "You divide by the stride, though it is in what comes out already: fewer places come out by so much.",
        {"places": lambda n, s: n // s},
    ),
    (
        "padding on one side",
        "You add the padding once. A frame stands on both sides: twice the padding.",
        {"size": lambda n, k, s, p: (n + p - k) // s + 1},
    ),
    (
        "padding forgotten",
        "You take no frame around the picture: with padding, more places come out.",
        {"size": lambda n, k, s, p: max((n - k) // s + 1, 1)},
    ),
    (
        "stride forgotten",
        "Your filters move on by one pixel at a time. They are a `stride` apart.",
        {"size": lambda n, k, s, p: n + 2 * p - k + 1},
    ),
    (
        "the first place forgotten",
        "You count the steps of the filter. The places are one more: it also stands where it begins.",
        {"size": lambda n, k, s, p: (n + 2 * p - k) // s},
    ),
    (
        "the picture as large as before",
        "You take it that a convolution leaves the picture as large as it was. That needs padding, and a stride of 1.",
        {"size": lambda n, k, s, p: n},
        {"size": lambda n, k, s, p: -(-n // s)},
    ),
    (
        "rows for columns",
        "You take the picture for a square. It may be wider than high: each side has its own length.",
        {"square": True},
    ),
    (
        "channels handed on unchanged",
        "What comes after a convolution is counted with the channels that came *into* it. It hands on one for each "
        "filter.",
        {"channels": lambda F, C: C},
    ),
    (
        "units handed on unchanged",
        "What comes after a dense layer is counted with the numbers that came *into* it. It hands on one for each "
        "unit.",
        {"units": lambda M, D: D},
    ),
    (
        "only layers that multiply",
        "You give one number for each layer that multiplies. Wanted is one for *each* layer: 0 for what multiplies "
        "none.",
        {"all_layers": False},
    ),
    (
        "the sum of all",
        "One number came back, the sum. Wanted is a list, one for each layer.",
        {"together": sum},
    ),
    (
        "added up on the way",
        "Each number has all those before it in it. Wanted is what each layer does by itself.",
        {"together": lambda counts: [sum(counts[: k + 1]) for k in range(len(counts))]},
    ),
]
for name, advice, first, *others in WRONG:
    answer = wrong(**first)
    answer.__doc__ = advice
    exercise.mistake(name)(answer)
    for other in others:
        exercise.also(name)(wrong(**other))


@exercise.accepts("with match, and sides worked out by hand")
def _(layers, *, shape):
    counts = []
    for layer in layers:
        match layer:
            case {"kind": "conv", "filters": F, "size": k, "stride": s, "padding": p}:
                H, W = ((n + 2 * p - k) // s + 1 for n in shape[:2])
                counts.append(H * W * F * k**2 * shape[-1])
                shape = (H, W, F)
            case {"kind": "pool", "size": k}:
                counts.append(0)
                shape = (shape[0] // k, shape[1] // k, shape[2])
            case {"kind": "dense", "units": M}:
                counts.append(math.prod(shape) * M)
                shape = (M,)
            case _:
                counts.append(0)
    return counts


@exercise.accepts("first the shapes, then the products")
def _(layers, *, shape):
    shapes = [tuple(shape)]
    for layer in layers:
        old, kind = shapes[-1], layer["kind"]
        if kind in ("conv", "pool"):
            s, p = layer.get("stride", layer["size"]), layer.get("padding", 0)
            old = [conv_output_size(n, layer["size"], s, p) for n in old[:2]] + [layer.get("filters", old[2])]
        elif kind == "dense":
            old = [layer["units"]]
        elif kind == "flatten":
            old = [math.prod(old)]
        shapes.append(tuple(old))
    weights = [
        layer["size"] ** 2 * before[-1] if layer["kind"] == "conv" else before[0] if layer["kind"] == "dense" else 0
        for layer, before in zip(layers, shapes)
    ]
    return [weight * math.prod(after) for weight, after in zip(weights, shapes[1:])]
