"""Dates in twenty languages, and a network that writes them as 2026-11-28, with attention or without."""

import datetime
import string

import numpy as np

from dlcourse.data import datasets
from dlcourse.lessons import attention
from dlcourse.lessons.training import xavier_init
from dlcourse.nn import lstm, rnn, training
from dlcourse.nn.training import Adam
from dlcourse.nn.training.pace import at_pace

YEARS = 1900, 2100  # of the dates to learn from: from the first on, and before the second
DIGITS = "0123456789-"
LENGTH = len("2026-11-28")
EMBEDDING, READS, WRITES = 24, 32, 64  # numbers of a sign, cells that read in each direction, cells that write
BATCH, STEPS, RATE = 32, 300, 0.02
TESTS = 500  # held-out dates
EXAMPLE = datetime.date(1967, 11, 23)  # year and day have no digit in common
PARTS = {"year": slice(0, 4), "month": slice(5, 7), "day": slice(8, 10)}  # of what is written


def in_words(language, date):
    """How a language writes a date: the text.

    Examples
    --------
    >>> in_words("French", datetime.date(2026, 11, 28)), in_words("Hungarian", datetime.date(2026, 11, 28))
    ('28 novembre 2026', '2026. november 28.')
    """
    form, months = datasets.dates()[language]
    return form.format(day=date.day, month=months[date.month - 1], number=date.month, year=date.year)


def places(language, date):
    """Where the year, the month and the day stand in the text: a dict of slices.

    Examples
    --------
    >>> places("French", datetime.date(2026, 11, 28))
    {'day': slice(0, 2, None), 'month': slice(3, 11, None), 'year': slice(12, 16, None)}
    """
    form, months = datasets.dates()[language]
    values = {"day": str(date.day), "month": months[date.month - 1], "number": str(date.month), "year": str(date.year)}
    found, at = {}, 0
    for between, field, *_ in string.Formatter().parse(form):
        at += len(between)
        if field:
            found["month" if field == "number" else field] = slice(at, at + len(values[field]))
            at += len(values[field])
    return found


