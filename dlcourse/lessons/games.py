"""Lesson 20, games: learn to win by playing.

The board of tic-tac-toe is an int array (9,), its squares row by row: 1 is a stone of the first player (X), -1 of the
second (O), 0 an empty square. Scores are an array (A,), one for each move, -inf for a move that is not legal. Values
are those of the end, or of what is expected of it: 1 a win, 0 a draw, -1 a loss, seen by the player who is to move
unless it is said otherwise.

Sources
-------
winner, minimax_value: Shannon (1950), *Programming a computer for playing chess*; Russell and Norvig, *Artificial
    Intelligence*, the chapter on adversarial search.
epsilon_greedy, td_target: Sutton and Barto (2018), *Reinforcement Learning*, sections 2.2 and 6.5; for two players,
    Tesauro (1995), *Temporal difference learning and TD-Gammon*.
policy_gradient: Williams (1992), *Simple statistical gradient-following algorithms for connectionist reinforcement
    learning*.
"""

import numpy as np

from dlcourse.lessons.forward import softmax

LINES = np.array([[0, 1, 2], [3, 4, 5], [6, 7, 8], [0, 3, 6], [1, 4, 7], [2, 5, 8], [0, 4, 8], [2, 4, 6]])


def winner(board):
    """Who has three in a row.

    Formula: 1 or -1 if the three squares of a row, a column or a diagonal hold that player's stones, else 0
    board: int array (9,) -> a whole number, 1, -1 or 0

    >>> winner(np.array([1, 1, 1, -1, -1, 0, 0, 0, 0])), winner(np.array([1, 0, 1, -1, -1, 0, 0, 0, 0]))
    (1, 0)
    """
    sums = board[LINES].sum(axis=1)  # (8,)
    return int((sums == 3).any()) - int((sums == -3).any())


def legal_moves(board):
    """Where the next stone may stand: on an empty square, as long as nobody has won.

    Formula: the places of the 0s, rising; none if the game is over
    board: int array (9,) -> int array

    >>> legal_moves(np.array([1, 0, 1, -1, -1, 0, 0, 0, 0])), legal_moves(np.array([1, 1, 1, -1, -1, 0, 0, 0, 0]))
    (array([1, 5, 6, 7, 8]), array([], dtype=int64))
    """
    return np.flatnonzero(board == 0) if winner(board) == 0 else np.array([], dtype=int)


def minimax_value(board, *, player):
    """What a position is worth if both play perfectly from here on.

    Formula: at the end 1, 0 or -1, as `player` has won, nobody has, or the other; else the best, over the legal moves,
    of minus the value for the other player of the position after it
    board: int array (9,); player: a whole number, 1 or -1, who is to move
    -> a whole number, 1, 0 or -1, as `player` sees it

    >>> minimax_value(np.array([1, 1, 0, -1, -1, 0, 0, 0, 0]), player=1)  # takes square 2
    1
    >>> minimax_value(np.array([1, 1, 0, 0, -1, 0, 0, 0, 1]), player=-1)  # it must take 2, X then 6 and has two ways
    -1
    """
    won = winner(board)
    if won:
        return won * player
    values = []
    for move in legal_moves(board):
        after = board.copy()
        after[move] = player
        values.append(-minimax_value(after, player=-player))
    return max(values, default=0)


def epsilon_greedy(scores, *, epsilon, rng):
    """Mostly the best move; now and then any one, to see what comes of it.

    Formula: with the probability `epsilon` a legal move, each as likely as the others; else the move with the highest
    score, the first of equal ones
    scores: array (A,), -inf where a move is not legal; epsilon: a number from 0 to 1;
    rng: numpy.random.Generator -> a whole number, the place of the move

    >>> epsilon_greedy(np.array([0.1, -np.inf, 0.7]), epsilon=0.0, rng=np.random.default_rng(0))
    2
    """
    if rng.random() < epsilon:
        return int(rng.choice(np.flatnonzero(scores > -np.inf)))
    return int(scores.argmax())


def td_target(rewards, next_scores, over, *, discount):
    """What the score of a move should have been: the reward, minus what the other can get now.

    Formula: ``reward - discount max(next scores)``, and only the reward where the game is over
    rewards: array (N,), for the player who moved; next_scores: array (N, A), of the moves of the
    other player, seen by that one, -inf where a move is not legal; over: bool array (N,);
    discount: a number from 0 to 1 -> array (N,)

    >>> next_scores = np.array([[0.5, -np.inf, -0.2], [-np.inf, -np.inf, -np.inf]])
    >>> td_target(np.array([0.0, 1.0]), next_scores, np.array([False, True]), discount=0.9)
    array([-0.45,  1.  ])
    """
    best = np.where(over, 0, next_scores.max(axis=1))  # where no move is left there is no best one
    return rewards - discount * best


def policy_gradient(logits, actions, returns, *, baseline):
    """The gradient of REINFORCE: make what went better than expected more likely, and the rest less.

    Formula: of ``-mean of (returns - baseline) log softmax(logits)[action]`` by the logits
    logits: array (N, A); actions: int array (N,); returns: array (N,), what came of each action in
    the end; baseline: array (N,), what was expected -> array (N, A)

    >>> policy_gradient(np.zeros((1, 2)), np.array([0]), np.array([3.0]), baseline=np.array([1.0]))  # 2 (P - [1, 0])
    array([[-1.,  1.]])
    """
    N = len(logits)
    d_logits = softmax(logits)
    d_logits[np.arange(N), actions] -= 1
    return (returns - baseline)[:, None] * d_logits / N
