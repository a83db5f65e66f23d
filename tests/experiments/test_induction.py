"""Experiments of lesson 14: rows that repeat, what can be known of them, leaks, and heads that are cut."""

import numpy as np
import pytest

from dlcourse.experiments.attention import blocks, copying, induction, leaks, looking
from dlcourse.lessons.attention import causal_mask, multi_head_attention
from dlcourse.nn.attention import MultiHeadAttention

PERIODS = np.arange(induction.LEAST, induction.MOST + 1)


def test_rows_repeat_a_block_of_different_signs():
    rows, periods = induction.repeated_blocks(300, np.random.default_rng(0))
    assert rows.shape == (300, 48)
    assert set(periods) == set(PERIODS)
    for row, P in zip(rows, periods):
        assert len(set(row[:P])) == P
        np.testing.assert_array_equal(row[P:], row[:-P])


def test_every_length_is_tested_as_often():
    _, periods = induction.rows_of("result", 204)
    assert set(np.bincount(periods)[PERIODS]) == {12}


def test_the_lowest_loss_by_the_chain_rule():
    """All that a row tells is the length of its block, one of 17, and which signs stand in it: log 32 + log 31 + ..."""
    blocks = [np.log(32 - np.arange(P)).sum() for P in PERIODS]
    assert induction.lowest_losses().sum() == pytest.approx(np.log(17) + np.mean(blocks))
    assert induction.lowest_loss() == pytest.approx((np.log(17) + np.mean(blocks) - np.log(32)) / 47)


def ideal(row):
    """The probability that the best forecaster gives to each sign of a row, place by place, by counting lengths."""
    found = []
    for t in range(48):
        shares = []
        for P in PERIODS:  # how probable row[: t + 1] and row[:t] are, if the block has P signs
            both = []
            for seen in (row[: t + 1], row[:t]):
                block, rest = seen[:P], seen[P:]
                fits = len(set(block)) == len(block) and np.array_equal(rest, seen[: max(len(seen) - P, 0)])
                both.append(np.exp(-np.log(32 - np.arange(len(block))).sum()) if fits else 0.0)
            shares.append(both)
        after, before = np.sum(shares, axis=0)
        found.append(after / before)
    return np.array(found)


def test_the_lowest_loss_is_that_of_the_best_forecaster():
    rows, _ = induction.rows_of("result", 17)  # a row of each length: the mean of the last column is then exact
    losses = -np.log([ideal(row) for row in rows])
    assert losses.sum(axis=1).mean() == pytest.approx(induction.lowest_losses().sum())
    assert losses.mean(axis=0)[:8] == pytest.approx(induction.lowest_losses()[:8])
    assert np.abs(losses.mean(axis=0)[25:]).max() < 1e-12


def test_what_is_known_is_all_after_the_first_repeated_sign():
    known = induction.known([8, 24])
    assert known.shape == (2, 47)
    assert (known.sum(axis=1) == [47 - 8, 47 - 24]).all()
    assert known[0, 8]  # the sign at place 9, from 0 on
    assert not known[0, 7]


def test_the_networks_have_as_many_parameters():
    assert induction.attention_only(2, 1, 0).size == induction.lstm_reader(0).size == 11776
    assert induction.one_layer(0).size == 11750


def test_a_stripe_is_what_came_after_the_same_sign():
    rows, periods = induction.rows_of("result", 17)
    there = looking.stripes(periods)
    for row, found in zip(rows[:, :-1], there):
        for t, s in np.ndindex(47, 47):
            assert found[t, s] == (0 < s <= t and row[s - 1] == row[t])
    for row, found in zip(rows[:, :-1], looking.same_signs(periods)):
        for t, s in np.ndindex(47, 47):
            assert found[t, s] == (s < t and row[s] == row[t])


def test_scores_of_heads_made_by_hand():
    _, periods = induction.rows_of("result", 17)
    back = np.broadcast_to(np.eye(47, k=-1), (17, 1, 47, 47))
    assert looking.on_previous(back, periods) == pytest.approx([1])
    assert looking.on_places(back, looking.stripes(periods))[0] < 0.01
    there = looking.stripes(periods)
    even = there / np.maximum(there.sum(axis=2, keepdims=True), 1)
    assert looking.on_places(even[:, None], there) == pytest.approx([1])


