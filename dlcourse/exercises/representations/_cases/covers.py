"""Occlusion maps, some of whose steps are done in another way."""

import numpy as np

from dlcourse.lessons.cnn import places


def covered(picture, score, size, stride, fill, *, rows=None, columns=None, cover=None):
    """The map with another number of places, or with `cover(a copy, row, column)` in place of the square."""
    R, S = ((side - size) // stride + 1 for side in picture.shape)
    R, S = R if rows is None else rows, S if columns is None else columns

    def square(sheet, r, s):
        sheet[r : r + size, s : s + size] = fill

    found = np.zeros((R, S), picture.dtype)
    for r, s in np.ndindex(R, S):
        sheet = picture.copy()
        (cover or square)(sheet, stride * r, stride * s)
        found[r, s] = score(picture[None])[0] - score(sheet[None])[0]
    return found


def on_one_sheet(sheet, score, size, stride, fill, *, whole, at_once=True):
    """The map of covers that all stay on the sheet, scored at once in the end, or each when it is put on.

    The score of the whole is taken first, last, or anew before each cover.
    """
    R, S = ((side - size) // stride + 1 for side in sheet.shape)
    before, after = [score(sheet[None])[0]], []
    for r, s in np.ndindex(R, S):
        before.append(score(sheet[None])[0])
        sheet[places(stride * r, size), places(stride * s, size)] = fill
        after.append(score(sheet[None])[0])
    left = after[-1] if at_once else np.array(after)
    old = {"first": before[0], "last": after[-1], "each": np.array(before[1:])}[whole]
    return np.broadcast_to(old - left, R * S).reshape(R, S).astype(sheet.dtype)


def painted(whole, at_once):
    """The answer that paints on the picture that it is given."""

    def answer(picture, score, *, size, stride=1, fill=0.0):
        return on_one_sheet(picture, score, size, stride, fill, whole=whole, at_once=at_once)

    return answer


def all_at_once(picture, score, size, stride, fill, shape):
    """The map from one batch of so many places; of none, `score` can make nothing."""
    sheets = np.repeat(picture[None], np.prod(shape), axis=0)
    for n, (r, s) in enumerate(np.ndindex(*shape)):
        sheets[n, places(stride * r, size), places(stride * s, size)] = fill
    return (score(picture[None]) - score(sheets)).reshape(shape)
