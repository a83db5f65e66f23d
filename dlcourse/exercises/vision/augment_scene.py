"""A picture moved under its frame, and its boxes with it: more scenes to learn from."""

import numpy as np

from dlcourse.checking.specification import Exercise
from dlcourse.exercises.vision._cases.pictures import moved_cases
from dlcourse.lessons import vision

ORDER = "the larger of two is the same in either order"
SPREAD = "a single row or column that goes to none changes nothing"
LAST = "of two axes, the last is number 1"
SIGNS = "two signs that are turned give the same product"
FOUR = "of four numbers, the first two are those before the last two"

exercise = Exercise(
    reference=vision.augment_scene,
    points=2,
    minutes=6,
    cases=moved_cases,
    outputs=("image", "boxes"),
    hints=[
        "A picture of 8 columns moves 3 to the right. Which of its columns are still seen, and where do they stand "
        "then?",
        "For each direction there is a piece of the old picture that stays, and a piece of the new one where it goes. "
        "They have the same size. And of each box compare two areas: the moved one, and what the frame leaves of it.",
        "Elsewhere: `np.clip(places, [0, 0], [20, 10])` has limits of its own for each column, and `max(x - 5, 0)` is "
        "a begin that never lies before the first one.",
    ],
    solved="scenes that nobody had to draw, whose boxes still fit.",
    equivalent_mutants={
        "place = np.s_[max(0, y):max(H + y, 0), max(x, 0):max(W + x, 0)]": ORDER,
        "place = np.s_[max(y, 0):max(0, H + y), max(x, 0):max(W + x, 0)]": ORDER,
        "place = np.s_[max(y, 0):max(H + y, 0), max(0, x):max(W + x, 0)]": ORDER,
        "place = np.s_[max(y, 0):max(H + y, 0), max(x, 0):max(0, W + x)]": ORDER,
        "stays = np.s_[max(0, -y):max(H - y, 0), max(-x, 0):max(W - x, 0)]": ORDER,
        "stays = np.s_[max(-y, 0):max(0, H - y), max(-x, 0):max(W - x, 0)]": ORDER,
        "stays = np.s_[max(-y, 0):max(H - y, 0), max(0, -x):max(W - x, 0)]": ORDER,
        "stays = np.s_[max(-y, 0):max(H - y, 0), max(-x, 0):max(0, W - x)]": ORDER,
        "stays = np.s_[max(-y, 0):max(H - y, 0), max(-x, 0):max(W - x, 1)]": SPREAD,
        "stays = np.s_[max(-y, 0):max(H - y, 1), max(-x, 0):max(W - x, 0)]": SPREAD,
        "areas, areas_seen = ((each[:, :2] - each[:, 2:]).prod(axis=1) for each in (whole, seen))": SIGNS,
        "areas, areas_seen = ((each[:, 2:] - each[:, :-2]).prod(axis=1) for each in (whole, seen))": FOUR,
        "areas, areas_seen = ((each[:, -2:] - each[:, :2]).prod(axis=1) for each in (whole, seen))": FOUR,
        "areas, areas_seen = ((each[:, 2:] - each[:, :2]).prod(axis=-1) for each in (whole, seen))": LAST,
        "keep = 1 if np.ndim(keep) == 0 and keep == 0 else keep": "shares to keep are above 0",
    },
)


def moved(image, x, y):
    """The picture moved, paper coming in."""
    return vision.augment_scene(image, np.zeros((0, 4)), shift=(x, y))[0]


def with_boxes(image, boxes, shift, keep, *, by=None, cut=True, enough=None, frame=None):
    """The moved picture and the boxes with other steps: by what they move, whether they are cut, which stay."""
    H, W = image.shape
    x, y = shift if by is None else by
    whole = boxes + np.array([x, y, x, y])
    seen = np.clip(whole, 0, np.array([W, H, W, H] if frame is None else frame))
    areas, left = ((each[:, 2:] - each[:, :2]).prod(axis=1) for each in (whole, seen))
    stays = left >= keep * areas if enough is None else enough(areas, left)
    return moved(image, *shift), (seen if cut else whole)[stays]


@exercise.mistake("boxes left where they were")
def _(image, boxes, *, shift, keep=0.5):
    """The picture moves, but the boxes stay where they were. They go with it."""
    return moved(image, *shift), boxes


@exercise.mistake("boxes the other way")
def _(image, boxes, *, shift, keep=0.5):
    """The boxes move against the picture. What goes to the right has larger x afterwards."""
    return with_boxes(image, boxes, shift, keep, by=(-shift[0], -shift[1]))


