"""How far something is: on a terminal after a second, with the time left, gone afterwards; else nothing."""

import io
import time
from contextlib import redirect_stderr
from functools import wraps

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.cli import progress, screen
from audit.cli.progress import counted, each, lasting, paused, said, steps, working


class Terminal(io.StringIO):
    def isatty(self):
        return True

    @property
    def shown(self):
        """What stood on the line, one after the other; the last is what stands there now."""
        return self.getvalue().split("\r\x1b[K")


@pytest.fixture
def stderr(monkeypatch):
    monkeypatch.setattr(progress, "PATIENCE", 0.02)
    monkeypatch.setattr(progress, "PACE", 0.01)
    monkeypatch.setenv("TERM", "xterm")
    return Terminal()


def on_it(test):
    """A test whose stderr is that terminal; pytest puts its own back before each."""

    @wraps(test)
    def _there(stderr, **more):
        with redirect_stderr(stderr):
            test(stderr=stderr, **more)

    return _there


def slowly(items, what="Forms"):
    return [time.sleep(0.01) or one for one in each(items, what)]


@on_it
def test_on_a_terminal_it_is_shown_with_the_time_left_and_gone_afterwards(stderr):
    assert slowly([*range(12)]) == [*range(12)]
    assert any(one.startswith("Forms: ") and one.endswith(" left") for one in stderr.shown)
    assert stderr.shown[-1] == ""
    assert "\n" not in stderr.getvalue()


@on_it
def test_what_is_over_soon_shows_nothing(stderr):
    assert list(each([1, 2, 3], "Forms")) == [1, 2, 3]
    with working("The register"):
        pass
    assert not stderr.getvalue()


@on_it
def test_where_nobody_knows_how_long_it_says_for_how_long_so_far(stderr):
    with working("The register"):
        time.sleep(0.06)
    assert "The register: 1 second so far" in stderr.shown
    assert stderr.shown[-1] == ""


@pytest.mark.parametrize("term", ["dumb", None])
@on_it
def test_in_a_pipe_and_on_a_terminal_that_cannot_take_back_nothing_is_shown(stderr, monkeypatch, term):
    if term:
        monkeypatch.setenv("TERM", term)
    else:
        monkeypatch.setattr(stderr, "isatty", lambda: False)
    slowly([*range(6)])
    assert not stderr.getvalue()


@on_it
def test_what_is_said_in_the_meantime_stands_on_a_line_of_its_own(stderr):
    with working("The register"):
        time.sleep(0.05)
        screen.tell("Something was found.")
        time.sleep(0.05)
    assert "\r\x1b[KSomething was found.\n" in stderr.getvalue()


@on_it
def test_while_somebody_is_asked_nothing_is_shown(stderr):
    with working("The register"):
        time.sleep(0.05)
        with paused():
            before = stderr.getvalue()
            assert before.endswith("\r\x1b[K")
            time.sleep(0.05)
            screen.tell("Which?")
            assert stderr.getvalue() == f"{before}Which?\n"


@on_it
def test_it_is_gone_also_where_something_fails_and_one_in_another_shows_the_outer(stderr):

    def collect():
        with steps("Collecting", 3) as outer:
            outer.step(2)
            slowly([1, 2, 3, 4], "Receipts")
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        collect()
    assert stderr.shown[-1] == ""
    assert progress.Line.now is None
    assert not any(one.startswith("Receipts") for one in stderr.shown)
    assert any(one.startswith("Collecting: 2 of 3") for one in stderr.shown)


@pytest.mark.parametrize(
    ("done", "total", "seconds", "text"),
    [
        (0, 300, 2, "Forms: 0 of 300"),
        (12, 300, 2, "Forms: 12 of 300, about 48 seconds left"),
        (1, 1000, 1, "Forms: 1 of 1,000, about 17 minutes left"),
        (100, 200, 88, "Forms: 100 of 200, about 90 seconds left"),
        (300, 300, 2, "Forms: 300 of 300, about 1 second left"),
        (0, 0, 7.4, "Forms: 7 seconds so far"),
    ],
)
def test_how_far_it_is_in_words(done, total, seconds, text):
    assert said("Forms", done, total, seconds) == text


@given(st.floats(0, 100_000), st.floats(0, 100_000))
def test_more_time_is_never_said_as_less(one, other):
    def seconds(text):
        number, unit = text.split()
        return int(number) * (60 if unit.startswith("minute") else 1)

    less, more = sorted((one, other))
    assert seconds(lasting(less)) <= seconds(lasting(more))
    assert abs(seconds(lasting(more)) - max(1, more)) <= 31


@on_it
def test_what_turns_out_to_be_countable_has_its_time_left(stderr):
    with working("Writing"):
        time.sleep(0.05)
        for done in range(0, 50, 10):
            counted(done, 50)
            time.sleep(0.02)
    assert any(one.endswith(" so far") for one in stderr.shown)
    assert any("of 50, about" in one and one.endswith(" left") for one in stderr.shown)
    counted(1, 2)  # nothing is at work any more
    assert stderr.shown[-1] == ""
