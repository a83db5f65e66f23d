"""Linear probes, some of whose steps are done in another way."""

import numpy as np


def probe(H, T, ridge, *, H_mean=None, T_mean=None, S=None):
    """The right W, or with other means taken off, or another matrix to solve with."""
    H_mean = H.mean(axis=0) if H_mean is None else H_mean
    T_mean = T.mean(axis=0) if T_mean is None else T_mean
    HC, TC = H - H_mean, T - T_mean
    S = HC.T @ HC + ridge * np.eye(H.shape[1], dtype=H.dtype) if S is None else S
    return np.linalg.solve(S, HC.T @ TC)


def with_bias(H, T, W):
    """W, and the bias that fits it."""
    return W, T.mean(axis=0) - H.mean(axis=0) @ W


def centred(H):
    return H - H.mean(axis=0)


def eye(H):
    return np.eye(H.shape[1], dtype=H.dtype)


def solved_with(matrix):
    """The usual ways to write it with another matrix: one that has no inverse raises, or rounding makes up numbers."""

    def solve(H, T, *, ridge):
        HC = centred(H)
        return with_bias(H, T, np.linalg.solve(matrix(HC, ridge), HC.T @ (T - T.mean(axis=0))))

    def of_T(H, T, *, ridge):
        HC = centred(H)
        return with_bias(H, T, np.linalg.solve(matrix(HC, ridge), HC.T @ T))

    def inverse(H, T, *, ridge):
        HC = centred(H)
        return with_bias(H, T, np.linalg.inv(matrix(HC, ridge)) @ HC.T @ (T - T.mean(axis=0)))

    def inverse_last(H, T, *, ridge):
        HC = centred(H)
        return with_bias(H, T, np.linalg.inv(matrix(HC, ridge)) @ (HC.T @ (T - T.mean(axis=0))))

    return solve, of_T, inverse, inverse_last
