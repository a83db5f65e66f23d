"""Experiments of lesson 20, games: all positions and their values, self-play, search, and a pole to balance."""

import functools

import numpy as np
import pytest

from dlcourse.data.networks import games_network
from dlcourse.experiments import games
from dlcourse.experiments.games import balancing, examining, selfplay
from dlcourse.lessons import games as lesson

RULES = {name: getattr(lesson, name) for name in ("winner", "legal_moves", "epsilon_greedy", "td_target")}
ROWS = ("012", "345", "678", "036", "147", "258", "048", "246")


@pytest.fixture(scope="module")
def values():
    return games.true_values(lesson.minimax_value)


# ---- an independent game: boards are text, and values come from a table of results ----


def ended(text):
    """X or O if they have a row, "-" for a full board, else nothing."""
    for row in ROWS:
        stones = {text[int(square)] for square in row}
        if stones in ({"X"}, {"O"}):
            return stones.pop()
    return "" if "." in text else "-"


@functools.cache
def result(text):
    """Who wins if both play perfectly: X, O or "-"."""
    end = ended(text)
    if end:
        return end
    mover = "X" if text.count(".") % 2 else "O"
    reached = {result(text[:k] + mover + text[k + 1 :]) for k in range(9) if text[k] == "."}
    return mover if mover in reached else "-" if "-" in reached else reached.pop()


def as_text(board):
    return "".join(".XO"[stone] for stone in board)


def test_all_positions_and_their_values(values):
    known = games.course_tree()
    assert result("." * 9) == "-"
    texts = [as_text(board) for board in known.boards]
    assert len(set(texts)) == len(texts) == 5478
    own = {"X": 1, "-": 0, "O": -1}
    assert values.tolist() == [own[result(text)] * (1 if text.count(".") % 2 else -1) for text in texts]
    assert known.over.tolist() == [ended(text) != "" for text in texts]
    assert known.won.tolist() == [own[ended(text) or "-"] for text in texts]
    for place in (0, 17, 1234, 5000):
        for square, then in known.choices[place]:
            board = known.boards[place].copy()
            board[square] = known.mover[place]
            assert known.place(board) == then


def test_what_looks_alike_is_known_once(values):
    known = games.course_tree()
    assert (len(known.alike), int(known.over[known.alike].sum())) == (765, 138)
    square = np.arange(9).reshape(3, 3)
    for turned in (np.rot90(square), square.T, np.flipud(square)):
        places = [known.place(board[turned.ravel()]) for board in known.boards[::50]]
        assert (known.fold[places] == known.fold[::50]).all()
    assert (values == values[known.alike][known.fold]).all()
    assert (known.boards[known.alike] != 0).sum(axis=1).tolist() == sorted((known.boards[known.alike] != 0).sum(axis=1))


def test_the_learners_function_is_asked_for_few_positions(values):
    asked = []

    def mine(board, *, player):
        asked.append((board == 0).sum())
        return lesson.minimax_value(board, player=player)

    assert (games.true_values(mine, below=2) == values).all()
    assert set(asked) == {0, 1}
    assert (games.true_values(lambda board, *, player: 0, below=2) == 0).mean() > 0.1  # a wrong one is not put right


def test_moves_that_are_none_are_refused():
    with pytest.raises(ValueError, match="legal_moves gives the square 0 of"):
        games.tree(lesson.winner, lambda board: np.arange(9))
    with pytest.raises(ValueError, match="want one that comes up in a game that X begins"):
        games.course_tree().place([1, 1, 0, 0, 0, 0, 0, 0, 0])
    with pytest.raises(ValueError, match="a stone was put on square 0, where none may stand"):
        games.learn(**RULES | {"epsilon_greedy": lambda scores, *, epsilon, rng: 0}, seed=0, games=16)
    taken = games.by_move(lambda board, stone: 0)
    with pytest.raises(ValueError, match="want an empty square"):
        taken(np.array([1, 0, 0, 0, 0, 0, 0, 0, 0]), -1)
    assert taken(np.zeros(9, dtype=int), 1).argmax() == 0


# ---- how good a player is ----


def first_empty(board, stone):
    return np.where(board == 0, -np.arange(9.0), -np.inf)


