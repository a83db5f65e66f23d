"""Experiments of lesson 14, attention: networks that read and write, tokens, and what length costs."""

import numpy as np
import pytest

from dlcourse.data.stored import measurements
from dlcourse.experiments.attention import costs, names, tokens, trained, writing
from dlcourse.experiments.rnn import ids_of
from dlcourse.lessons import attention
from dlcourse.nn.attention import transformer


@pytest.fixture(scope="module")
def text():
    return writing.text_in_parts()


def small_transformer(length=12):
    return transformer(38, 8, 2, 2, np.random.default_rng(0), length=length, hidden=8)


def test_parts_do_not_overlap_and_the_test_part_is_that_of_lesson_11(text):
    seen, unseen = text.parts(tuning=False)
    assert len(seen) + len(unseen) == len(text.ids)
    assert 0.09 < len(unseen) / len(text.ids) < 0.11
    tuned, judged = text.parts(tuning=True)
    np.testing.assert_array_equal(np.concatenate([tuned, judged]), seen)


def test_all_sides_have_about_as_many_numbers_and_as_many_trials():
    sizes = [writing.reader(side, 38, 0).size for side in writing.RATES]
    assert max(sizes) < 1.08 * min(sizes)
    assert {len(rates) * len(writing.LENGTHS[side]) for side, rates in writing.RATES.items()} == {9}


@pytest.mark.parametrize("count", [5, 12, 13, 20, 41])
def test_overlapping_windows_judge_every_sign_once_and_after_nearly_a_window(count):
    network, ids = small_transformer(), np.random.default_rng(1).integers(0, 38, count)
    found = writing.logits_along(network, ids, 12)
    assert found.shape == (count - 1, 38)
    for place in range(count - 1):
        fits = [
            network.outputs(ids[None, start : start + 12])[0, place - start]
            for start in range(max(0, place - 11), (place - 11 if place > 11 else 0) + 1)
        ]
        assert min(np.abs(found[place] - one).max() for one in fits) < 1e-9


def test_a_recurrent_network_reads_all_signs():
    network, ids = writing.reader("RNN", 38, 0), np.random.default_rng(1).integers(0, 38, 50)
    found = writing.logits_along(network, ids)
    np.testing.assert_allclose(found[:3], network.outputs(ids[None, :3])[0])
    assert found.shape == (49, 38)


def test_learning_lowers_perplexity(text):
    network = writing.reader("transformer", 38, 0, length=16)
    before = writing.judged("transformer", network, text.ids[-500:], 16)
    losses = list(writing.learn(network, text.ids[:8000], rate=0.01, length=16, passes=1.5))
    assert len(losses) == 2
    assert losses[1] < losses[0]
    assert writing.judged("transformer", network, text.ids[-500:], 16) < 0.7 * before


def test_the_trained_transformer_reads_better_than_counting_pairs(text):
    network, signs = trained.text_transformer()
    assert signs == text.signs
    assert writing.judged("transformer", network, text.ids[text.ends[1] :][:4000], 64) < 6.3  # pairs: 11.3


def test_blocks_of_the_lesson_read_as_the_layers_do():
    network, _ = trained.text_transformer()
    ids = np.random.default_rng(0).integers(0, 38, 20)
    np.testing.assert_allclose(trained.reading(network)(ids), network.outputs(ids[None])[0], atol=1e-10)
    W, Z = trained.weights_along(network, ids)
    assert W.shape == (2, 4, 20, 20)
    np.testing.assert_allclose(W.sum(axis=-1), 1)
    np.testing.assert_allclose(np.triu(W, 1), 0)
    np.testing.assert_allclose(Z, network.outputs(ids[None])[0])


def test_a_cache_writes_the_same_text():
    network, _ = trained.text_transformer()
    for seed, start in ((0, [3]), (1, [5, 20, 7])):
        again = trained.write(trained.reading(network), start, 25, 0.9, np.random.default_rng(seed))
        assert trained.write_cached(network, start, 25, 0.9, np.random.default_rng(seed)) == again


