"""Lesson 11, rnn: the exercises, their known mistakes in words, and hints."""

from dlcourse.checking.specification import Exercise, Mistake, choice, number
from dlcourse.exercises import _rnn_mistakes as known
from dlcourse.lessons import rnn as reference

GRADIENTS = ("dx", "dh", "dW_x", "dW_h", "db")

EXERCISES = [
    choice(
        "rnn.lost_order",
        options={
            "a": "It keeps the vectors of the letters, but forgets which word they belong to.",
            "b": "The sum is the same whatever the order of the letters: it cannot tell Lima from Mali.",
            "c": "The sum of vectors has more numbers than one vector.",
            "d": "The vectors of different letters cancel each other, so that the sum is 0.",
        },
        right="b",
        wrong={
            "a": ("words mixed up", "Each word has a sum of its own. What is it that the sum of *one* word loses?"),
            "c": (
                "sum taken for a row",
                "A sum of vectors is as long as each of them; side by side they would be longer.",
            ),
            "d": ("all cancelled", "They need not cancel. But does the sum change when two letters change places?"),
        },
        hints=[
            "Write down both sums, letter by letter.",
            "$l + i + m + a$ and $m + a + l + i$: compare them.",
        ],
        built="the reason for this lesson: in a sequence, the order is part of what is said.",
    ),
    Exercise(
        id="rnn.embedding_forward",
        points=1,
        reference=reference.embedding_forward,
        cases=known.embedding_cases,
        outputs=("out", "cache"),
        mistakes=[
            Mistake(
                "columns instead of rows",
                "You take columns of the table. The vector of a character is a *row*, so that D numbers stand for it: "
                "E[ids].",
                known.columns_looked_up,
            ),
            Mistake(
                "counted from 1",
                "Each id gets the row before its own. Ids count from 0, as rows do.",
                known.row_before,
            ),
            Mistake(
                "ones and zeros instead of the row",
                "What comes back has a 1 at the place of the character and V numbers. The embedding is the *row* of E "
                "there; multiplied by E, your rows would give it.",
                known.one_hot_rows,
            ),
            Mistake(
                "all steps in one row",
                "The rows are right, but the shape of `ids` is lost. Without `ravel`, NumPy keeps it: (N, T) becomes "
                "(N, T, D).",
                known.steps_in_one_row,
            ),
            Mistake(
                "added up",
                "The vectors of a sequence are added up. That is the bag of letters, which loses the order. Give one "
                "vector for each id.",
                known.rows_added_up,
            ),
            Mistake(
                "cache without the table",
                "The rows are right. The cache should be the tuple (ids, E): the way back must know the shape of the "
                "table.",
                known.only_ids_kept,
            ),
            Mistake(
                "rows in the cache",
                "The second part of the cache is what you looked up; wanted is the whole table E.",
                known.rows_in_the_cache,
            ),
            Mistake(
                "cache the other way round",
                "The cache is (ids, E), in this order: the way back unpacks it so.",
                known.cache_turned_round,
            ),
        ],
        hints=[
            "NumPy takes an array of ids as an index: which of the two axes of E counts the characters?",
            "`E[ids]` looks up a row for each id and puts them in the shape of `ids`.",
        ],
        built="the first layer of every model of text: a table of vectors, one for each character.",
    ),
    Exercise(
        id="rnn.embedding_backward",
        points=2,
        reference=reference.embedding_backward,
        hidden=("embedding_backward_fast",),
        cases=known.embedding_gradient_cases,
        mistakes=[
            Mistake(
                "repeated characters counted once",
                "Where a character comes twice, only one of its gradients counts. `dE[ids] = d_out` and also "
                "`dE[ids] += d_out` write each row once. `np.add.at(dE, ids, d_out)` adds all of them up.",
                known.repeated_replaced,
            ),
            Mistake(
                "given on as it came",
                "The gradient of the output comes back unchanged. Wanted is that of the table: shape (V, D), with a "
                "sum for each character.",
                known.gradient_as_it_came,
            ),
            Mistake(
                "mean over the places",
                "Each row is divided by how often its character comes. A character that is used ten times has ten ways "
                "to act on the loss: they add up.",
                known.mean_of_places,
            ),
            Mistake(
                "started from the table",
                "The numbers of E are still in there: you add to the table itself. Begin with zeros, "
                "`np.zeros_like(E)`.",
                known.started_from_the_table,
            ),
            Mistake(
                "times the table",
                "The gradient is multiplied by E. Looking up a row copies it: the slope is 1.",
                known.times_the_table,
            ),
            Mistake(
                "places counted",
                "You count how often each character comes, and leave out what came back to it: add up the rows of "
                "`d_out`.",
                known.places_counted,
            ),
            Mistake(
                "only the rows that were used",
                "The rows of characters that did not come are missing. Their gradient is 0, and they must be there: "
                "shape (V, D), as E.",
                known.only_used_rows,
            ),
            Mistake(
                "looked up once more",
                "You look the rows up again and multiply. On the way back, each row of `d_out` goes to the row of the "
                "table that it was copied from.",
                known.looked_up_again,
            ),
        ],
        hints=[
            "A character that comes twice gets two gradients. Which function adds up at repeated places?",
            "Begin with `dE = np.zeros_like(E)`: characters that do not come keep a gradient of 0.",
            "`ids, E = cache`, then `dE = np.zeros_like(E)` and `np.add.at(dE, ids, d_out)`; return dE.",
        ],
        built="the way back to the table: every place where a character was used has its say.",
    ),
    Exercise(
        id="rnn.rnn_step",
        points=2,
        reference=reference.rnn_step,
        hidden=("rnn_forward_fast",),
        cases=known.step_cases,
        outputs=("h_next", "cache"),
        mistakes=[
            Mistake(
                "tanh forgotten",
                "The sum is right; its tanh is still to be taken. Without it, the state could grow without limit.",
                known.without_tanh,
            ),
            Mistake(
                "sigmoid instead of tanh",
                "That is the sigmoid, between 0 and 1. Here the state is between -1 and 1: `np.tanh`.",
                known.sigmoid_for_tanh,
            ),
            Mistake(
                "state ignored",
                "The state before the step plays no part: the network has no memory. Add `h @ W_h`.",
                known.state_ignored,
            ),
            Mistake("bias forgotten", "Both products are there; the bias is missing.", known.bias_of_step_forgotten),
            Mistake(
                "bias outside of the tanh",
                "The bias is added after the tanh. All three go into the sum, and the tanh is taken of it.",
                known.bias_outside,
            ),
            Mistake(
                "state outside of the tanh",
                "`h @ W_h` is added after the tanh. All three go into the sum, and the tanh is taken of it.",
                known.state_outside,
            ),
            Mistake(
                "W_h transposed",
                "W_h is transposed. It is square, so that no shape complains; but `h @ W_h` is what is wanted, as in a "
                "dense layer.",
                known.state_weights_turned,
            ),
            Mistake(
                "old state added",
                "The old state is added to the new one. Here the new state replaces it; what is to be kept of it, W_h "
                "must bring along.",
                known.old_state_added,
            ),
            Mistake(
                "sum in the cache",
                "The state is right. The third part of the cache should be `h_next`, after the tanh: its slope is "
                "found from that.",
                known.sum_in_the_cache,
            ),
            Mistake(
                "old state not in the cache",
                "The second part of the cache is the new state. Keep the old one, h: the gradient of W_h needs it. "
                "Give the new state a name of its own.",
                known.only_new_state_kept,
            ),
        ],
        hints=[
            "It is a dense layer that gets two things: what comes in, with the weights W_x, and the state, with the "
            "weights W_h.",
            "`x @ W_x + h @ W_h + b` is the sum; `np.tanh` of it is the new state.",
            "`h_next = np.tanh(x @ W_x + h @ W_h + b)`, then `return h_next, (x, h, h_next, W_x, W_h)`",
        ],
        built="a neuron's memory: what it says next depends on what it has said.",
    ),
    Exercise(
        id="rnn.rnn_forward",
        points=2,
        reference=reference.rnn_forward,
        hidden=("rnn_forward_fast",),
        cases=known.sequence_cases,
        outputs=("H", "cache"),
        mistakes=[
            Mistake(
                "state not handed on",
                "Every step begins with h0 again: the network forgets at once. Each step gets the state that the step "
                "before gave back: `h, _ = rnn_step(X[:, t], h, ...)`.",
                known.state_not_handed_on,
            ),
            Mistake(
                "begun with zeros",
                "You begin with zeros. The state before the first step is h0: a text that goes on needs it.",
                known.begun_with_zeros,
            ),
            Mistake(
                "states one step late",
                "You keep the state *before* each step: h0 comes first, and the last one is missing. Append after the "
                "step.",
                known.one_state_late,
            ),
            Mistake(
                "h0 among the states",
                "There is one state too many: h0 is in front. H holds the states after each of the T steps.",
                known.first_state_too,
            ),
            Mistake(
                "only the last state",
                "You give back the last state. Wanted are all of them, (N, T, H): collect them in a list.",
                known.only_last_state,
            ),
            Mistake(
                "all states the last one",
                "All steps show the last state. Perhaps you write into one array again and again, and the list holds "
                "it T times: every step needs an array of its own.",
                known.all_states_the_last,
            ),
            Mistake(
                "time in front",
                "The numbers are right, but the steps are the first axis: (T, N, H). In this course sequences are "
                "(N, T, H): `np.stack(states, axis=1)`.",
                known.time_in_front,
            ),
            Mistake(
                "states side by side",
                "The states stand side by side in one long row, (N, T H). `np.stack(states, axis=1)` makes a new axis "
                "for the steps; `np.concatenate` does not.",
                known.states_side_by_side,
            ),
            Mistake(
                "read from the end",
                "You begin with the last step. The sequence is read from the first step on.",
                known.read_backwards,
            ),
            Mistake(
                "last state in place of h0",
                "The states are right. The second part of the cache should be h0, the state before the first step; "
                "yours is the last one. Let the loop change another name, `h = h0`.",
                known.last_state_as_the_first,
            ),
        ],
        hints=[
            "A loop over the steps. What does each step need from the one before?",
            "Begin with `h = h0` and an empty list; in step t, call `rnn_step` with `X[:, t]` and h, and append the "
            "new state.",
            "`for t in range(X.shape[1]):` with `h, _ = rnn_step(X[:, t], h, W_x, W_h, b)` and `states.append(h)`; "
            "then `H = np.stack(states, axis=1)`, and `return H, (X, h0, H, W_x, W_h)`",
        ],
        built="a network that reads: sequences of any length, with the same few weights.",
    ),
    number(
        "rnn.count_weights",
        right=5184,
        wrong=[
            ("biases not counted", "Those are the weights. The 64 biases are learned, too.", 5120),
            ("W_h forgotten", "You count W_x and the biases. The state has weights of its own: 64 times 64.", 1088),
            ("W_x forgotten", "You count W_h and the biases. What comes in has weights, too: 16 times 64.", 4160),
            (
                "once for every step",
                "All 100 steps share the same weights: how long a sequence is plays no part.",
                518_400,
            ),
            ("W_h a row only", "Each of the 64 neurons sees all 64 numbers of the state: W_h is (64, 64).", 1152),
        ],
        hints=["Add up the sizes of W_x, W_h and b.", "16 · 64 + 64 · 64 + 64."],
        built="the reason why one network reads sequences of any length: its weights are shared by all steps.",
    ),
    Exercise(
        id="rnn.sequence_cross_entropy",
        points=3,
        reference=reference.sequence_cross_entropy,
        cases=known.loss_cases,
        outputs=("loss", "dZ"),
        mistakes=[
            Mistake(
                "mask ignored",
                "All steps count, also those that only fill up: the network would learn to predict the filling.",
                known.mask_ignored,
            ),
            Mistake(
                "divided by all steps",
                "The right steps are added up, but divided by N T: a batch with much filling would seem to have a "
                "small loss. Divide by the number of steps that count.",
                known.divided_by_all_steps,
            ),
            Mistake(
                "divided by the sequences",
                "You divide by the number of sequences. Wanted is the mean over the *steps* that count.",
                known.divided_by_sequences,
            ),
            Mistake(
                "mask in the loss only",
                "The loss is right, but dZ is not 0 where the mask is False: a step that does not count has no "
                "gradient.",
                known.mask_in_loss_only,
            ),
            Mistake(
                "mask in the gradient only",
                "dZ is 0 where it should be, but the filling still has its say: the mean is taken over *all* steps. "
                "Begin with the steps that count, `Z[mask]` and `y[mask]`.",
                known.mask_in_gradient_only,
            ),
            Mistake(
                "mean of means",
                "You take the mean of each sequence, and then the mean of these: a step of a short word weighs more "
                "than one of a long word. All steps that count weigh alike.",
                known.mean_of_each_sequence,
            ),
            Mistake(
                "gradient not divided",
                "The loss is a mean; its gradient must be divided by the number of steps that count, too.",
                known.gradient_not_divided,
            ),
            Mistake(
                "softmax over the steps",
                "The chances add up to 1 over the steps of a sequence (axis 1). They must do so over the V characters, "
                "the last axis.",
                known.softmax_over_steps,
            ),
            Mistake(
                "scores masked",
                "You multiply the scores by the mask. Scores of 0 are no scores to be left out: they mean that all "
                "characters are equally likely, and still cost log V. Leave the steps out of the *loss*.",
                known.scores_masked,
            ),
            Mistake(
                "gradient only where the mask counts",
                "dZ has rows only for the steps that count. It must have the shape of Z, with zeros elsewhere: begin "
                "with `np.zeros_like(Z)`.",
                known.only_counted_steps,
            ),
            Mistake(
                "right characters not subtracted",
                "dZ holds the chances. At the right character, 1 is to be subtracted: chance minus truth, as in lesson "
                "03.",
                known.right_signs_not_subtracted,
            ),
        ],
        hints=[
            "`Z[mask]` and `y[mask]` are the steps that count, in rows: for them, it is the loss of lesson 03.",
            "`training.softmax_cross_entropy(Z[mask], y[mask])` gives their mean loss and its gradient. Where do its "
            "rows belong?",
            "`dZ = np.zeros_like(Z)`, and then `dZ[mask] = rows`, where `loss, rows = "
            "training.softmax_cross_entropy(Z[mask], y[mask])`.",
        ],
        built="a fair loss for sequences of different lengths: what only fills up has no say.",
    ),
    Exercise(
        id="rnn.rnn_step_backward",
        points=3,
        reference=reference.rnn_step_backward,
        hidden=("rnn_backward_fast",),
        cases=known.step_gradient_cases,
        outputs=GRADIENTS,
        mistakes=[
            Mistake(
                "slope of tanh forgotten",
                "The gradient passes through the tanh unchanged. Multiply it by the slope, 1 - h_next².",
                known.slope_forgotten,
            ),
            Mistake(
                "slope at the old state",
                "You take the slope from h, the state before the step. The tanh made h_next: its slope is 1 - h_next².",
                known.slope_of_old_state,
            ),
            Mistake(
                "tanh taken once more",
                "h_next is a tanh already; you take the tanh of it once more. The slope is 1 - h_next².",
                known.tanh_once_more,
            ),
            Mistake("square forgotten", "The slope of tanh is 1 - h_next², with a square.", known.not_squared),
            Mistake(
                "slope of the sigmoid",
                "That is the slope of a sigmoid, h (1 - h). That of tanh is 1 - h².",
                known.sigmoid_slope,
            ),
            Mistake(
                "W_h not transposed",
                "dh goes through W_h as if forward: on the way back it is `dz @ W_h.T`. W_h is square, so that no "
                "shape complains.",
                known.W_h_not_turned,
            ),
            Mistake(
                "new state for dW_h",
                "dW_h uses h_next. W_h was multiplied by the state *before* the step: `h.T @ dz`.",
                known.new_state_for_dW_h,
            ),
            Mistake(
                "slope only for the weights",
                "dx and dh are made from dh_next, without the slope. All five gradients go through the tanh first: "
                "make dz once, and use it everywhere.",
                known.slope_in_dz_only_for_weights,
            ),
            Mistake(
                "biases for each sequence",
                "db has a row for each sequence. All of them share the biases: add up over axis 0.",
                known.db_for_each_sequence,
            ),
            Mistake(
                "mean over the sequences",
                "The gradients of the weights are divided by N. They are sums; the loss has divided already.",
                known.mean_over_sequences,
            ),
        ],
        hints=[
            "First back through the tanh, then as in a dense layer, which here has two inputs, x and h.",
            "`dz = dh_next * (1 - h_next**2)`. From lesson 04: the gradient of an input is `dz @ W.T`, that of weights "
            "is `input.T @ dz`.",
            "`return dz @ W_x.T, dz @ W_h.T, x.T @ dz, h.T @ dz, dz.sum(axis=0)`",
        ],
        built="one step of the way back through time.",
    ),
    Exercise(
        id="rnn.rnn_backward",
        points=4,
        reference=reference.rnn_backward,
        hidden=("rnn_backward_fast",),
        cases=known.through_time_cases,
        outputs=("dX", "dh0", "dW_x", "dW_h", "db"),
        mistakes=[
            Mistake(
                "nothing comes through time",
                "Each step gets its own dH only. A state acts on the loss in two ways: at its own step, and through "
                "all later ones. Add the dh that the step after it gave back.",
                known.nothing_through_time,
            ),
            Mistake(
                "only the last step's gradient",
                "Only dH of the last step is used. Every step answers, so every step has a gradient of its own: add "
                "dH[:, t] at each.",
                known.only_the_last_gradient,
            ),
            Mistake(
                "from the first step on",
                "You go forward in time. What comes back to a step comes from later steps, so these must be done "
                "first: `reversed(range(T))`.",
                known.first_step_first,
            ),
            Mistake(
                "weights of one step only",
                "The gradients of the weights are those of the first step alone: each round replaces the last. All "
                "steps share the weights, so their gradients add up.",
                known.only_one_steps_weights,
            ),
            Mistake(
                "last state before the first step",
                "At t = 0, `H[:, t - 1]` is `H[:, -1]`, the *last* state: NumPy counts from the end. Before the first "
                "step comes h0.",
                known.wrapped_round,
            ),
            Mistake(
                "state after the step for the one before",
                "dW_h is made with the states after each step. The cache of a step wants the state before it, "
                "H[:, t - 1], in second place.",
                known.state_after_for_before,
            ),
            Mistake(
                "mean over the steps",
                "The gradients of the weights are divided by T. They are sums over the steps.",
                known.mean_over_steps,
            ),
            Mistake(
                "dX in the order of the loop",
                "dX runs backwards: you collect it from the last step to the first. Write each part to its place, "
                "`dX[:, t] = ...`, or turn the list round at the end.",
                known.dX_in_the_order_of_the_loop,
            ),
            Mistake(
                "dh0 one step early",
                "What you return as dh0 is the gradient of the state after the first step. It must still go back "
                "through this step: dh0 is the dh that it gives.",
                known.dh0_one_step_early,
            ),
        ],
        hints=[
            "Draw three steps in a row. By which two ways does a change of the state in the middle reach the loss?",
            "Go through t from the last step to the first. What `rnn_step_backward` gets is `dH[:, t] + dh`, with the "
            "dh of the step after; after the last step it is 0.",
            "The cache of step t is `(X[:, t], before, H[:, t], W_x, W_h)`, where `before` is `H[:, t - 1]`, or h0 at "
            "t = 0. Add up dW_x, dW_h and db; at the end, dh is dh0.",
        ],
        equivalent={
            "dW_x, dW_h, db = (np.zeros_like(W_x), np.zeros_like(W_h), np.zeros_like(W_h[-1]))": (
                "zeros like any row of W_h"
            ),
        },
        built="backpropagation through time: the way back through every step, and into shared weights.",
    ),
    Exercise(
        id="rnn.sample_next",
        points=2,
        kind="property",
        reference=reference.sample_next,
        cases=known.sample_cases,
        observe=known.observe_sample,
        mistakes=[
            Mistake(
                "not drawn with rng",
                "Draw with the generator that is given: `rng.choice(len(z), p=P)`. Do you always take the highest "
                "score? Then every text would be the same, and soon go round in circles. Or do you draw with another "
                "generator, as `np.random`?",
                known.always_the_most_probable,
            ),
            Mistake(
                "multiplied by the temperature",
                "You multiply the scores by the temperature: a low one makes all characters alike. Divide.",
                known.temperature_multiplied,
            ),
            Mistake(
                "temperature ignored",
                "The temperature has no effect. Divide the *scores* by it, before the softmax: chances that are "
                "divided by a number and made to add up to 1 again are the same chances.",
                known.temperature_ignored,
            ),
            Mistake(
                "all equally likely",
                "Every character has the same chance, whatever its score: give `rng.choice` the chances, `p=P`.",
                known.all_equally_likely,
            ),
            Mistake(
                "least likely first",
                "The lowest score has the highest chance: there is a minus too many.",
                known.least_likely,
            ),
            Mistake(
                "score instead of its number",
                "You draw a score. Wanted is *which* character: `rng.choice(len(z), p=P)` draws its number.",
                known.score_for_number,
            ),
            Mistake(
                "probability instead of the number",
                "You give back how probable the drawn character was. Wanted is which character it is.",
                known.probability_for_number,
            ),
            Mistake(
                "counted from 1",
                "The number is one too high: characters are counted from 0.",
                known.counted_from_one,
            ),
        ],
        hints=[
            "Two steps: make chances of the scores, then draw a number with these chances.",
            "`forward.softmax` takes a table: `forward.softmax(z[None] / temperature)[0]` are the chances of one row.",
            "`return int(rng.choice(len(z), p=P))`, with the chances P as above.",
        ],
        equivalent={
            "P = forward.softmax(z[None] // temperature)[0]": (
                "chances that are off by a factor below e: more than one draw is needed to see that"
            ),
            "P = forward.softmax(z[None] / temperature)[-1]": "the table has one row",
            "return rng.choice(len(z), p=P)": "a whole number of NumPy's is a whole number, too",
        },
        built="a writer: what it says is likely, and yet not always the same.",
    ),
    Exercise(
        id="rnn.truncated_sequences",
        points=2,
        reference=reference.truncated_sequences,
        cases=known.pieces_cases,
        mistakes=[
            Mistake(
                "targets are the inputs",
                "The targets are what is read already. The network is to say what comes *next*: one place further.",
                known.targets_are_inputs,
            ),
            Mistake(
                "targets of the past",
                "The targets are the ids one place *before* the inputs. What comes next is one place further.",
                known.targets_of_the_past,
            ),
            Mistake(
                "last target wraps round",
                "The last target of each piece is its own first id: you turn the piece round (`np.roll`). What comes "
                "next stands in the text: shift *before* cutting, `ids[1:]`.",
                known.targets_wrap_in_the_piece,
            ),
            Mistake(
                "targets one piece further",
                "The targets are the whole next piece. Each target is one character further than its input, not "
                "`length`.",
                known.targets_are_the_next_piece,
            ),
            Mistake(
                "pieces side by side in a batch",
                "Row i of a batch does not go on in the next batch: you fill each batch with pieces that follow one "
                "another. Then a state carried over would come from elsewhere in the text. Cut the text into "
                "`batch_size` long rows first, and these into pieces.",
                known.pieces_side_by_side,
            ),
            Mistake(
                "no room for the last target",
                "When the text fills the batches exactly, the last input has no character after it. There are "
                "(len(ids) - 1) // (batch_size * length) batches: one id must be left for the last target.",
                known.no_room_for_the_last_target,
            ),
            Mistake(
                "last batch left out",
                "There is room for one batch more: (len(ids) - 1) // (batch_size * length) of them.",
                known.last_batch_left_out,
            ),
            Mistake(
                "steps in front",
                "The pieces stand upright, (length, batch_size). In this course the batch comes first: "
                "(batch_size, length).",
                known.steps_in_front,
            ),
            Mistake(
                "batch size and length exchanged",
                "There are `length` rows of `batch_size` steps. It is the other way round: (batch_size, length).",
                known.numbers_exchanged,
            ),
            Mistake(
                "inputs alone",
                "You give the inputs only. Each batch is a pair: (inputs, targets).",
                known.inputs_alone,
            ),
        ],
        hints=[
            "Think of the text as one long band. Cut it into `batch_size` long rows first; then cut all rows at the "
            "same places.",
            "`count = (len(ids) - 1) // (batch_size * length)`; `ids[:used].reshape(batch_size, count, length)` has "
            "piece k of row i at [i, k]. The targets are the same with `ids[1 : used + 1]`.",
            "With `used = batch_size * count * length` and both arrays reshaped: "
            "`return [(inputs[:, k], targets[:, k]) for k in range(count)]`",
        ],
        built="a long text in short pieces, such that a state can be carried from each to the next.",
    ),
    choice(
        "rnn.faded_gradient",
        options={
            "a": "About a half: the gradient of the last step is halved once.",
            "b": "About a twentieth.",
            "c": "Less than a millionth.",
            "d": "As much as at the last step: the weights are the same at every step.",
        },
        right="c",
        wrong={
            "a": ("one step only", "It is halved at *every* step on the way back, twenty times."),
            "b": ("divided instead of multiplied again", "It does not shrink by 20, but twenty times by a factor."),
            "d": ("same weights, same gradient", "The same weights, yes: and so the same factor again and again."),
        },
        hints=["One step back multiplies by about a half. And the next one?", "0.5 to the power of 20."],
        built="why simple recurrent networks forget: a factor below 1, again and again.",
    ),
]
