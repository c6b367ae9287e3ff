"""Many writers on one store, killed at random: what was acknowledged is there, once and whole.

The long form, of minutes and of fifty writers, is `python tests/writers.py`.
"""

import shutil
import sys
from contextlib import closing, contextmanager
from copy import deepcopy
from pathlib import Path

import pytest
from sqlalchemy import Pool, event, select
from test_cli_setup import call
from test_store import OAK, STAMP
from test_store_postgres import put_out
from writers import Nursery, Play, database
from writers_checks import KILLED, check, figures, heard, held, journals, kept_in
from writers_work import KINDS, Writer

from audit.errors import StoreError
from audit.store.store import Store
from audit.store.tables import AGENCY

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork.")


@pytest.fixture(scope="module")
def nursery(tmp_path_factory):
    """A process that others are forked from, and a workspace that it has laid down."""
    with Nursery() as process:
        folder = tmp_path_factory.mktemp("writers") / "ws"
        process.ask("lay", folder=str(folder), url="")
        yield process, folder


def played(play):
    """What is wrong after a play, and a few words on whether anything was played at all."""
    play.run()
    wrong = check(play)
    assert not wrong, "\n".join(wrong[:20])
    done = [one for one in journals(play.folder) if one.kept]
    assert len({one.token.split("-")[0] for one in done if one.kind in KINDS}) > 3, list(figures(play))
    assert any(one.kind not in KINDS for one in done)
    assert KILLED in play.ends.values()


def test_writers_on_a_file_are_killed_and_nothing_that_was_acknowledged_is_lost(nursery, tmp_path):
    process, laid = nursery
    folder = Path(shutil.copytree(laid, tmp_path / "ws"))
    played(Play(process, folder, writers=10, readers=1, seconds=1.5, least=20, kills=3))


def test_writers_on_a_server_are_killed_cut_off_and_go_on_when_it_is_back(nursery, pg_server, tmp_path):
    process, laid = nursery
    folder = Path(shutil.copytree(laid, tmp_path / "ws"))
    with database(pg_server, "writers") as url:
        call("store", "copy", laid, url)
        play = Play(
            process, folder, url, pg_server, writers=10, readers=1, seconds=2, least=20, kills=2, cuts=1
        )
        played(play)
        assert play.done["restarts"] == 1
        assert play.done["connections cut"]


def test_a_moment_that_is_held_may_break_once_all_is_read_and_else_is_said(pg_url):
    with closing(Store(pg_url)) as store:
        store.hold()
        assert store.rounds() == ()
        put_out(pg_url)
    with closing(Store(pg_url)) as store:
        store.hold()
        store.rounds()
        put_out(pg_url)
        with pytest.raises(StoreError, match=r"cannot be read: .* broke; [^:]*\.$"):
            store.rounds()
        assert store.rounds() == ()


def read_as_it_breaks(store, url):
    with store.reading() as connection:
        put_out(url)
        connection.execute(select(AGENCY))


def test_who_cannot_read_after_writing_is_told_that_something_is_kept(pg_url):
    with closing(Store(pg_url)) as store:
        store.save_agencies([OAK], STAMP)
        with pytest.raises(StoreError, match=r"cannot be read: .* Something had been written before"):
            read_as_it_breaks(store, pg_url)


# --- the checks can fail ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def alone(tmp_path_factory, nursery):
    """What was done by one writer who did everything once, and what the store holds of it."""
    folder = Path(shutil.copytree(nursery[1], tmp_path_factory.mktemp("alone") / "ws"))
    writer = Writer("w0", folder, "", 1)
    with connections() as most:
        for number, kind in enumerate((*KINDS, "add", "replace", "draw", "open"), 1):
            writer.do(f"w0-{number}", kind, "a1")
    writer.end()
    return most, journals(folder), kept_in(f"sqlite:///{folder / 'audit.db'}")


@contextmanager
def connections():
    """How many connections were in use after each that was taken."""
    now, most = [0], []

    def _taken(*_):
        now[0] += 1
        most.append(now[0])

    def _given_back(*_):
        now[0] -= 1

    heard = (("checkout", _taken), ("checkin", _given_back))
    for what, listener in heard:
        event.listen(Pool, what, listener)
    yield most
    for what, listener in heard:
        event.remove(Pool, what, listener)


