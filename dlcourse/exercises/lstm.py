"""Lesson 12, lstm: the exercises, their known mistakes in words, and hints."""

from dlcourse.checking.specification import Exercise, Mistake, choice, number
from dlcourse.exercises import _lstm_mistakes as known
from dlcourse.lessons import lstm as reference

LAST = "the table has two axes: axis 1 is the last one"

EXERCISES = [
    Exercise(
        id="lstm.cell_update",
        points=1,
        reference=reference.cell_update,
        cases=known.update_cases,
        mistakes=[
            Mistake(
                "gates exchanged",
                "The input gate scales the old state, and the forget gate the candidate. The forget gate decides what "
                "is kept of `c`; the input gate, how much of `g` comes in.",
                known.gates_exchanged,
            ),
            Mistake(
                "forgets where the gate is open",
                "You keep 1 - f of the state. In spite of its name, an *open* forget gate keeps: f = 1 keeps all, "
                "f = 0 forgets all.",
                known.forgets_where_open,
            ),
            Mistake(
                "one gate for both",
                "You let in 1 - f of the candidate. That is how a GRU does it, further below; an LSTM has a gate of "
                "its own for this, i.",
                known.one_gate_for_both,
            ),
            Mistake(
                "old state lost",
                "Only what is written now comes back. The state so far is still to be added, as far as the forget "
                "gate keeps it.",
                known.old_state_lost,
            ),
            Mistake(
                "written without a gate",
                "All of the candidate is written. The input gate decides how much of it comes in: i * g.",
                known.writes_without_gate,
            ),
            Mistake(
                "input gate added",
                "The input gate is added to the candidate. A gate *scales* what it lets in: i * g.",
                known.input_gate_added,
            ),
            Mistake(
                "never forgets",
                "All of the old state is kept. (So did the first LSTM, of 1997.) The forget gate scales it: f * c.",
                known.never_forgets,
            ),
            Mistake(
                "state squashed",
                "A tanh lies over the new state. It comes later, on the way *out*; inside, the state is only scaled "
                "and added to, so that nothing wears it down.",
                known.state_squashed,
            ),
            Mistake(
                "forget gate on the candidate, too",
                "The forget gate scales the old state *and* what is written. It belongs to the old state alone: check "
                "your brackets.",
                known.gated_together,
            ),
        ],
        hints=[
            "Two parts are added: what is left of the old state, and what is newly written.",
            "Each gate scales one of them: f the old state, i the candidate.",
            "`return f * c + i * g`",
        ],
        built="the line of an LSTM that does the remembering: no matrix, no tanh, only a product and a sum.",
    ),
    number(
        "lstm.kept",
        right=0.9**20,
        rtol=0.02,
        wrong=[
            (
                "taken away instead of multiplied",
                "You take away 0.1 twenty times. The gate *scales* what is there: each step keeps 90 % of the rest.",
                -1.0,
            ),
            (
                "what was lost, not what is left",
                "So much has been lost. The question is what is left.",
                1 - 0.9**20,
            ),
            ("one step only", "That is what is left after the first step. The gate acts at each of the 20.", 0.9),
            (
                "added up",
                "0.9 · 20 grows with every step. A gate below 1 lets the state shrink: multiply 0.9 by itself.",
                18.0,
            ),
            ("a step too few", "That is after 19 steps. All 20 count.", 0.9**19),
            ("a step too many", "That is after 21 steps.", 0.9**21),
        ],
        hints=[
            "After one step 0.9 is left, after two 0.9 · 0.9.",
            "0.9 to the power of 20: `0.9**20`.",
        ],
        built="the reason why a gate that is nearly open is not open enough for long lags.",
    ),
    Exercise(
        id="lstm.lstm_step",
        points=3,
        reference=reference.lstm_step,
        hidden=("lstm_forward_fast",),
        cases=known.step_cases,
        outputs=("h_next", "c_next", "cache"),
        mistakes=[
            Mistake(
                "order input, forget, output, candidate",
                "You take the third block of columns for the output gate and the fourth for the candidate, as some "
                "courses do. Here, and in PyTorch, the order is i, f, g, o: the candidate is third.",
                known.order_ifog,
            ),
            Mistake(
                "order forget, input, candidate, output",
                "You take the first block of columns for the forget gate and the second for the input gate. The order "
                "is i, f, g, o: the input gate is first.",
                known.order_figo,
            ),
            Mistake(
                "order forget, candidate, input, output",
                "You take the first three blocks for forget gate, candidate and input gate. The order is i, f, g, o.",
                known.order_fgio,
            ),
            Mistake(
                "every fourth column",
                "You take every fourth column for a gate. The columns come in blocks: the first H for the input gate, "
                "the next H for the forget gate, and so on. `np.split(Z, 4, axis=1)`.",
                known.every_fourth_column,
            ),
            Mistake(
                "sigmoid for the candidate",
                "The candidate goes through a sigmoid, so that it is never negative: a state could only grow. It "
                "wants tanh.",
                known.candidate_by_sigmoid,
            ),
            Mistake(
                "tanh for the gates",
                "All four parts go through tanh. A gate opens between 0 and 1, so i, f and o want the sigmoid; only "
                "the candidate wants tanh.",
                known.gates_by_tanh,
            ),
            Mistake(
                "candidate not squashed",
                "The candidate is the bare sum: it could write any number at once. tanh keeps it between -1 and 1.",
                known.candidate_not_squashed,
            ),
            Mistake(
                "output not squashed",
                "h_next is o * c_next. The state may be any number; on its way out it goes through tanh: "
                "o * tanh(c_next).",
                known.output_not_squashed,
            ),
            Mistake(
                "output of the old state",
                "h_next shows the state *before* this step. What was just written can already be read: take c_next.",
                known.output_of_the_old_cell,
            ),
            Mistake(
                "output gate left out",
                "h_next is all of tanh(c_next). The output gate decides how much of it is shown.",
                known.output_gate_left_out,
            ),
            Mistake(
                "state squashed",
                "A tanh lies over the state itself, and wears it down at each step. Leave c_next as it is, and squash "
                "only what goes out.",
                known.cell_squashed,
            ),
            Mistake(
                "forget bias added again",
                "1 is added at the forget gates. Their first bias is a matter of how b *begins*; it is in b already.",
                known.forget_bias_added_again,
            ),
            Mistake(
                "output of the step before not seen",
                "The gates see only x: h @ W_h is missing, and the network does not know what it said last.",
                known.output_before_not_seen,
            ),
            Mistake(
                "gates look at the cell",
                "The gates see c @ W_h. They look at the *output* of the step before: h @ W_h. (c is for the cell "
                "alone.)",
                known.cell_seen_by_the_gates,
            ),
            Mistake(
                "sums in the cache",
                "h_next and c_next are right. In the cache, i, f, g and o should be what came out of sigmoid and tanh, "
                "not the sums before.",
                known.sums_in_the_cache,
            ),
        ],
        hints=[
            "One sum for all four parts, as in `rnn_step` of lesson 11 but four times as wide; then cut it into its "
            "parts.",
            "`i, f, g, o = np.split(x @ W_x + h @ W_h + b, 4, axis=1)`; then sigmoid for i, f and o, tanh for g.",
            "`c_next = cell_update(c=c, i=i, f=f, g=g)`, `h_next = o * np.tanh(c_next)`, and return h_next, c_next and "
            "the tuple (x, h, c, W_x, W_h, i, f, g, o, c_next).",
        ],
        equivalent={
            "i, f, g, o = np.split(Z, 4, axis=-1)": LAST,
        },
        built="one step of a long short-term memory, number for number that of PyTorch.",
    ),
    Exercise(
        id="lstm.lstm_forward",
        points=2,
        reference=reference.lstm_forward,
        hidden=("lstm_forward_fast",),
        cases=known.forward_cases,
        outputs=("H", "c_last", "cache"),
        mistakes=[
            Mistake(
                "state of the cell not carried over",
                "Every step begins with c0 again: nothing is remembered for longer than a step. Hand on the c that "
                "came back.",
                known.cell_not_carried,
            ),
            Mistake(
                "output not carried over",
                "Every step sees h0 as the last output. Hand on the h that came back.",
                known.output_not_carried,
            ),
            Mistake(
                "nothing carried over",
                "Every step begins with h0 and c0. Hand on both states that came back from the step before: `h, c, "
                "step = ...`.",
                known.nothing_carried,
            ),
            Mistake(
                "begins with zeros",
                "h0 and c0 are not used: you begin with zeros. A long text is read in pieces, and each piece goes on "
                "where the last one stopped.",
                known.begins_with_zeros,
            ),
            Mistake(
                "steps first",
                "The numbers are right, but the steps are axis 0. Sequences come first, (N, T, H): "
                "`np.stack(outputs, axis=1)`.",
                known.steps_first,
            ),
            Mistake(
                "states instead of outputs",
                "H holds the states c of the cells. Collect the outputs h.",
                known.cells_for_outputs,
            ),
            Mistake(
                "last output instead of last state",
                "The second value is the last output h. It should be the last state c; the last output is in H.",
                known.output_for_last_cell,
            ),
            Mistake(
                "only the last output",
                "H holds the last step only. Collect the output of every step.",
                known.only_last_output,
            ),
            Mistake(
                "read backwards",
                "You go from the last step to the first. Forward reads from the first one on.",
                known.reads_backwards,
            ),
            Mistake(
                "cache of the last step only",
                "H and c are right. On the way back every step needs its own cache: collect all of them in a list.",
                known.only_last_cache,
            ),
        ],
        hints=[
            "A loop over the steps, as in `rnn_forward`. Two things are handed on from step to step.",
            "Begin with `h, c = h0, c0` and two empty lists. In the loop: "
            "`h, c, step = lstm_step(X[:, t], h=h, c=c, W_x=W_x, W_h=W_h, b=b)`, then append h and step.",
            "`return np.stack(outputs, axis=1), c, cache`",
        ],
        built="a network that can carry a number along a whole sequence.",
    ),
    Exercise(
        id="lstm.lstm_step_backward",
        points=4,
        reference=reference.lstm_step_backward,
        hidden=("lstm_backward_fast",),
        cases=known.step_gradient_cases,
        outputs=("dx", "dh", "dc", "dW_x", "dW_h", "db"),
        mistakes=[
            Mistake(
                "output forgotten",
                "The gradient of the state is dc_next alone. The output was made of the state, too: add what comes "
                "through h_next, dh_next * o * (1 - tanh(c_next)²).",
                known.output_forgotten_in_the_cell,
            ),
            Mistake(
                "later steps forgotten",
                "The gradient of the state comes from the output alone. dc_next, from the steps behind, must be added.",
                known.later_steps_forgotten,
            ),
            Mistake(
                "slope of tanh missing",
                "From the output to the state the gradient passes a tanh: its slope, 1 - tanh(c_next)², is missing.",
                known.slope_of_the_output_missing,
            ),
            Mistake(
                "output gate missing on the way",
                "h_next is o * tanh(c_next): what passes from the output to the state is scaled by o.",
                known.output_gate_missing_on_the_way,
            ),
            Mistake(
                "slope of tanh from c itself",
                "You take 1 - c_next². The slope of tanh is 1 minus the square of what comes *out* of it: "
                "1 - tanh(c_next)².",
                known.slope_without_tanh,
            ),
            Mistake(
                "slope of a sigmoid for the candidate",
                "The candidate gets g (1 - g), the slope of a sigmoid. It went through tanh: 1 - g².",
                known.candidate_slope_of_a_sigmoid,
            ),
            Mistake(
                "slopes of gates and candidate missing",
                "Gates and candidate are outputs of sigmoid and tanh: multiply by their slopes, i (1 - i) and so on, "
                "to come to the sums.",
                known.slopes_forgotten,
            ),
            Mistake(
                "new state at the forget gate",
                "The forget gate met the *old* state: in its gradient stands c, not c_next.",
                known.new_cell_at_the_forget_gate,
            ),
            Mistake(
                "state without tanh at the output gate",
                "The output gate scaled tanh(c_next): its gradient is dh_next * tanh(c_next).",
                known.cell_for_tanh_at_the_output_gate,
            ),
            Mistake(
                "forget gate missing on the way back",
                "You hand the gradient of the new state on to the step before as it is. Forward, the state was scaled "
                "by f; so is its gradient on the way back.",
                known.forget_gate_missing_on_the_way_back,
            ),
            Mistake(
                "only dc_next handed back",
                "To the step before you hand dc_next * f. All that reaches the state goes back, also what came through "
                "the output: give the sum a name, and hand back this * f.",
                known.only_later_steps_handed_back,
            ),
            Mistake(
                "biases not added up",
                "db is a table, with a row for each sequence. The biases served all of them: `dZ.sum(axis=0)`.",
                known.biases_not_added_up,
            ),
            Mistake(
                "mean for the biases",
                "db is the mean over the sequences. Gradients add up; if a mean is wanted, the loss has taken it "
                "already.",
                known.biases_averaged,
            ),
            Mistake(
                "order input, forget, output, candidate",
                "The gradients of the output gate and the candidate stand in each other's columns. The order is i, f, "
                "g, o, on the way back as well.",
                known.gradients_in_order_ifog,
            ),
        ],
        hints=[
            "First the state: what reaches c_next from both sides, dc_next and the output? From there to i, f, g and "
            "the old c, each by its partner in c_next = f c + i g.",
            "`total = dc_next + dh_next * o * (1 - np.tanh(c_next)**2)`. Then the sums: `total * g * i * (1 - i)`, "
            "`total * c * f * (1 - f)`, `total * i * (1 - g**2)` and `dh_next * np.tanh(c_next) * o * (1 - o)`.",
            "`dZ = np.concatenate([di, df, dg, do], axis=1)`; "
            "`return dZ @ W_x.T, dZ @ W_h.T, total * f, x.T @ dZ, h.T @ dZ, dZ.sum(axis=0)`",
        ],
        equivalent={
            "dZ = np.concatenate([dZ_i, dZ_f, dZ_g, dZ_o], axis=-1)": LAST,
        },
        built="the way back through all four parts of a cell.",
    ),
    Exercise(
        id="lstm.lstm_backward",
        points=3,
        reference=reference.lstm_backward,
        hidden=("lstm_backward_fast",),
        cases=known.gradient_cases,
        outputs=("dX", "dh0", "dc0", "dW_x", "dW_h", "db"),
        mistakes=[
            Mistake(
                "gradient of the state not carried over",
                "dc_next is 0 at every step. What a step hands back as its dc is dc_next of the step before it: this "
                "is the road along which an LSTM remembers.",
                known.cell_gradient_not_carried,
            ),
            Mistake(
                "gradient of the output not carried over",
                "What a step hands back as its dh is missing: the output of step t was also read by step t + 1. "
                "dh_next is dH[:, t] + dh.",
                known.output_gradient_not_carried,
            ),
            Mistake(
                "only the last dH",
                "Only the gradient of the last output is used. Every step has one of its own: add dH[:, t] at each t.",
                known.only_last_output_gradient,
            ),
            Mistake(
                "weights of one step only",
                "dW_x, dW_h and db are those of the first step alone: each round of the loop replaces the last one's. "
                "The same weights were used at all steps, so their gradients are added up.",
                known.weights_of_the_first_step,
            ),
            Mistake(
                "mean over the steps",
                "You divide the gradients of the weights by the number of steps. They are added up; if a mean is "
                "wanted, the loss has taken it already.",
                known.weights_averaged,
            ),
            Mistake(
                "from front to back",
                "You go from the first step to the last. The way back begins where the sequence ends: "
                "`reversed(range(...))`.",
                known.from_front_to_back,
            ),
            Mistake(
                "dX turned round",
                "dX is right but for its order: the loop meets the last step first, so what it collects must be turned "
                "round at the end.",
                known.inputs_turned,
            ),
            Mistake(
                "steps first in dX",
                "dX has the steps on axis 0. Sequences come first, as in X: (N, T, D).",
                known.inputs_with_steps_first,
            ),
        ],
        hints=[
            "As `rnn_backward`, with two gradients that travel from step to step: dh and dc. Both begin with zeros.",
            "In the loop, from the last t to 0: `dx, dh, dc, dW_x_t, dW_h_t, db_t = lstm_step_backward(dh_next=dH[:, t]"
            " + dh, dc_next=dc, cache=cache[t])`. Keep dx, and add up the last three.",
            "Collect dx in a list; at the end `np.stack(inputs[::-1], axis=1)` is dX, and what is left of dh and dc is "
            "dh0 and dc0.",
        ],
        equivalent={"dh = dc = np.zeros_like(dH[:, -1])": "only its shape counts"},
        built="backpropagation through time along two roads, one of them with gates only.",
    ),
    choice(
        "lstm.road",
        options={
            "a": "By the forget gate of step t + 1 alone, a number for each cell.",
            "b": "By W_h and the slope of tanh, as in a plain recurrent network.",
            "c": "By the input gate of step t + 1.",
            "d": "By nothing: it is always handed on as it is.",
        },
        right="a",
        wrong={
            "b": (
                "road of the plain network",
                "That is the road through the outputs, which an LSTM has beside it. Look at c_next = f c + i g: what "
                "is c multiplied by?",
            ),
            "c": ("input gate", "The input gate scales the candidate. Look at c_next = f c + i g: what scales c?"),
            "d": (
                "never forgets",
                "So it was in the first LSTM, of 1997, and so it is where the forget gate is 1. In general c is "
                "scaled by something.",
            ),
        },
        hints=[
            "c_next = f c + i g. By how much does c_next change when c does?",
            "The slope of f c with respect to c is f.",
        ],
        built="the reason why the bias of this one gate matters so much.",
    ),
    Exercise(
        id="lstm.lstm_init",
        points=1,
        kind="property",
        reference=reference.lstm_init,
        cases=known.init_cases,
        observe=known.observe_init,
        mistakes=[
            Mistake(
                "bias at the input gates",
                "The bias stands in the first H columns, those of the input gates. The order is i, f, g, o: the forget "
                "gates have the columns from H to 2 H.",
                known.bias_at_the_input_gates,
            ),
            Mistake(
                "bias at the candidates",
                "The bias stands in the third block of columns, that of the candidates. The forget gates have the "
                "columns from H to 2 H.",
                known.bias_at_the_candidates,
            ),
            Mistake(
                "bias everywhere",
                "All biases are `forget_bias`: the input gates begin open as well, and let noise in. Only the forget "
                "gates have it.",
                known.bias_everywhere,
            ),
            Mistake(
                "no forget bias",
                "All biases are 0: the forget gates begin half shut, and after ten steps a thousandth is left.",
                known.no_forget_bias,
            ),
            Mistake(
                "forget bias always 1",
                "The bias is 1 whatever is asked for. Use the argument `forget_bias`.",
                known.forget_bias_always_one,
            ),
            Mistake(
                "only one cell",
                "A single number of b is set. Every cell has a forget gate: `b[units : 2 * units]`.",
                known.one_forget_bias_only,
            ),
            Mistake(
                "not scaled",
                "The weights have a standard deviation of 1, however many inputs there are: gates and candidates begin "
                "at their ends, where they have no slope. Scale by 1 / sqrt(inputs + units).",
                known.not_scaled,
            ),
            Mistake(
                "variance instead of standard deviation",
                "1 / (inputs + units) is the *variance*. `rng.normal` wants the standard deviation, its square root.",
                known.variance_for_spread,
            ),
            Mistake(
                "each table by its own rows",
                "Each table is scaled by its own number of rows. A gate adds up the products of *both*, so that "
                "inputs + units numbers come together: one spread for both tables.",
                known.each_table_by_its_rows,
            ),
            Mistake(
                "2 instead of 1",
                "That is sqrt(2 / ...), made for ReLU. Gates and candidates have none: 1 / sqrt(inputs + units).",
                known.spread_of_he,
            ),
            Mistake(
                "the same weights four times",
                "The four blocks of columns are copies of one another: gates and candidate would all say the same. "
                "Draw the whole table, with 4 H columns.",
                known.one_block_four_times,
            ),
            Mistake(
                "room for one part only",
                "There are H columns. Input gate, forget gate, candidate and output gate need H each: 4 H.",
                known.without_fours,
            ),
        ],
        hints=[
            "Two tables of random numbers, one with a row for each input, one with a row for each unit; and biases "
            "that are 0 with one exception.",
            "`rng.normal(0, spread, size=(inputs, 4 * units))` with `spread = 1 / np.sqrt(inputs + units)`.",
            "`b = np.zeros(4 * units)`, then `b[units : 2 * units] = forget_bias`.",
        ],
        equivalent={
            "b[units:-2 * units] = forget_bias": "of four blocks, the second ends two blocks before the end",
        },
        built="a start from which a cell remembers before it has learned anything.",
    ),
    Exercise(
        id="lstm.gru_step",
        points=2,
        reference=reference.gru_step,
        hidden=("gru_forward_fast",),
        cases=known.gru_cases,
        mistakes=[
            Mistake(
                "update gate turned round",
                "Where z is 1 you take the candidate. Papers differ; in the form asked for here, and in PyTorch, an "
                "open update gate *keeps*: (1 - z) * n + z * h.",
                known.update_gate_turned,
            ),
            Mistake(
                "reset before the product",
                "You compute (r * h) W_h, as the first paper did. In the form asked for, r scales what comes out of "
                "the product: r * B_n.",
                known.reset_before_the_product,
            ),
            Mistake(
                "bias outside of the reset",
                "The bias of the third block of b_h is added after the reset gate. It belongs to B_n, and is scaled "
                "with it. (This is why a GRU has two biases.)",
                known.bias_outside_the_reset,
            ),
            Mistake(
                "reset gate left out",
                "The candidate sees all of B_n. The reset gate scales it first: A_n + r * B_n.",
                known.reset_left_out,
            ),
            Mistake(
                "reset gate on the input, too",
                "The reset gate scales A_n + B_n. What comes in now is not to be reset: only B_n is scaled.",
                known.reset_on_everything,
            ),
            Mistake(
                "order update, reset",
                "You take the first block for the update gate. The order is reset, update, candidate.",
                known.order_of_update_and_reset,
            ),
            Mistake(
                "sigmoid for the candidate",
                "The candidate goes through a sigmoid, and is never negative. It wants tanh.",
                known.gru_candidate_by_sigmoid,
            ),
            Mistake(
                "old output lost",
                "The part z * h is missing: where the update gate is open, the old output is kept.",
                known.old_state_not_kept,
            ),
            Mistake(
                "candidate not scaled",
                "All of the candidate is added. It gets what the old output leaves: (1 - z) * n.",
                known.candidate_not_held_back,
            ),
            Mistake(
                "second bias left out",
                "b_h is not used. There are two biases: b_x goes with the input, b_h with the output of the step "
                "before.",
                known.second_bias_left_out,
            ),
        ],
        hints=[
            "Two sums, A from x and B from h, each cut into three parts. They are added for the gates, but not at once "
            "for the candidate.",
            "`A_r, A_z, A_n = np.split(x @ W_x + b_x, 3, axis=1)`, the same for B with h, W_h and b_h; "
            "`r = sigmoid(A_r + B_r)`, and z likewise.",
            "`n = np.tanh(A_n + r * B_n)` and `return (1 - z) * n + z * h`",
        ],
        equivalent={
            "A_r, A_z, A_n = np.split(x @ W_x + b_x, 3, axis=-1)": LAST,
            "B_r, B_z, B_n = np.split(h @ W_h + b_h, 3, axis=-1)": LAST,
        },
        built="the smaller cousin: one gate decides what to keep and what to write.",
    ),
    Exercise(
        id="lstm.bidirectional",
        points=2,
        reference=reference.bidirectional,
        hidden=("Bidirectional",),
        cases=known.both_cases,
        mistakes=[
            Mistake(
                "second one not turned back",
                "The second LSTM reads from the end, and its outputs stand in the order in which it read: at the first "
                "step stands what belongs to the last. Turn its outputs round again.",
                known.not_turned_back,
            ),
            Mistake(
                "both read forwards",
                "Both read from the first step on. Give the second one X[:, ::-1], the steps from the last to the "
                "first. (X[::-1] turns the order of the *sequences*.)",
                known.both_forwards,
            ),
            Mistake(
                "turned round afterwards only",
                "The second one reads from the first step on, and only its outputs are turned round. It must *read* "
                "from the last step back: give it X[:, ::-1].",
                known.turned_afterwards_only,
            ),
            Mistake(
                "added up",
                "The outputs of the two are added. They stand side by side, so that later layers can tell them apart: "
                "`np.concatenate(..., axis=2)`.",
                known.added_up,
            ),
            Mistake(
                "one after the other",
                "The outputs are joined along the steps: the sequence is twice as long. Each *step* should have 2 H "
                "numbers: axis 2.",
                known.one_after_the_other,
            ),
            Mistake(
                "same parameters for both",
                "Both use `forward_parameters`. The second has weights of its own.",
                known.same_parameters,
            ),
            Mistake(
                "parameters exchanged",
                "The one that reads from the first step on uses `backward_parameters`, and the other way round.",
                known.parameters_exchanged,
            ),
            Mistake(
                "second one first",
                "The outputs of the second LSTM stand in the first H columns. Those of the first come first.",
                known.second_first,
            ),
            Mistake(
                "last output at every step",
                "Every step gets the last output of the second LSTM. Each should get the one for its own place.",
                known.turned_and_ended,
            ),
        ],
        hints=[
            "Call `lstm_forward` twice: for the second one, turn the steps of X round.",
            "Both begin with zeros, `zero = np.zeros((len(X), len(W_h)), X.dtype)`. What the second one gives must be "
            "turned round again, so that each step stands at its own place.",
            "`np.concatenate([first, second[:, ::-1]], axis=2)`, where first and second are the outputs H.",
        ],
        built="a reader that knows what comes after, as one needs to fill a gap in a text.",
    ),
    choice(
        "lstm.forecast",
        options={
            "a": "That the network has found a pattern in the prices.",
            "b": "Nothing: last month's price does as well. Compare the errors with those of that forecast.",
            "c": "That the network would earn money.",
            "d": "That a longer training would make it perfect.",
        },
        right="b",
        wrong={
            "a": (
                "level taken for forecast",
                "Prices of neighbouring months are alike, so whoever repeats the last one comes as close. The pattern "
                "would have to show in the *changes*.",
            ),
            "c": (
                "no comparison",
                "Money is earned by knowing up from down. A forecast that repeats the last price says neither.",
            ),
            "d": (
                "fitting noise",
                "More training made it better on the months that it had seen, and not on the others.",
            ),
        },
        hints=[
            "What correlation has the dullest forecast of all, “as last month”?",
            "Look at the table above: whose errors are smaller on the months that nobody trained on?",
        ],
        built="a habit: to ask of every forecast what it is better than.",
    ),
]