def drawn_dates(count, rng, *, years=YEARS, gap=None, held_out=False):
    """Days drawn at random from the years: a list of dates. Every tenth day is held out: it is for tests alone.

    From the years of `gap`, the first and the one after the last, none is drawn.
    """
    first, last = (datetime.date(year, 1, 1).toordinal() // 10 for year in years)
    leaves, goes_on = (datetime.date(year, 1, 1).toordinal() // 10 for year in gap or (years[1], years[1]))
    tens = rng.integers(first + 1, last - (goes_on - leaves), count)
    days = 10 * np.where(tens < leaves, tens, tens + goes_on - leaves)
    days += 0 if held_out else rng.integers(1, 10, count)
    return [datetime.date.fromordinal(int(day)) for day in days]


def signs():
    """All signs that dates have in any of the languages, as one text; the first, a newline, fills the end."""
    found = {sign for form, months in datasets.dates().values() for sign in form + "".join(months)}
    return "\n" + "".join(sorted(found | set("0123456789")))


class DateWriter:
    """Two LSTMs read a date's text from both ends; a third writes ten signs and looks back at what was read.

    Before each sign the writer asks with its own output, and gets a mixture of the readers' outputs. Without attention
    it gets the same at every step: what both readers know at their end. The numbers that it learns are as many.

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws the first weights.
    attend, backward : function
        :func:`scaled_dot_product_attention` and :func:`attention_backward`, or others like them; `attend` may be None.
    """

    def __init__(self, rng, *, attend=attention.scaled_dot_product_attention, backward=attention.attention_backward):
        self.signs = signs()
        self._places = {sign: place for place, sign in enumerate(self.signs)}
        self.seen = rnn.Embedding(len(self.signs), EMBEDDING, rng)
        self.read = lstm.Bidirectional(lstm.LSTM(EMBEDDING, READS, rng), lstm.LSTM(EMBEDDING, READS, rng))
        self.written = rnn.Embedding(len(DIGITS) + 1, EMBEDDING, rng)  # the last row stands for nothing yet
        self.write = lstm.LSTM(EMBEDDING, WRITES, rng)
        self.answer = training.Dense(WRITES + 2 * READS, len(DIGITS), rng, init=xavier_init)
        self.layers = self.seen, self.read, self.written, self.write, self.answer
        self._attend = attend and at_pace(attend, attention.scaled_dot_product_attention)
        self._backward = at_pace(backward, attention.attention_backward)

    @property
    def parameters(self):
        """The parameters of each layer, as an optimizer takes them."""
        return [layer.parameters for layer in self.layers]

    @property
    def size(self):
        """How many numbers the network learns."""
        return sum(array.size for parameters in self.parameters for array in parameters.values())

    def ids(self, texts):
        """The texts as numbers (N, S), filled up at their ends; ValueError for a sign that no language has."""
        unknown = sorted({sign for text in texts for sign in text} - set(self._places))
        if unknown:
            raise ValueError(f"no date of these languages has the sign {unknown[0]!r}: the network has no row for it")
        found = np.zeros((len(texts), max(map(len, texts))), int)
        for row, text in zip(found, texts):
            row[: len(text)] = [self._places[sign] for sign in text]
        return found

    def reading(self, ids):
        """What the readers put out at each sign (N, S, 64), what they know at their ends (N, 64), and the caches."""
        X, first = self.seen.forward(ids)
        H, second = self.read.forward(X)
        rows, last = np.arange(len(ids)), (ids > 0).sum(axis=1) - 1
        summary = np.concatenate([H[rows, last, :READS], H[:, 0, READS:]], axis=1)
        return H, summary, (first, second, last)

    def writing(self, before, H, summary, mask, state=None):
        """The logits of the signs that follow `before` (N, T), and the caches."""
        Y, first = self.written.forward(before)
        D, second = self.write.forward(Y, state=(summary, summary) if state is None else state)
        if self._attend:
            fetched, third = self._attend(D, K=H, V=H, mask=mask[:, None])
        else:
            fetched, third = np.broadcast_to(summary[:, None], D.shape), None
        Z, last = self.answer.forward(np.concatenate([D, fetched], axis=2))
        return Z, (first, second, third, last)

    def loss_and_gradients(self, ids, target):
        """The mean cross-entropy of the next sign, given the right ones before it, and all gradients."""
        H, summary, (first, second, last) = self.reading(ids)
        before = np.concatenate([np.full((len(ids), 1), len(DIGITS)), target[:, :-1]], axis=1)
        Z, (third, fourth, looked, fifth) = self.writing(before, H, summary, ids > 0)
        loss, dZ = rnn.sequence_cross_entropy_fast(Z, target, np.ones(target.shape, bool))
        d_joined, answer = self.answer.backward(dZ, fifth)
        dD, d_fetched = d_joined[..., :WRITES], d_joined[..., WRITES:]
        if self._attend:
            dQ, dK, dV = self._backward(d_fetched, looked)
            dD, dH, d_summary = dD + dQ, dK + dV, 0
        else:
            dH, d_summary = np.zeros_like(H), d_fetched.sum(axis=1)
        dY, dh, dc, *gradients = lstm.lstm_backward_fast(dD, fourth[0])
        write, d_summary = dict(zip(("W_x", "W_h", "b"), gradients)), d_summary + dh + dc
        dH[np.arange(len(ids)), last, :READS] += d_summary[:, :READS]
        dH[:, 0, READS:] += d_summary[:, READS:]
        dX, read = self.read.backward(dH, second)
        return loss, [
            self.seen.parameter_gradients(dX, first),
            read,
            self.written.parameter_gradients(dY, third),
            write,
            answer,
        ]

    def read_out(self, texts):
        """What the network writes for each text, and where it looked.

        Returns
        -------
        tuple (list of str, array (N, 10, S) or None)
            The most probable sign at each step, ten for each text; the weights of the signs of the text.
        """
        ids = self.ids(texts)
        H, summary, _ = self.reading(ids)
        before, state = np.full((len(ids), 1), len(DIGITS)), None
        written, weights = [], []
        for _ in range(LENGTH):
            Z, (_, cache, looked, _) = self.writing(before, H, summary, ids > 0, state)
            before, state = Z.argmax(axis=2), self.write.final_state(cache)
            written.append(before[:, 0])
            weights.append(looked and looked[3][:, 0])
        found = ["".join(DIGITS[place] for place in row) for row in np.array(written).T]
        return found, np.stack(weights, axis=1) if self._attend else None


def examples(languages, count, rng, **which):
    """Dates drawn at random, each in one of the languages: texts, and what is to be written for them."""
    chosen, dates = rng.integers(len(languages), size=count), drawn_dates(count, rng, **which)
    return [in_words(languages[place], date) for place, date in zip(chosen, dates)], [str(date) for date in dates]


def trainings(writer, languages, rng, *, steps, rate=RATE, **which):
    """One step on 32 new dates whenever it is asked for one: a generator of the losses."""
    batches = (_batch(writer, *examples(languages, BATCH, rng, **which)) for _ in range(steps))
    optimizer = Adam(rate, clip=1.0)
    return training.training_steps(writer, batches, optimizer, gradients=writer.loss_and_gradients)


def trained(languages, rng, *, steps=STEPS, rate=RATE, years=YEARS, gap=None, **calculate):
    """A network after so many steps on dates of the languages."""
    writer = DateWriter(rng, **calculate)
    for _ in trainings(writer, languages, rng, steps=steps, rate=rate, years=years, gap=gap):
        pass
    return writer


def _batch(writer, texts, wanted):
    return writer.ids(texts), np.array([[DIGITS.index(sign) for sign in text] for text in wanted])


def answers(writer, languages, rng, *, count=TESTS, years=YEARS):
    """What is wanted for held-out dates, and what was written: two lists of texts."""
    texts, wanted = examples(languages, count, rng, years=years, held_out=True)
    return wanted, writer.read_out(texts)[0]


def right_parts(wanted, found):
    """Whether year, month and day are right: array of bool (N, 3); a date is right where all three are."""
    return np.array([[one[part] == other[part] for part in PARTS.values()] for one, other in zip(wanted, found)])


def share_right(writer, languages, rng, **which):
    """The share of held-out dates that are right."""
    return float(right_parts(*answers(writer, languages, rng, **which)).all(axis=1).mean())


def looks_by_part(writer, language, rng, *, count=40):
    """Where the network looks as it writes each part, on average over held-out dates of a language.

    Returns
    -------
    array (3, 3)
        Rows: as it writes the year, the month, the day; columns: the mean share that falls on the year, the month and
        the day of the text. What is missing to 1 falls on the signs between.
    """
    dates = drawn_dates(count, rng, held_out=True)
    _, weights = writer.read_out([in_words(language, date) for date in dates])
    shares = np.zeros((3, 3))
    for date, A in zip(dates, weights):
        stands = places(language, date)
        for row, written in enumerate(PARTS.values()):
            shares[row] += [A[written, stands[part]].sum(axis=1).mean() for part in PARTS]
    return shares / count
