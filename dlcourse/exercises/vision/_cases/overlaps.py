"""What two boxes share, step by step: for the mistakes of `iou`."""

import numpy as np


def sides(A, B):
    """The width and the height of the common piece of each pair, negative where there is none: array (N, M, 2)."""
    A, B = A[:, None], B[None]
    return np.minimum(A[..., 2:], B[..., 2:]) - np.maximum(A[..., :2], B[..., :2])


def areas(boxes, more=0):
    """The area of each box, its sides `more` longer."""
    return (boxes[:, 2:] - boxes[:, :2] + more).prod(axis=1)


def share(A, B, common, union=None):
    """The common areas, by the union or by what is given, 0 where that is 0."""
    union = areas(A)[:, None] + areas(B) - common if union is None else union
    return common / np.where(union == 0, 1, union)


def common_area(A, B):
    """The common area of each pair."""
    return np.maximum(sides(A, B), 0).prod(axis=-1)


def product(A, B):
    """Width times height of the common piece, also where both are negative."""
    return sides(A, B).prod(axis=-1)


def product_cut(A, B):
    """Width times height of the common piece, at least 0: wrong where both are negative."""
    return np.maximum(product(A, B), 0)


def around(A, B):
    """The area of the box around both."""
    return (np.maximum(A[:, None, 2:], B[:, 2:]) - np.minimum(A[:, None, :2], B[:, :2])).prod(axis=-1)


def unguarded(common, times=1):
    """The common areas by the union, with so many times the common piece taken off, and nan where that is 0."""

    def answer(A, B):
        with np.errstate(all="ignore"):
            return common(A, B) / (areas(A)[:, None] + areas(B) - times * common(A, B))

    return answer


def guarded(common, otherwise):
    """The common areas by the union; where that is not above 0, `otherwise` times the common area."""

    def answer(A, B):
        found = common(A, B)
        union = areas(A)[:, None] + areas(B) - found
        return np.where(union > 0, found / np.where(union > 0, union, 1), found.dtype.type(otherwise) * found)

    return answer
