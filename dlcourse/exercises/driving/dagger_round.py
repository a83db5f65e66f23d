"""A round of DAgger: the old examples, and what the network came to see, with what a driver would have done there."""

import numpy as np

from dlcourse.checking.runtime.plain import FunctionName
from dlcourse.checking.specification import Case, Exercise, drawn_sizes
from dlcourse.lessons import driving


def cases(rng):
    """One and one by hand; nothing new; nothing old; fewer new ones, more new ones; other sizes; float32."""
    few, some, many, high, wide = drawn_sizes(rng, 5, least=2, most=9)
    return [
        _case(np.ones((1, 1, 2)), np.array([0.1]), np.zeros((1, 1, 2)), np.array([[2.0, 0.0]])),
        _case(np.ones((2, 2, 3)), np.array([0.1, -0.2]), np.full((1, 2, 3), 0.5), np.array([[-1.0, 0.5]])),
        _drawn(rng, 3, 2, 2, 4),
        _drawn(rng, 2, 3, 3, 2),
        _drawn(rng, 2, 0, 2, 3),
        _drawn(rng, 0, 2, 3, 2),
        _drawn(rng, many, few, high, wide),
        _drawn(rng, few, some, wide, high),
        _drawn(rng, some, many, high, few, np.float32),
    ]


def _case(*arrays):
    return Case(*arrays, expert=FunctionName("homeward"))


def _drawn(rng, N, M, H, W, kind=float):
    pictures, visited = rng.random((N, H, W)).astype(kind), rng.random((M, H, W)).astype(kind)
    positions = (rng.normal(size=(M, 2)) * [1.5, 0.3]).astype(kind)
    return _case(pictures, (0.05 * rng.normal(size=N)).astype(kind), visited, positions)


exercise = Exercise(
    reference=driving.dagger_round,
    points=1,
    cases=cases,
    outputs=("pictures", "steering"),
    hints=[
        "Who was driving when `visited` was taken? And who says what would have been right there?",
        "Two lists grow by the same number of rows, the old ones first, and they must stay side by side: each new "
        "picture with what the expert says to the place where it was taken.",
        "Elsewhere: `np.concatenate([a, b])` puts the rows of `b` under those of `a`, whatever shape a row has; a "
        "function that came as an argument is called as any other, `cost(prices)`.",
    ],
    solved="a pupil at the wheel and a teacher beside it. The mistakes of the one make the examples of the other.",
)


def grown(pictures, steering, visited, new):
    """The old and the new, with this steering for the new ones."""
    return np.concatenate([pictures, visited]), np.concatenate([steering, new]).astype(steering.dtype)


@exercise.mistake("old examples thrown away")
def _(pictures, steering, visited, positions, *, expert):
    """Only what is new comes back. The examples of all rounds are kept: a network that learns from the last alone
    forgets how to drive in the middle.
    """
    return visited.copy(), expert(positions)


@exercise.mistake("nothing new")
def _(pictures, steering, visited, positions, *, expert):
    """The examples come back as they were: what the network came to see is missing."""
    return pictures.copy(), steering.copy()


@exercise.mistake("new ones first")
def _(pictures, steering, visited, positions, *, expert):
    """The new examples come first: wanted are the old ones first, and the new ones under them."""
    return np.concatenate([visited, pictures]), np.concatenate([expert(positions), steering])


@exercise.mistake("pictures and steering in different orders")
def _(pictures, steering, visited, positions, *, expert):
    """The new pictures stand first and the new steering last: each picture gets another one's steering."""
    return np.concatenate([visited, pictures]), np.concatenate([steering, expert(positions)])


@exercise.also("pictures and steering in different orders")
def _(pictures, steering, visited, positions, *, expert):
    return np.concatenate([pictures, visited]), np.concatenate([expert(positions), steering])


@exercise.mistake("steering did not grow")
def _(pictures, steering, visited, positions, *, expert):
    """The pictures grew, their steering did not: the new ones want the expert's."""
    return np.concatenate([pictures, visited]), steering.copy()


@exercise.mistake("pictures did not grow")
def _(pictures, steering, visited, positions, *, expert):
    """The steering grew, the pictures did not: what was visited belongs to them."""
    return pictures.copy(), np.concatenate([steering, expert(positions)])


@exercise.mistake("straight on everywhere")
def _(pictures, steering, visited, positions, *, expert):
    """The new pictures are labelled with 0, straight on. Ask the expert what would have been right."""
    return grown(pictures, steering, visited, np.zeros(len(visited)))


@exercise.mistake("old steering for new pictures")
def _(pictures, steering, visited, positions, *, expert):
    """The new pictures get steering that was there before. It belongs to other places: ask the expert about the new
    ones.
    """
    return grown(
        pictures, steering, visited, np.resize(steering, len(visited)) if len(steering) else np.zeros(len(visited))
    )


@exercise.mistake("offsets for steering")
def _(pictures, steering, visited, positions, *, expert):
    """The new pictures are labelled with where the car *was*. Wanted is how the expert would steer there."""
    return grown(pictures, steering, visited, positions[:, 0])


