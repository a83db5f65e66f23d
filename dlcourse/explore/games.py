"""The explorer of lesson 20: play against a network, and see what it expects of each move."""

import numpy as np
from matplotlib.patches import Rectangle
from traitlets import TraitError

from dlcourse.experiments import games
from dlcourse.explore._explorer import Explorer, asked, board, choice
from dlcourse.figures.games import ENDS, MARKS, SIDE
from dlcourse.figures.style import INK, PAPER, RIM, SIGNAL_LINE, SIGNED, number
from dlcourse.lessons.games import legal_moves, minimax_value, winner

YOU, NETWORK = "you", "the network"
WHITE_FROM = 0.93  # of what is expected: nearer to 0, ink reads better on the colour than paper


def named(square):
    """A square in words."""
    return f"row {square // SIDE + 1}, column {square % SIDE + 1}"


def signed(value):
    """What is expected, as text: with its sign, but 0.00 has none."""
    return number(value, 2, sign=round(float(value), 2) != 0)


class _Grid:
    """Nine squares with stones, or with what is expected of a stone there."""

    def __init__(self, ax, title):
        ax.set(xlim=(-0.02, SIDE + 0.02), ylim=(SIDE + 0.02, -0.02), xticks=[], yticks=[], aspect="equal", title=title)
        ax.spines[:].set_visible(False)
        corners = [(k % SIDE, k // SIDE) for k in range(SIDE * SIDE)]
        self.squares = [ax.add_patch(Rectangle(at, 1, 1, fc=PAPER, ec=RIM, lw=1)) for at in corners]
        middle = {"ha": "center", "va": "center"}
        self.stones = [ax.text(x + 0.5, y + 0.5, "", size=24, weight="bold", color=INK, **middle) for x, y in corners]
        self.numbers = [ax.text(x + 0.5, y + 0.42, "", size=11, **middle) for x, y in corners]
        self.truths = [ax.text(x + 0.5, y + 0.78, "", size=8, **middle) for x, y in corners]
        self.frame = ax.add_patch(Rectangle((0, 0), 1, 1, fill=False, ec=SIGNAL_LINE, lw=3, zorder=4))
        self.moving = [*self.squares, *self.stones, *self.numbers, *self.truths, self.frame]

    def show(self, stones, expected=None, truth=None, chosen=None):
        """Put stones, numbers from -1 to 1 on empty squares, words below them, and a frame around one."""
        for k in range(SIDE * SIDE):
            known = expected is not None and np.isfinite(expected[k])
            value = min(max(float(expected[k]), -1.0), 1.0) if known else 0.0
            self.squares[k].set_facecolor(SIGNED(0.5 + 0.5 * value) if known else PAPER)
            colour = PAPER if abs(value) > WHITE_FROM else INK
            self.stones[k].set_text(MARKS[int(stones[k])])
            self.numbers[k].set(text=signed(expected[k]) if known else "", color=colour)
            shown = known and truth is not None
            self.truths[k].set(text=ENDS[int(truth[k])] if shown else "", color=colour)
        self.frame.set_visible(chosen is not None)
        if chosen is not None:
            self.frame.set_xy((chosen % SIDE, chosen // SIDE))


class Match(Explorer):
    """A game against a network, with what it expects.

    Parameters
    ----------
    score : function
        ``score(board, stone) -> array (9,)``, -inf where no stone may stand.
    """

    def __init__(self, score):
        self.score, self.truth = score, games.perfect(minimax_value, below=1)
        self._asked = {}
        self._first = choice("begins", [YOU, NETWORK])
        self._first.observe(self._new_game, "value")
        controls = {
            "board": board("the board", SIDE, SIDE, self._position),
            "first": self._first,
            "beside": choice("beside it", ["nothing", "the truth"]),
        }
        super().__init__("tic-tac-toe against a network, and what it expects of each move", controls, size=(4.6, 2.7))

    def array(self):
        """The board as it is: int array (9,), 1 is X (who begins), -1 is O."""
        return self._played(self.controls["board"].value)[0].copy()

    def build(self):
        left, right = self.figure.subplots(1, 2)
        self.before, self.now = _Grid(left, "Its last move"), _Grid(right, "Your next move")
        return [*self.before.moving, *self.now.moving]

    def draw(self, board, first, beside):
        stones, last, mine = self._played(board)
        with_truth = beside != "nothing"
        words, complaints = [], []
        if last is None:
            self.before.show(np.zeros(9))
        else:
            before, square = last
            expected, complaint = self._expected(before, -mine)
            complaints.append(complaint)
            self.before.show(before, expected, self.truth(before, -mine) if with_truth else None, square)
            words.append(f"It put {MARKS[-mine]} on {named(square)}")
            if not complaint:
                words[-1] += f", and expects {signed(expected[square])} of it"
            words[-1] += "."
        words.append(self._ended(stones, mine))
        if len(legal_moves(stones)):
            expected, complaint = self._expected(stones, mine)
            complaints.append(complaint)
            truth = self.truth(stones, mine) if with_truth else None
            self.now.show(stones, expected, truth)
            if not complaint:
                best = int(np.argmax(expected))
                words.append(
                    f"Of yours it expects most of {named(best)}: {signed(expected[best])} "
                    "(+1 is a win for you, −1 a loss)."
                )
            if with_truth:
                words.append(self._best(truth))
        else:
            self.now.show(stones)
        return " ".join([*words, *dict.fromkeys(filter(None, complaints))])

    def _best(self, truth):
        best = [named(square) for square in np.flatnonzero(truth == truth.max())]
        few = f"only {best[0]}" if len(best) == 1 else f"{len(best)} of your moves"
        return f"In truth {few} would lead to a {ENDS[int(truth.max())]} if both play perfectly from then on."

    def _ended(self, stones, mine):
        won = winner(stones)
        if won:
            return "You have won." if won == mine else "It has won."
        return f"It is your turn, with {MARKS[mine]}." if len(legal_moves(stones)) else "A draw."

    def _expected(self, stones, stone):
        key = (*stones.tolist(), stone)
        if key not in self._asked:
            self._asked[key] = asked(self._scores, stones.copy(), stone, what="The network does not answer")
        return self._asked[key]

    def _scores(self, stones, stone):
        found = np.asarray(self.score(stones, stone), dtype=float)
        if found.shape != (SIDE * SIDE,):
            raise ValueError(f"scores of the shape {found.shape} came back, want (9,)")
        found = np.where(stones == 0, found, -np.inf)
        if np.isnan(found).any() or not np.isfinite(found[stones == 0]).all():
            raise ValueError("not all empty squares have a score that is a number")
        return found

    def _answer(self, stones, stone):
        """The square that the other takes; if it has no scores, the first empty one."""
        expected, complaint = self._expected(stones, stone)
        return int(np.flatnonzero(stones == 0)[0] if complaint else np.argmax(expected))

    def _played(self, moves):
        """The stones after a person's moves and the answers, the other's last move, and the person's stone."""
        mine = 1 if self._first.value == YOU else -1
        stones, last, turn = np.zeros(9, dtype=int), None, 1
        waiting = list(moves)
        while len(legal_moves(stones)):
            if turn == mine:
                if not waiting:
                    break
                square = waiting.pop(0)
                if stones[square]:
                    raise TraitError(f"the board can't be {list(moves)}: {named(square)} is taken")
            else:
                square = self._answer(stones, turn)
                last = stones.copy(), square
            stones[square] = turn
            turn = -turn
        if waiting:
            raise TraitError(f"the board can't be {list(moves)}: the game is over")
        return stones, last, mine

    def _position(self, moves):
        stones, _, _ = self._played(moves)
        return [MARKS[int(stone)] for stone in stones], not len(legal_moves(stones))

    def _new_game(self, _change):
        self.controls["board"].value = ()


def play(score=None):
    """Tic-tac-toe against a network that has learned by playing against itself.

    Parameters
    ----------
    score : function, optional
        ``score(board, stone) -> array (9,)``, what it expects of a stone (1 or -1) on each square, from 1 (a win) to
        -1, and -inf where no stone may stand: a player of :mod:`dlcourse.experiments.games`, such as what ``learn``
        gives. The network that comes with the course, if left out.

    Returns
    -------
    Match
        Its controls: `board` (your squares in turn, 0 to 8), `first` ("you" or "the network") and `beside` ("nothing"
        or "the truth"). ``.array()`` gives the board.
    """
    return Match(games.trained_player() if score is None else score)