def test_nobody_who_keeps_others_from_writing_needs_a_second_connection(alone):
    """A server has so many connections: who writes would wait for one that those who wait have taken."""
    most, _, _ = alone
    assert set(most) == {1}


def test_one_writer_does_everything_once_and_is_refused_what_is_done(alone):
    _, done, kept = alone
    assert [one.kind for one in done if not one.kept] == ["open"]
    assert heard(done) == held(done, kept) == []


def of(done, kind):
    """The first that was done of a kind."""
    return next(one for one in done if one.kind == kind)


def take(kept, table, one, count=None):
    """Take rows that something left out of a table."""
    own = [line for line in kept.rows[table] if line["by"] == one.token][:count]
    kept.rows[table] = [line for line in kept.rows[table] if line not in own]


def put(kept, table, one, **parts):
    """Add a row as the last one of a table."""
    last = kept.rows[table][-1]
    kept.rows[table].append({**last, "seq": last["seq"] + 1, "by": one.token, **parts})


def first(kept, table, one):
    return next(line for line in kept.rows[table] if line["by"] == one.token)


DAMAGE = {
    "acknowledged and gone": (
        lambda done, kept: take(kept, "answer", of(done, "answer")),
        r"w0-1 \(answer\) was acknowledged, and of it there is {}",
    ),
    "there twice": (
        lambda done, kept: put(kept, "finding", of(done, "finding")),
        r"was acknowledged, and of it there is {'finding': 2}",
    ),
    "acknowledged and half there": (
        lambda done, kept: take(kept, "answer", of(done, "answer"), 1),
        r"was acknowledged, and of it there is {'answer': 2}",
    ),
    "refused and there": (
        lambda done, kept: put(kept, "round_act", done[-1]),
        r"\(open\) was refused, and of it there is {'round_act': 1}",
    ),
    "cut off and half there": (
        lambda done, kept: (unknown(of(done, "update")), take(kept, "action_act", of(done, "update"), 1)),
        r"was not acknowledged, and of it there is {'action_act': 1}",
    ),
    "of nobody": (
        lambda done, _: done.remove(of(done, "told")),
        r"Nobody began w0-\d+, of which there is {'concern_act': 1}",
    ),
    "in another order": (
        lambda done, kept: first(kept, "ledger", done[-4 + 1]).update(seq=1),
        r"In ledger w0-\d+ stands before w0-\d+, which was acknowledged before w0-\d+ began",
    ),
    "an action's id given twice": (
        lambda done, kept: first(kept, "action", done[-4]).update(
            action=first(kept, "action", of(done, "add"))["action"]
        ),
        "The action A-013 was given 2 times",
    ),
    "a sample's id given twice": (
        lambda _, kept: kept.rows["sample"][-1].update(id="S-001"),
        "The sample S-001 was given 2 times",
    ),
    "another id than was said": (
        lambda _, kept: kept.rows["sample"][-1].update(id="S-099"),
        r"was told S-003, and there is {'S-099'}",
    ),
    "a reserve taken twice": (
        lambda done, kept: first(kept, "ledger", done[-3]).update(
            content=first(kept, "ledger", of(done, "replace"))["content"]
        ),
        r"The reserve \('S-001', \d+\) was given 2 times",
    ),
    "a reference given twice": (
        lambda done, kept: first(kept, "subject", of(done, "concern")).update(reference="O-01"),
        r"The reference \(4, 'O-01'\) was given 2 times",
    ),
    "the words of another": (
        lambda done, kept: first(kept, "answer", of(done, "hold")).update(block='{"comment":"w9-9"}'),
        "is said to have given the answer of w9-9",
    ),
    "not in the log": (
        lambda done, kept: drop(kept, of(done, "expect")),
        r"The log does not tell of w0-\d+ \(expect\)",
    ),
    "in the log twice": (
        lambda _, kept: kept.log.append(kept.log[-1]),
        "The log tells of .* twice",
    ),
}


def unknown(one):
    one.ended = one.code = None


def drop(kept, one):
    kept.log = [line for line in kept.log if line.by != one.token]


@pytest.mark.parametrize("what", DAMAGE)
def test_what_is_lost_twice_half_or_mixed_up_is_found(alone, what):
    _, done, kept = alone
    done, kept = deepcopy(done), deepcopy(kept)
    damage, said = DAMAGE[what]
    damage(done, kept)
    with pytest.raises(pytest.fail.Exception, match=said):
        pytest.fail("\n".join(held(done, kept)))