@exercise.also("offsets for steering")
def _(pictures, steering, visited, positions, *, expert):
    return grown(pictures, steering, visited, positions[:, 1])


@exercise.mistake("expert's sign turned")
def _(pictures, steering, visited, positions, *, expert):
    """The expert's steering has its sign turned: it would lead farther off the road."""
    return grown(pictures, steering, visited, -expert(positions))


@exercise.mistake("mirrored positions")
def _(pictures, steering, visited, positions, *, expert):
    """You ask the expert about other places than those where the pictures were taken: hand over `positions` as it is,
    all rows, both columns in their order.
    """
    return grown(pictures, steering, visited, expert(positions[:, ::-1]))


@exercise.also("mirrored positions")
def _(pictures, steering, visited, positions, *, expert):
    return grown(pictures, steering, visited, expert(positions[::-1]))


@exercise.also("mirrored positions")
def _(pictures, steering, visited, positions, *, expert):
    return grown(pictures, steering, visited, expert(np.zeros_like(positions)))


@exercise.mistake("one answer for all")
def _(pictures, steering, visited, positions, *, expert):
    """All new pictures get the same steering. Each place has its own."""
    new = expert(positions)
    return grown(pictures, steering, visited, np.full(len(new), new.mean() if len(new) else 0.0))


@exercise.also("one answer for all")
def _(pictures, steering, visited, positions, *, expert):
    new = expert(positions)
    return grown(pictures, steering, visited, np.full(len(new), new[0] if len(new) else 0.0))


@exercise.mistake("flattened")
def _(pictures, steering, visited, positions, *, expert):
    """The pictures became one long row of numbers, as `np.append` without an axis does. Each is still H by W."""
    return np.append(pictures, visited), np.append(steering, expert(positions))


@exercise.also("flattened")
def _(pictures, steering, visited, positions, *, expert):
    both = np.concatenate([pictures, visited])
    return both.reshape(len(both), both[:1].size), np.append(steering, expert(positions))


@exercise.mistake("beside each other")
def _(pictures, steering, visited, positions, *, expert):
    """The new pictures are put beside or below the old ones, into the same picture, as `np.hstack` or an `axis` above 0
    does it. Each stays a picture of its own: more rows along axis 0.
    """
    return np.hstack([pictures, visited]), np.concatenate([steering, expert(positions)])


@exercise.also("beside each other")
def _(pictures, steering, visited, positions, *, expert):
    return np.concatenate([pictures, visited], axis=2), np.concatenate([steering, expert(positions)])


@exercise.mistake("added up")
def _(pictures, steering, visited, positions, *, expert):
    """`+` adds the brightness of the pictures and the steering of the drivers. Wanted are more of them: the new ones
    under the old ones.
    """
    return pictures + visited, steering + expert(positions)


@exercise.mistake("a new axis")
def _(pictures, steering, visited, positions, *, expert):
    """`np.stack` puts the old pictures and the new ones beside each other along an axis of their own. Wanted is one row
    of pictures, the new ones under the old ones.
    """
    return np.stack([pictures, visited]), np.concatenate([steering, expert(positions)])


@exercise.mistake("each old one twice")
def _(pictures, steering, visited, positions, *, expert):
    """Each old example is there twice. It stands in front of the new ones once."""
    return np.concatenate([pictures, pictures, visited]), np.concatenate([steering, steering, expert(positions)])


@exercise.mistake("only where the expert steers a lot")
def _(pictures, steering, visited, positions, *, expert):
    """Some of the new pictures are left out. All of them are kept, those near the middle of the lane, too."""
    kept = np.abs(positions[:, 0]) > 0.5
    return np.concatenate([pictures, visited[kept]]), np.concatenate([steering, expert(positions)[kept]])


@exercise.also("only where the expert steers a lot")
def _(pictures, steering, visited, positions, *, expert):
    count = min(len(pictures), len(visited))
    return np.concatenate([pictures, visited[:count]]), np.concatenate([steering, expert(positions)[:count]])


@exercise.accepts("place by place")
def _(pictures, steering, visited, positions, *, expert):
    new = [expert(place[None])[0] for place in positions]
    grown = np.array([*steering, *new], dtype=steering.dtype)
    return np.array([*pictures, *visited]).reshape(-1, *pictures.shape[1:]), grown


@exercise.accepts("into empty arrays")
def _(pictures, steering, visited, positions, *, expert):
    N, M = len(pictures), len(visited)
    both, wheel = np.empty((N + M, *pictures.shape[1:]), pictures.dtype), np.empty(N + M, steering.dtype)
    both[:N], both[N:] = pictures, visited
    wheel[:N], wheel[N:] = steering, expert(positions)
    return both, wheel


@exercise.accepts("with vstack and append")
def _(pictures, steering, visited, positions, *, expert):
    return np.vstack((pictures, visited)), np.append(steering, expert(positions))