def test_every_line_is_played():
    def beaten(text, own):
        """How many lines end with a defeat of who takes the first empty square."""
        end = ended(text)
        if end:
            return end not in ("-", own)
        mover = "X" if text.count(".") % 2 else "O"
        squares = [k for k in range(9) if text[k] == "."]
        return sum(beaten(text[:k] + mover + text[k + 1 :], own) for k in (squares[:1] if mover == own else squares))

    lines = games.examine(first_empty)
    assert len(lines) == len(set(lines)) == beaten("." * 9, "X") + beaten("." * 9, "O") > 100
    for line in lines[::20]:
        board = np.zeros(9, dtype=int)
        for turn, square in enumerate(line):
            board[square] = 1 if turn % 2 == 0 else -1
        assert lesson.winner(board) == (1 if len(line) % 2 else -1)


def test_a_perfect_player_is_perfect(values):
    player = games.perfect(lesson.minimax_value, seed=0, below=1)
    assert games.examine(player) == []
    assert games.distance(player, values) == 0 < games.distance(first_empty, values)
    assert games.against(player, games.random_player(0), games=100)["lost"] == 0
    assert games.against(player, games.perfect(lesson.minimax_value, seed=1, below=1), games=20)["drawn"] == 20
    assert sum(games.against(games.random_player(1), games.random_player(2), games=10).values()) == 10


# ---- self-play ----


def test_the_network_that_comes_with_the_course_never_loses(values):
    player = games.trained_player()
    assert {key: array.shape for key, array in games_network().items()}["hidden.W"] == (18, 64)
    assert games.examine(player) == []
    assert games.distance(player, values) < 0.05
    against = games.against(player, games.random_player(0), games=200)
    assert against["lost"] == 0
    assert against["won"] > 170


def test_few_games_teach_something_and_twice_the_same(values):
    made = [games.learn(**RULES, seed=3, games=960, looks=3) for _ in range(2)]
    assert made[0].curve == made[1].curve
    assert [played for played, _ in made[0].curve] == [320, 640, 960]
    untrained = selfplay.Learned(games.untrained(np.random.default_rng(3)), True, [], games.course_tree())
    assert made[0].curve[-1][1] == len(games.examine(made[0])) < len(games.examine(untrained)) / 2
    player, curve = games.learn_table(**RULES, seed=3, games=960, looks=1)
    assert curve[-1][1] == len(games.examine(player)) < 150


def test_only_what_is_folded_sees_alike_positions_alike():
    board = np.array([1, 0, 0, 0, -1, 0, 0, 0, 0])
    for folded in (True, False):
        player = games.learn(**RULES, seed=0, games=32, folded=folded, looks=0)
        here, turned = player(board, 1), player(np.rot90(board.reshape(3, 3)).ravel(), 1)
        assert np.allclose(np.rot90(here.reshape(3, 3)).ravel(), turned, rtol=0, atol=1e-9) == folded
        assert (here[1] == here[3]) == folded
        assert (here == -np.inf).tolist() == (board != 0).tolist()
    assert (games.trained_player()(np.array([1, 1, 1, -1, -1, 0, 0, 0, 0]), -1) == -np.inf).all()


def test_the_network_sees_who_moved():
    seen = selfplay.inputs(np.array([[1, 0, 0, 0, -1, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0, 0, 0, 0]]), np.array([1, -1]))
    assert np.flatnonzero(seen[0]).tolist() == [4, 9]  # O moved: its stone first, then that of X
    assert np.flatnonzero(seen[1]).tolist() == [0]


def test_the_gradient_of_half_squares():
    rng = np.random.default_rng(0)
    Z, y, step = rng.normal(size=(5, 1)), rng.normal(size=5), 1e-6
    _, dZ = selfplay.half_squares(Z, y)
    for k in range(5):
        ends = [selfplay.half_squares(Z + sign * step * (np.arange(5) == k)[:, None], y)[0] for sign in (1, -1)]
        assert dZ[k, 0] == pytest.approx((ends[0] - ends[1]) / (2 * step), abs=1e-8)


def test_a_slow_rule_of_the_learners_own_is_called():
    calls = []

    def mine(scores, *, epsilon, rng):
        calls.append(epsilon)
        return lesson.epsilon_greedy(scores, epsilon=epsilon, rng=rng)

    own = games.learn(**RULES | {"epsilon_greedy": mine}, seed=0, games=32, looks=1)
    assert own.curve == games.learn(**RULES, seed=0, games=32, looks=1).curve
    assert set(calls) == {0.3}


# ---- search ----


