"""Lesson 20, games: a table of all positions by bit masks, from full boards backwards; differences, PyTorch, counts."""

import importlib.util
from collections import Counter

import numpy as np
import pytest

from dlcourse.lessons.games import epsilon_greedy, legal_moves, minimax_value, policy_gradient, td_target, winner
from tests.lessons.differences import agree

HAVE_TORCH = importlib.util.find_spec("torch") is not None
FULL = 0b111111111
# Bit k is square k: rows, columns, diagonals.
MASKS = (0b000000111, 0b000111000, 0b111000000, 0b001001001, 0b010010010, 0b100100100, 0b100010001, 0b001010100)


def is_line(stones):
    return any(stones & mask == mask for mask in MASKS)


def all_positions():
    """The positions that can come up, as pairs of bit masks (X, O), one stone more each time."""
    layers = [{(0, 0)}]
    while layers[-1]:
        after = set()
        for x, o in layers[-1]:
            if is_line(x) or is_line(o):
                continue
            x_moves = len(layers) % 2 == 1
            for square in range(9):
                bit = 1 << square
                if not (x | o) & bit:
                    after.add((x | bit, o) if x_moves else (x, o | bit))
        layers.append(after)
    return layers[:-1]


@pytest.fixture(scope="module")
def table():
    """For each position its value as X sees it: from the last layer to the first, without recursion."""
    values, layers = {}, all_positions()
    for stones in range(len(layers) - 1, -1, -1):
        pick = max if stones % 2 == 0 else min
        for x, o in layers[stones]:
            if is_line(x) or is_line(o) or x | o == FULL:
                values[x, o] = int(is_line(x)) - int(is_line(o))
            else:
                free = [1 << k for k in range(9) if not (x | o) >> k & 1]
                values[x, o] = pick(values[(x | bit, o) if pick is max else (x, o | bit)] for bit in free)
    return values


def board_of(x, o):
    return np.array([(x >> k & 1) - (o >> k & 1) for k in range(9)])


def test_numbers_of_positions(table):
    assert len(table) == 5478
    ends = [pair for pair in table if is_line(pair[0]) or is_line(pair[1]) or pair[0] | pair[1] == FULL]
    assert Counter(table[pair] for pair in ends) == {1: 626, -1: 316, 0: 16}
    assert Counter(table.values()) == {1: 2936, 0: 1068, -1: 1474}
    assert table[0, 0] == 0


def test_winner_and_moves_in_all_positions(table):
    for x, o in table:
        board = board_of(x, o)
        assert winner(board) == int(is_line(x)) - int(is_line(o))
        over = is_line(x) or is_line(o)
        assert legal_moves(board).tolist() == ([] if over else [k for k in range(9) if not (x | o) >> k & 1])


def test_minimax_value_of_every_seventh_late_position(table):
    late = [pair for pair in sorted(table) if (pair[0] | pair[1]).bit_count() >= 5]
    for x, o in late[::7]:
        player = 1 if (x | o).bit_count() % 2 == 0 else -1
        assert minimax_value(board_of(x, o), player=player) == player * table[x, o]


def test_minimax_value_is_the_same_for_exchanged_colours():
    board = np.array([1, 0, -1, 0, 1, 0, 0, -1, 0])
    assert minimax_value(board, player=1) == minimax_value(-board, player=-1)


def test_epsilon_greedy_draws_by_its_chances():
    scores, rng = np.array([0.2, -np.inf, -0.4, 0.9, 0.1]), np.random.default_rng(0)
    drawn = Counter(epsilon_greedy(scores, epsilon=0.4, rng=rng) for _ in range(8000))
    wanted = {0: 0.1, 2: 0.1, 3: 0.7, 4: 0.1}
    assert set(drawn) == set(wanted)
    assert sum((drawn[k] - 8000 * p) ** 2 / (8000 * p) for k, p in wanted.items()) < 20  # chi squared, 3 degrees


def test_td_target_row_by_row():
    rng = np.random.default_rng(0)
    rewards, scores, over = rng.normal(size=20), rng.normal(size=(20, 9)), rng.random(20) < 0.4
    scores[rng.random((20, 9)) < 0.4] = -np.inf
    scores[:, 3] = 0.1
    scores[over] = -np.inf
    wanted = [r if end else r - 0.8 * max(row) for r, row, end in zip(rewards, scores.tolist(), over, strict=True)]
    np.testing.assert_allclose(td_target(rewards, scores, over, discount=0.8), wanted)


def drawn_moves():
    rng = np.random.default_rng(0)
    return rng.normal(size=(6, 4)), rng.integers(4, size=6), rng.normal(size=6), rng.normal(size=6)


def test_policy_gradient_against_differences():
    Z, actions, returns, baseline = drawn_moves()

    def loss(Z):
        P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
        return -np.mean((returns - baseline) * np.log(P[np.arange(6), actions]))

    agree(policy_gradient(Z, actions, returns, baseline=baseline), loss, Z)


if HAVE_TORCH:  # a skipped test is a failure in CI

    def test_policy_gradient_against_pytorch():
        import torch

        Z, actions, returns, baseline = drawn_moves()
        logits = torch.tensor(Z, requires_grad=True)
        drawn = torch.distributions.Categorical(logits=logits)
        (-(torch.tensor(returns - baseline) * drawn.log_prob(torch.tensor(actions))).mean()).backward()
        ours = policy_gradient(Z, actions, returns, baseline=baseline)
        np.testing.assert_allclose(ours, logits.grad.numpy(), atol=1e-12)


def test_a_baseline_that_is_the_same_for_all_changes_nothing_on_average():
    """The mean of the gradient over the moves, as the policy draws them: the baseline takes off noise, and no more."""
    Z, returns = np.array([[0.3, -1.0, 0.6]]), np.array([2.0, -1.0, 0.5])
    P = np.exp(Z[0]) / np.exp(Z[0]).sum()
    means = [
        sum(p * policy_gradient(Z, np.array([a]), returns[[a]], baseline=np.array([b])) for a, p in enumerate(P))
        for b in (0.0, 5.0)
    ]
    np.testing.assert_allclose(*means, atol=1e-12)
