"""The patches that excite a unit most, each from another picture: what a unit answers to, seen with one's own eyes."""

import numpy as np

from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import representations
from dlcourse.lessons.cnn import places

LAST = "of two axes, the last is axis 1"


def watched(rng, N, R, S, size, stride, *, spare=0):
    """Pictures, `spare` pixels larger than the maps ask for, and the maps of one unit."""
    H, L = stride * (R - 1) + size + spare, stride * (S - 1) + size + spare
    return rng.normal(size=(N, H, L)), rng.normal(size=(N, R, S)), {"size": size, "stride": stride}


def drawn(rng, stride, count, **more):
    N, R, S = drawn_sizes(rng, 3, 3, 6)
    pictures, maps, how = watched(rng, N, R, S, int(rng.integers(2, 5)), stride, **more)
    return Case(pictures, maps, count=count, **how)


def cases(rng):
    pictures = np.arange(18.0).reshape(2, 3, 3)
    maps = np.array([[[0.0, 5.0], [1.0, 0.0]], [[2.0, 0.0], [0.0, 7.0]]])
    ties = rng.integers(0, 2, size=(24, 2, 2)).astype(float)  # so many that another way of sorting mixes equal ones
    several, negative, large = watched(rng, 4, 3, 2, 3, 2), watched(rng, 3, 2, 4, 2, 3), watched(rng, 5, 3, 4, 2, 1)
    silent, tied, whole = watched(rng, 4, 3, 2, 3, 2), watched(rng, 24, 2, 2, 2, 2), watched(rng, 3, 1, 1, 4, 3)
    in_one = large[1] + np.array([0, 0, 9, 0, 0])[:, None, None]  # a picture whose places are all stronger
    single = [array.astype(np.float32) for array in watched(rng, 3, 3, 2, 2, 2)[:2]]
    return [
        Case(pictures, maps, count=2, size=2, stride=1),
        Case(pictures, maps, count=1, size=2, stride=1),
        Case(*several[:2], count=2, **several[2]),
        drawn(rng, 1, 2),
        drawn(rng, 2, 3),
        drawn(rng, 3, 3, spare=2),
        Case(large[0], in_one, count=3, **large[2]),
        Case(negative[0], -np.abs(negative[1]) - 1, count=2, **negative[2]),
        Case(silent[0], np.zeros_like(silent[1]), count=3, **silent[2]),  # of a unit that never answers
        Case(tied[0], ties, count=20, **tied[2]),
        Case(*whole[:2], count=3, **whole[2]),
        Case(several[0][:1], several[1][:1], count=1, **several[2]),
        Case(*single, count=2, size=2, stride=2),
    ]


exercise = Exercise(
    reference=representations.top_patches,
    points=2,
    cases=cases,
    fresh=True,
    hints=[
        "A picture in which the unit answers strongly at ten places: how many patches should it give?",
        "Two questions, one after the other. Which pictures? Each is as strong as its strongest place. And then, in "
        "each of those: which place, and which pixels does it look at?",
        "`np.argsort(-a, kind='stable')` sorts the largest first and leaves equal ones in their order. Of an array b "
        "with 3 columns, `divmod(b.argmax(), 3)` is the row and the column of the largest number.",
    ],
    solved="eyes for a network: what makes a unit answer is a set of pictures, which you can look at.",
    equivalent_mutants={
        "strongest = np.argsort(-answers.max(axis=-1), kind='stable')[:count]": LAST,
        "rows, columns = np.unravel_index(answers[strongest].argmax(axis=-1), maps.shape[1:])": LAST,
        "size = 1 if np.ndim(size) == 0 and size == 0 else size": "a patch without pixels is none",
        "stride = 1 if np.ndim(stride) == 0 and stride == 0 else stride": "a step of 0 goes nowhere",
        "answers = maps.reshape(len(maps), -2)": "NumPy takes any negative number for the size that it is to find",
    },
)


def chosen(pictures, maps, count, size, stride, *, strength=None, order=None, place=np.argmax, corner=None):
    """The patches, some of whose steps are done in another way.

    `strength` makes one number of each map, `order` sorts these numbers, `place` finds the place in a flat map, and
    `corner` makes the upper left corner of (r, s).
    """
    strength = strength or (lambda one: one.max())
    order = order or (lambda numbers: np.argsort(-numbers, kind="stable"))
    corner = corner or (lambda r, s: (stride * r, stride * s))
    patches = []
    for n in order(np.array([strength(one) for one in maps]))[:count]:
        top, left = corner(*divmod(int(place(maps[n])), maps.shape[2]))
        patches.append(pictures[n, places(top, size), places(left, size)])
    return np.stack(patches)


