"""Where a learner goes on: after what was tried last, in the sitting in which it stands."""

from dlcourse.coursework.resume import where_to_go_on


def lesson(name, keys, sittings=(), bonus=(), notebook=True):
    ids = [f"{name}.{key}" for key in keys]
    return {
        "name": name,
        "notebook": f"{name}.ipynb" if notebook else None,
        "title": name.title(),
        "exercises": [{"id": key, "points": 2, "bonus": key in bonus} for key in ids],
        "sittings": [
            {"name": title, "core": core, "exercises": [f"{name}.{key}" for key in part]}
            for title, core, part in sittings
        ],
    }


SITTINGS = [("First", True, "ab"), ("Second", True, "cde"), ("On your own", False, "f")]
LESSONS = [lesson("one", "ab"), lesson("two", "abcdef", SITTINGS, bonus={"two.e"}), lesson("three", "a")]


def right(time=None):
    return {"score": 2, "attempts": 1} | ({"tried": time} if time else {})


def wrong(time=None):
    return {"score": 0, "attempts": 3} | ({"tried": time} if time else {})


def at(entries, lessons=LESSONS):
    place = where_to_go_on(lessons, entries)
    return place and (place.lesson, place.sitting, place.exercise)


def test_nothing_tried_is_no_place():
    assert at({}) is None
    assert at({"two.a": {"score": 0, "attempts": 0, "hints": 3}}) is None
    assert at({"unknown.a": right(9)}) is None


def test_after_what_was_tried_last():
    assert at({"two.a": right(5)}) == ("two", "First", "two.b")
    assert at({"two.a": right(5), "two.b": right(6)}) == ("two", "Second", "two.c")
    assert at({"one.a": right(9), "two.a": right(5)}) == ("one", "", "one.b")


def test_what_was_tried_last_and_is_wrong_comes_first():
    assert at({"two.b": right(3), "two.c": wrong(5)}) == ("two", "Second", "two.c")


def test_what_was_left_out_comes_when_the_rest_of_the_lesson_is_done():
    done = {f"two.{key}": right(time) for time, key in enumerate("bcd", start=1)}
    assert at(done) == ("two", "First", "two.a")


def test_bonus_and_what_stands_on_your_own_are_nobodys_next_step():
    done = {f"two.{key}": right(time) for time, key in enumerate("abcd", start=1)}
    assert at(done) == ("three", "", "three.a")


def test_from_the_last_lesson_it_goes_round_to_what_is_open():
    assert at({"three.a": right(9)}) == ("one", "", "one.a")


def test_without_times_the_latest_lesson_counts():
    assert at({"one.a": right(), "two.b": right()}) == ("two", "Second", "two.c")


def test_everything_solved():
    entries = {
        f"{name}.{key}": right(5) for name, keys in {"one": "ab", "two": "abcd", "three": "a"}.items() for key in keys
    }
    assert at(entries) == ("three", "", "")
    assert where_to_go_on(LESSONS, entries).words.startswith("Everything is solved")


def test_a_lesson_without_a_notebook_is_none_to_open():
    assert at({"one.a": right(3)}, [lesson("one", "ab", notebook=False)]) is None


def test_in_words():
    place = where_to_go_on(LESSONS, {"two.a": right(5)})
    assert place.words == "Go on with two.ipynb, “Two”, sitting “First”: two.b is next."
    place = where_to_go_on(LESSONS, {"one.a": right(5)})
    assert place.words == "Go on with one.ipynb, “One”: one.b is next."