def test_a_cut_head_is_left_out_and_the_network_stays_as_it_is():
    network, (rows, _) = induction.attention_only(2, 2, 0), induction.rows_of("result", 17)
    before = network.outputs(rows[:, :-1])
    layer = looking.attention_layers(network)[1]
    for head in (0, 1):
        cut = looking.without(network, 1, head).outputs(rows[:, :-1])
        kept = layer.parameters["W_o"].copy()
        layer.parameters["W_o"][16 * head : 16 * head + 16] = 0  # another way to cut it
        np.testing.assert_allclose(cut, network.outputs(rows[:, :-1]))
        layer.parameters["W_o"][...] = kept
        mean = looking.without(network, 1, head, instead="mean").outputs(rows[:, :-1])
        assert not np.allclose(mean, cut)
    np.testing.assert_array_equal(network.outputs(rows[:, :-1]), before)


@pytest.mark.parametrize("name", leaks.LEAKS)
def test_leaking_layers_have_their_true_gradients(name):
    rng = np.random.default_rng(0)
    layer = MultiHeadAttention(4, 2, rng, **leaks.LEAKS[name])
    X, d_out = rng.normal(size=(2, 2, 5, 4))
    dX, gradients = layer.backward(d_out, layer.forward(X)[1])
    for array, gradient in ((X, dX), *((layer.parameters[key], gradients[key]) for key in layer.parameters)):
        direction = rng.normal(size=array.shape)
        values = []
        for step in (1e-5, -2e-5):
            array += step * direction
            values.append(np.sum(d_out * layer.forward(X)[0]))
        array += 1e-5 * direction
        assert (values[0] - values[1]) / 2e-5 == pytest.approx(np.sum(gradient * direction), rel=1e-6)


def test_both_leaks_see_what_is_still_to_come():
    assert leaks.seen_ahead(multi_head_attention) < 1e-12
    assert min(map(leaks.seen_ahead, leaks.FUNCTIONS.values())) > 0.01


def test_a_right_mask_leaves_no_trace_of_the_other_forms():
    """Where all may be seen, a mask that comes too late is none."""
    rng = np.random.default_rng(0)
    tables = {name: rng.normal(size=(4, 4)) for name in ("W_q", "W_k", "W_v", "W_o")}
    X, everything = rng.normal(size=(2, 5, 4)), np.ones((5, 5), bool)
    late = leaks.masked_too_late(X, **tables, heads=2, mask=everything)[0]
    np.testing.assert_allclose(late, multi_head_attention(X, **tables, heads=2)[0])
    assert not np.allclose(leaks.masked_too_late(X, **tables, heads=2, mask=causal_mask(5))[0], late)


def test_an_induction_head_clicks_in():
    network = induction.attention_only(2, 1, 4)
    losses = induction.learn(network, 4, steps=300)
    assert np.mean(losses[:20]) > 3.4
    assert induction.share_known(network, count=51) > 90
    first, second = looking.scores(network)
    assert first["previous"][0] > 60 > second["previous"][0]
    assert second["stripe"][0] > 70 > first["stripe"][0]
    assert max(induction.share_known(looking.without(network, layer), count=51) for layer in (0, 1)) < 15


def test_the_stored_tables_say_how_they_were_measured():
    readers = copying.measured("readers")
    assert set(readers["numbers"]) == set(copying.SIDES)
    assert all(len(numbers) == len(readers["seeds"]) == 5 for numbers in readers["numbers"].values())
    assert not set(readers["tuning"]) & set(readers["seeds"])
    for rate in readers["rates"].values():
        assert readers["range"][0] < rate < readers["range"][-1]
    assert set(copying.measured("leaks")["runs"]) == set(leaks.LEAKS)


def test_a_block_is_the_same_in_both_forms():
    assert blocks.apart() < 1e-12
    assert blocks.apart(lambda X, *, parameters, heads, mask: X) > 0.1


def test_what_is_watched_while_a_network_learns():
    watch = looking.Watch(every=2, count=17)
    induction.learn(induction.attention_only(2, 1, 0), 0, steps=4, watch=watch)
    assert watch.steps == [0, 2, 4]
    assert [len(values) for values in watch.percents.values()] == [3, 3, 3]
    assert [A.shape for A in looking.maps(induction.attention_only(2, 1, 0))] == [(47, 47)] * 2