@exercise.mistake("boxes down and to the right exchanged")
def _(image, boxes, *, shift, keep=0.5):
    """The boxes move down by what they should move to the right. `shift` is (right, down), like a corner of a box."""
    return with_boxes(image, boxes, shift, keep, by=shift[::-1])


@exercise.mistake("picture down and to the right exchanged")
def _(image, boxes, *, shift, keep=0.5):
    """The picture moves down by what it should move to the right. `shift` is (right, down), but a picture is indexed
    [row, column].
    """
    return moved(image, *shift[::-1]), with_boxes(image, boxes, shift, keep)[1]


@exercise.mistake("both exchanged")
def _(image, boxes, *, shift, keep=0.5):
    """Picture and boxes move down by what they should move to the right. `shift` is (right, down)."""
    return with_boxes(image, boxes, shift[::-1], keep)


@exercise.mistake("both the other way")
def _(image, boxes, *, shift, keep=0.5):
    """Picture and boxes move to the left and up by what they should move to the right and down."""
    return with_boxes(image, boxes, (-shift[0], -shift[1]), keep)


@exercise.mistake("picture the other way")
def _(image, boxes, *, shift, keep=0.5):
    """The picture moves the other way: a `shift` of 2 to the right brings what stood in column 0 to column 2."""
    return moved(image, -shift[0], -shift[1]), with_boxes(image, boxes, shift, keep)[1]


@exercise.mistake("what leaves comes in again")
def _(image, boxes, *, shift, keep=0.5):
    """What leaves on one side comes in on the other (`np.roll` does so). There should be paper, 0."""
    rolled = np.roll(image, (shift[1], shift[0]), axis=(0, 1))
    return rolled, with_boxes(image, boxes, shift, keep)[1]


@exercise.also("what leaves comes in again")
def _(image, boxes, *, shift, keep=0.5):
    H, W = image.shape
    new = np.zeros_like(image)  # a negative place counts from the end
    for y in range(max(0, -H - shift[1]), min(H, H - shift[1])):
        for x in range(max(0, -W - shift[0]), min(W, W - shift[0])):
            new[y + shift[1], x + shift[0]] = image[y, x]
    return new, with_boxes(image, boxes, shift, keep)[1]


@exercise.mistake("the upper left piece stays")
def _(image, boxes, *, shift, keep=0.5):
    """Whatever the direction, the upper left piece of the picture stays. If it moves to the left, its left columns
    leave, and the others come to the edge.
    """
    (H, W), (x, y) = image.shape, shift
    piece, new = image[: max(H - abs(y), 0), : max(W - abs(x), 0)], np.zeros_like(image)
    top, left = max(y, 0), max(x, 0)
    new[top : top + piece.shape[0], left : left + piece.shape[1]] = piece
    return new, with_boxes(image, boxes, shift, keep)[1]


@exercise.mistake("the edge drawn out")
def _(image, boxes, *, shift, keep=0.5):
    """Where the picture has left, its edge is drawn out. There should be paper, 0."""
    H, W = image.shape
    rows, columns = np.clip(np.arange(H) - shift[1], 0, H - 1), np.clip(np.arange(W) - shift[0], 0, W - 1)
    return image[rows][:, columns], with_boxes(image, boxes, shift, keep)[1]


@exercise.mistake("boxes not cut")
def _(image, boxes, *, shift, keep=0.5):
    """Boxes reach beyond the frame. Cut them off there: nobody can find an edge that is not in the picture."""
    return with_boxes(image, boxes, shift, keep, cut=False)


@exercise.mistake("left and top alone moved")
def _(image, boxes, *, shift, keep=0.5):
    """Only the left and the top edge of your boxes move. All four numbers do."""
    H, W = image.shape
    whole = boxes + np.array([*shift, 0, 0])
    seen = np.clip(whole, 0, np.array([W, H, W, H]))
    areas, left = ((each[:, 2:] - each[:, :2]).prod(axis=1) for each in (boxes, seen))
    return moved(image, *shift), seen[left >= keep * areas]


@exercise.mistake("sides below 0")
def _(image, boxes, *, shift, keep=0.5):
    """A box that has left the frame at a corner comes back: both its sides are below 0, and their product is above.
    Bring all four edges into the frame.
    """
    H, W = image.shape
    whole = boxes + np.array([*shift, *shift])
    seen = np.concatenate([np.maximum(whole[:, :2], 0), np.minimum(whole[:, 2:], [W, H])], axis=1)
    areas, left = ((each[:, 2:] - each[:, :2]).prod(axis=1) for each in (whole, seen))
    return moved(image, *shift), seen[left >= keep * areas].astype(boxes.dtype)