def test_operations_are_those_of_the_products():
    """Of a step, the products of its row with all tables; of a look, scores and mixture."""
    network = trained.untrained()
    tables = 2 * (4 * 32 * 32 + 2 * 32 * 96) + 32 * 38
    steps = [tables + 2 * (2 * t * 32) for t in range(1, 6)]
    assert trained.operations_to_write(network, 5, cached=True) == sum(steps)
    again = [sum(tables + 2 * 2 * t * 32 for _ in range(t)) for t in range(1, 6)]
    assert trained.operations_to_write(network, 5, cached=False) == sum(again)


def test_tokens_are_the_text_again(text):
    whole = "".join(text.signs[i] for i in text.ids[:3000])
    pairs = tokens.learned(whole, text.signs, 30)
    names = tokens.spelled(text.signs, pairs)
    ids = tokens.encoded(whole, text.signs, pairs)
    assert "".join(names[i] for i in ids) == whole
    assert len(set(names)) == len(names) == 68
    words = [[text.signs.index(sign) for sign in word] for word in tokens.words_of(whole)]
    for number, _ in enumerate(pairs):
        _, words = attention.byte_pair_merge(words, new_id=38 + number)
    assert ids.tolist() == [sign for word in words for sign in word]


def test_bits_of_letters_are_the_logarithm_of_their_perplexity():
    rng = np.random.default_rng(0)
    Z, y = rng.normal(size=(20, 5)), rng.integers(0, 5, 20)
    bits = tokens.bits_a_letter(Z, y, np.ones(5, int))
    assert 2**bits == pytest.approx(attention.perplexity(Z, y=y))


def test_looking_costs_as_much_as_the_tables_at_twice_the_width():
    tables, looking = costs.operations("attention", 2 * costs.WIDTH)
    assert tables == looking
    assert costs.seconds("RNN", 16, width=4, rows=2) >= 0


def test_what_is_stored_was_tuned_inside_of_its_ranges():
    stored = measurements("attention_writing.json")
    for side, best in stored["best"].items():
        assert writing.RATES[side][0] < best["rate"] < writing.RATES[side][-1]
        assert writing.LENGTHS[side][0] < best["length"] < writing.LENGTHS[side][-1]
        assert len(stored["as often"][side]) == len(stored["as long"][side]) == len(writing.SEEDS)
        assert len(stored["longer"][side]) == len(writing.FEWER)


def test_heads_have_learned_where_words_begin(text):
    network, signs = trained.text_transformer()
    unseen = text.ids[text.ends[1] :]
    found, spaces = trained.habits(network, unseen, signs), 100 * np.mean(unseen == signs.index(" "))
    assert found[2, 1][4] > 3 * spaces  # as many characters stand behind a space
    assert min(found[2, head][3] for head in (2, 3)) > 3 * spaces
    assert all(sum(found[1, head][:3]) > 80 for head in range(1, 5))
    assert trained.weights_along(network, ids_of("the statement", signs))[0][1, 0, -1, 4] > 0.99  # at the s


def test_the_rate_falls_until_the_last_step(text, monkeypatch):
    """Half a cosine over all passes, not one that ends early: in the middle of the steps the rate is half as large."""
    optimizers = []
    monkeypatch.setattr(
        writing, "train_on_text", lambda network, batches, adam: optimizers.append((len(batches), adam))
    )
    list(writing.learn(None, text.ids[:8000], rate=0.01, length=16, passes=2.5))
    steps = sum(count for count, _ in optimizers)
    rates = [optimizers[-1][1].learning_rate(step) for step in (20, (20 + steps) // 2, steps - 1)]
    assert rates == [0.01, pytest.approx(0.005, rel=0.02), pytest.approx(0.0, abs=1e-5)]


def test_names_are_divided_anew_for_each_seed_and_measured_as_they_are_stored():
    seen, unseen, signs = names.names_in_parts(0)
    assert not set(seen) & set(unseen)
    assert 0.09 < len(unseen) / len(seen + unseen) < 0.11
    assert set(unseen) != set(names.names_in_parts(1)[1])
    stored = measurements("attention_names.json")
    rate = stored["best"]["transformer"]["rate"]
    assert names.measure("transformer", 0, rate) == pytest.approx(stored["names"]["transformer"][0], abs=0.05)
    assert max(map(max, stored["names"].values())) < len(signs)