@exercise.mistake("weakest first", hint=3)
def _(pictures, maps, *, count, size, stride):
    """Your patches come from the pictures that excite the unit *least*: sorting begins with the smallest number."""
    return chosen(pictures, maps, count, size, stride, order=lambda numbers: np.argsort(numbers, kind="stable"))


@exercise.mistake("strongest last", hint=3)
def _(pictures, maps, *, count, size, stride):
    """You have the patches of the strongest pictures, but in the order turned round: the strongest comes first. At the
    end of a sorted list stand the largest numbers, and the largest of them *last*.
    """
    return representations.top_patches(pictures, maps, count=count, size=size, stride=stride)[::-1].copy()


@exercise.also("strongest last")
def _(pictures, maps, *, count, size, stride):
    return chosen(pictures, maps, count, size, stride, order=lambda numbers: np.argsort(numbers)[-count:])


@exercise.also("strongest last")
def _(pictures, maps, *, count, size, stride):
    return chosen(
        pictures, maps, count, size, stride, order=lambda numbers: np.argsort(numbers, kind="stable")[-count:]
    )


@exercise.mistake("count not used")
def _(pictures, maps, *, count, size, stride):
    """A patch comes back from *every* picture. Only the `count` strongest pictures are wanted."""
    return chosen(pictures, maps, len(maps), size, stride)


@exercise.mistake("in the order of the pictures")
def _(pictures, maps, *, count, size, stride):
    """The patches are the right ones, in the order of their pictures. The strongest comes first."""
    strongest = np.sort(np.argsort(-maps.max(axis=(1, 2)), kind="stable")[:count])
    return chosen(pictures[strongest], maps[strongest], count, size, stride, order=lambda numbers: range(len(numbers)))


@exercise.mistake("the first pictures")
def _(pictures, maps, *, count, size, stride):
    """Your patches come from the first `count` pictures, each at its strongest place. But which *pictures* excite the
    unit most?
    """
    return chosen(pictures, maps, count, size, stride, order=lambda numbers: range(len(numbers)))


@exercise.mistake("stride forgotten")
def _(pictures, maps, *, count, size, stride):
    """The patch begins at row r and column s of the *map*. One step in the map is `stride` pixels in the picture."""
    return chosen(pictures, maps, count, size, stride, corner=lambda r, s: (r, s))


@exercise.mistake("size taken for the stride")
def _(pictures, maps, *, count, size, stride):
    """Your patches lie `size` pixels apart, as if they never overlapped. From one place to the next it is `stride`."""
    return chosen(pictures, maps, count, size, stride, corner=lambda r, s: (size * r, size * s))


@exercise.mistake("several patches from one picture")
def _(pictures, maps, *, count, size, stride):
    """The strongest places of all maps together: one picture gives several patches, overlapping ones. Each is to come
    from *another* picture.
    """
    order = np.argsort(-maps.ravel(), kind="stable")[:count]
    found = [np.unravel_index(place, maps.shape) for place in order]
    return np.stack([pictures[n, places(stride * r, size), places(stride * s, size)] for n, r, s in found])


@exercise.mistake("pictures by their mean answer")
def _(pictures, maps, *, count, size, stride):
    """You order the pictures by the mean (or the sum) of their maps. What excites a unit most is one *place*: a picture
    is as strong as its largest answer.
    """
    return chosen(pictures, maps, count, size, stride, strength=lambda one: one.mean())


@exercise.mistake("rows and columns exchanged")
def _(pictures, maps, *, count, size, stride):
    """The row of the place is taken for its column, and the column for the row: maps are (N, R, S), rows first. In maps
    that are not square, some patches then begin outside of the picture.
    """
    return chosen(pictures, maps, count, size, stride, corner=lambda r, s: (stride * s, stride * r))


@exercise.mistake("one number for row and column")
def _(pictures, maps, *, count, size, stride):
    """Your patches lie on the diagonal: rows and columns are cut by the same number of the place. The rows begin at
    stride · r, the columns at stride · s.
    """
    return chosen(pictures, maps, count, size, stride, corner=lambda r, s: (stride * r, stride * r))


@exercise.also("one number for row and column")
def _(pictures, maps, *, count, size, stride):
    return chosen(pictures, maps, count, size, stride, corner=lambda r, s: (stride * s, stride * s))