@exercise.mistake("no box left out")
def _(image, boxes, *, shift, keep=0.5):
    """All boxes come back, even those of which little or nothing is seen. Leave out those with less than `keep` of
    their area.
    """
    return with_boxes(image, boxes, shift, keep, enough=lambda areas, left: np.ones(len(areas), bool))


@exercise.mistake("only what is quite gone is left out")
def _(image, boxes, *, shift, keep=0.5):
    """You leave out only boxes of which nothing is seen. Those with less than `keep` of their area go, too."""
    return with_boxes(image, boxes, shift, keep, enough=lambda areas, left: left > 0)


@exercise.mistake("every cut box left out")
def _(image, boxes, *, shift, keep=0.5):
    """You leave out each box that the frame cuts. Those with at least `keep` of their area stay."""
    return with_boxes(image, boxes, shift, keep, enough=lambda areas, left: left >= areas)


@exercise.mistake("exactly enough is too little")
def _(image, boxes, *, shift, keep=0.5):
    """A box of which exactly `keep` is seen is left out. Only *less* than that is too little."""
    return with_boxes(image, boxes, shift, keep, enough=lambda areas, left: left > keep * areas)


@exercise.mistake("keep ignored")
def _(image, boxes, *, shift, keep=0.5):
    """You leave out what is less than half seen, whatever `keep` says."""
    return with_boxes(image, boxes, shift, 0.5)


@exercise.mistake("height and width of the frame exchanged")
def _(image, boxes, *, shift, keep=0.5):
    """The boxes are cut off at a frame that is as wide as the picture is high. `image.shape` is (height, width)."""
    H, W = image.shape
    return with_boxes(image, boxes, shift, keep, frame=[H, W, H, W])


@exercise.mistake("cut off one pixel early")
def _(image, boxes, *, shift, keep=0.5):
    """Your frame ends one pixel too early: the right and the bottom edge do not belong to a box, so they may be as
    large as the width and the height.
    """
    H, W = image.shape
    return with_boxes(image, boxes, shift, keep, frame=[W - 1, H - 1, W - 1, H - 1])


@exercise.mistake("by the middle of the box")
def _(image, boxes, *, shift, keep=0.5):
    """You keep the boxes whose middle is still in the picture. Compare areas: what is seen, with the whole."""
    H, W = image.shape
    whole = boxes + np.array([*shift, *shift])
    middles = (whole[:, :2] + whole[:, 2:]) / 2
    inside = ((middles >= 0) & (middles <= [W, H])).all(axis=1)
    return with_boxes(image, boxes, shift, keep, enough=lambda areas, left: inside)


@exercise.also("by the middle of the box")
def _(image, boxes, *, shift, keep=0.5):
    H, W = image.shape
    whole = boxes + np.array([*shift, *shift])
    middles = (whole[:, :2] + whole[:, 2:]) / 2
    inside = ((middles >= 0) & (middles < [W, H])).all(axis=1)
    return with_boxes(image, boxes, shift, keep, enough=lambda areas, left: inside)


@exercise.accepts("pixel by pixel")
def _(image, boxes, *, shift, keep=0.5):
    H, W = image.shape
    new = np.zeros_like(image)
    for row in range(H):
        for column in range(W):
            if 0 <= row - shift[1] < H and 0 <= column - shift[0] < W:
                new[row, column] = image[row - shift[1], column - shift[0]]
    stay = []
    for left, top, right, bottom in boxes + np.array([*shift, *shift]):
        cut = [min(max(left, 0), W), min(max(top, 0), H), min(max(right, 0), W), min(max(bottom, 0), H)]
        if (cut[2] - cut[0]) * (cut[3] - cut[1]) >= keep * (right - left) * (bottom - top):
            stay.append(cut)
    return new, np.array(stay).astype(boxes.dtype).reshape(-1, 4)


@exercise.accepts("on larger paper")
def _(image, boxes, *, shift, keep=0.5):
    (H, W), (x, y) = image.shape, shift
    paper = np.pad(image, ((abs(y), abs(y)), (abs(x), abs(x))))
    new = paper[abs(y) - y : abs(y) - y + H, abs(x) - x : abs(x) - x + W]
    whole = boxes + np.array([x, y, x, y])
    cut = np.stack([whole[:, 0].clip(0, W), whole[:, 1].clip(0, H), whole[:, 2].clip(0, W), whole[:, 3].clip(0, H)], 1)
    share = np.prod(cut[:, 2:] - cut[:, :2], axis=1) - keep * np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
    return new, cut[share >= 0]