def test_search_takes_what_wins_and_prevents_what_loses(values):
    board = np.array([1, 1, 0, -1, -1, 0, 0, 0, 0])
    for judge in (None, games.trained_player()):
        player = games.searched(40, judge)
        shares = player(board, 1)
        assert shares.argmax() == 2
        assert shares[board == 0].sum() == pytest.approx(1)
        assert (shares[board != 0] == -np.inf).all()
        assert player(np.array([1, 1, 0, 0, -1, 0, 0, 0, 0]), -1).argmax() == 2
    assert np.isfinite(games.searched(1)(np.zeros(9, dtype=int), 1)).all()


def test_more_simulations_are_better(values):
    found = [games.distance(games.searched(count, seed=0), values) for count in (2, 60)]
    assert found[1] < 0.1 < found[0]


# ---- the pole ----


def test_a_step_solves_the_equations_of_motion():
    rng = np.random.default_rng(0)
    states, right = rng.normal(size=(50, 4)) * [1, 1, 0.3, 1], rng.random(50) < 0.5
    after = games.pushed(states, right)
    for (x, v, angle, spin), push, (x1, v1, angle1, spin1) in zip(states, right, after):
        # Newton's laws for cart and pole (a thin rod of 1 m): two equations for both accelerations at once.
        arm = 0.1 * 0.5
        system = [[1.1, arm * np.cos(angle)], [arm * np.cos(angle), 4 / 3 * arm * 0.5]]
        forces = [(10 if push else -10) + arm * spin**2 * np.sin(angle), arm * 9.8 * np.sin(angle)]
        speeding, turning = np.linalg.solve(system, forces)
        assert [v1, spin1] == pytest.approx([v + 0.02 * speeding, spin + 0.02 * turning])
        assert [x1, angle1] == pytest.approx([x + 0.02 * v1, angle + 0.02 * spin1])
    assert games.fallen(np.array([[2.5, 0, 0, 0], [0, 9, 0.2, 9], [0, 0, -0.22, 0]])).tolist() == [True, False, True]


def test_what_is_to_come():
    alive = np.array([[1, 1], [1, 1], [1, 0]], dtype=bool)
    assert balancing.to_come(alive) == pytest.approx(np.array([[1 + 0.98 * 1.98, 1.98], [1.98, 1.0], [1.0, 0.0]]))


def test_episodes_end_with_the_pole():
    rng = np.random.default_rng(0)
    network = games.balance(lesson.policy_gradient, seed=0, rounds=1).network
    states, actions, alive = balancing.episodes(network, rng)
    assert states.shape[:2] == actions.shape == alive.shape
    for k in range(5):
        steps = alive[:, k].sum()
        assert alive[:steps, k].all()
        assert not games.fallen(states[:steps, k]).any()
        assert steps == len(alive) or games.fallen(states[steps : steps + 1, k]).all()
        assert np.allclose(games.pushed(states[:-1, k], actions[:-1, k] == 1), states[1:, k])


@pytest.mark.parametrize("baseline", [True, False])
def test_trying_teaches_to_balance(baseline):
    made = games.balance(lesson.policy_gradient, seed=0, baseline=baseline, rounds=12)
    assert len(made.curve) == 12
    assert made.curve[-1] > 1.5 * made.curve[0]
    assert games.stands(made.pushes_right, seed=1, count=10).shape == (10,)


def test_a_simple_rule_balances_too():
    assert (games.stands(lambda states: states[:, 2] + 0.3 * states[:, 3] > 0, seed=0, count=20) == 200).all()
    assert games.rules_tried(4) < 20
    assert (games.stands(lambda states: states[:, 0] < -9, seed=0, count=3) < 20).all()  # always to the left


# ---- what was measured once ----


@pytest.mark.parametrize(("what", "sides"), [("selfplay", 4), ("exploring", 2), ("search", 3), ("pole", 2)])
def test_measurements_say_how_they_were_tuned(what, sides):
    stored = games.measured(what)["sides"]
    assert len(stored) == sides
    assert len({len(side["tried"]) for side in stored.values()}) == 1
    for side in stored.values():
        assert len(side["numbers"]) >= 5
        assert all(best in side["range"][name] for name, best in side["best"].items())


def test_lines_lost_are_those_of_the_player_alone():
    known = games.course_tree()
    assert examining.lines_lost(known, lambda place: known.choices[place][0][0]) == games.examine(first_empty)
