"""How far pictures are from each other, pixel by pixel."""


def squared_distances(A, B):
    """The sum of the squared differences of each row of A and each row of B.

    Parameters
    ----------
    A : array (N, D)
    B : array (M, D)

    Returns
    -------
    array (N, M)
        0 or more, up to rounding.

    Examples
    --------
    >>> import numpy as np
    >>> squared_distances(np.array([[0.0, 0.0]]), np.array([[3.0, 4.0], [0.0, 1.0]]))
    array([[25.,  1.]])
    """
    return (A**2).sum(axis=1)[:, None] + (B**2).sum(axis=1) - 2 * A @ B.T