@exercise.mistake("place from another picture's map")
def _(pictures, maps, *, count, size, stride):
    """The pictures are the right ones, but the place comes from another picture's map, or from all of them. Each has a
    place of its own, where *its* map is largest; and the k-th strongest picture need not be picture k.
    """
    return with_places_of(pictures, maps, count, size, stride, lambda k: maps[k])


@exercise.also("place from another picture's map")
def _(pictures, maps, *, count, size, stride):
    return with_places_of(pictures, maps, count, size, stride, lambda k: maps[0])


@exercise.also("place from another picture's map")
def _(pictures, maps, *, count, size, stride):
    return with_places_of(pictures, maps, count, size, stride, lambda k: maps[maps.max(axis=(1, 2)).argmax()])


@exercise.also("place from another picture's map")
def _(pictures, maps, *, count, size, stride):
    return with_places_of(pictures, maps, count, size, stride, lambda k: maps.mean(axis=0))


def with_places_of(pictures, maps, count, size, stride, other):
    """Patches of the strongest pictures, number k of them from the strongest place of the map `other(k)`."""
    patches = []
    for k, n in enumerate(np.argsort(-maps.max(axis=(1, 2)), kind="stable")[:count]):
        r, s = np.unravel_index(other(k).argmax(), maps.shape[1:])
        patches.append(pictures[n, places(stride * r, size), places(stride * s, size)])
    return np.stack(patches)


@exercise.mistake("patch around the place")
def _(pictures, maps, *, count, size, stride):
    """The place is taken for the middle of the patch. It is the upper left corner: rows from stride · r on."""
    return chosen(
        pictures,
        maps,
        count,
        size,
        stride,
        corner=lambda r, s: (max(0, stride * r - size // 2), max(0, stride * s - size // 2)),
    )


@exercise.mistake("of equal ones the last picture", hint=3)
def _(pictures, maps, *, count, size, stride):
    """Where two pictures excite the unit equally, you take the last one first: a sorted list turned round does that. Of
    equal answers the first counts.
    """
    return chosen(pictures, maps, count, size, stride, order=lambda numbers: np.argsort(numbers, kind="stable")[::-1])


@exercise.mistake("of equal ones the last place", hint=3)
def _(pictures, maps, *, count, size, stride):
    """Where a unit answers equally at two places of a picture, you take the last. Of equal answers the first counts."""
    return chosen(pictures, maps, count, size, stride, place=lambda one: one.size - 1 - one[::-1, ::-1].argmax())


@exercise.mistake("absolute answers")
def _(pictures, maps, *, count, size, stride):
    """You go by how far from 0 an answer is. A strongly negative one is no excitement: the largest number counts."""
    return representations.top_patches(pictures, np.abs(maps), count=count, size=size, stride=stride)


@exercise.mistake("only the strongest")
def _(pictures, maps, *, count, size, stride):
    """One patch comes back, and `count` of them are asked for, each from another picture."""
    return chosen(pictures, maps, 1, size, stride)[0]


@exercise.mistake("whole pictures")
def _(pictures, maps, *, count, size, stride):
    """Whole pictures come back, the right ones. Cut out of each what the unit sees from its strongest place."""
    return pictures[np.argsort(-maps.max(axis=(1, 2)), kind="stable")[:count]]


@exercise.mistake("answers for patches")
def _(pictures, maps, *, count, size, stride):
    """The numbers come from the maps: those are the unit's answers. Wanted are the pixels it looked at."""
    return np.sort(maps.max(axis=(1, 2)))[::-1][:count].copy()


@exercise.accepts("with a loop over the pictures")
def _(pictures, maps, *, count, size, stride):
    found = []
    for n in range(len(pictures)):
        r, s = np.unravel_index(np.argmax(maps[n]), maps[n].shape)
        patch = pictures[n, r * stride : r * stride + size, s * stride : s * stride + size]
        found.append((maps[n, r, s], patch))
    found.sort(key=lambda pair: -pair[0])
    return np.array([patch for _, patch in found[:count]])


@exercise.accepts("one after the other, the strongest map struck out")
def _(pictures, maps, *, count, size, stride):
    maps, patches = maps.astype(float), np.empty((count, size, size), pictures.dtype)
    for k in range(count):
        n, r, s = np.unravel_index(maps.argmax(), maps.shape)
        patches[k] = pictures[n, stride * r :, stride * s :][:size, :size]
        maps[n] = -np.inf
    return patches
