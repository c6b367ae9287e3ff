"""The ledger of draws: a chain in which every change shows; kept in a store; and stores brought forward."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import made

from audit.definitions import digest
from audit.errors import StoreError, UnknownError
from audit.sampling.ledger import FIRST, broken, is_seal_of, new_act, seal_content
from audit.store.ledger import Ledger
from audit.store.rows import Stamp
from audit.store.store import Store
from audit.store.tables import SCHEMA

STAMP = Stamp("2026-11-16T14:05:09+00:00", "Ada Moss")
KINDS = ("seal", "seed", "draw", "replace", "discard", "seal")


def chain(count=6):
    found = []
    for number in range(count):
        act = KINDS[number % len(KINDS)]
        content = {"number": number} | ({} if act == "seal" else {"sample": "S-001"})
        last = found[-1].digest if found else FIRST
        found.append(
            new_act(act, f"2026-11-{number + 10}", "Ada", content, last, sample=content.get("sample", ""))
        )
    return found


def test_a_digest_is_of_canonical_json():
    act = new_act("seal", "2026-11-16", "Ada", {"b": 1, "a": "é"}, FIRST)
    text = (
        '{"act":"seal","at":"2026-11-16","by":"Ada","content":{"a":"é","b":1},"previous":"' + "0" * 64 + '"}'
    )
    assert act.digest == digest(json.loads(text))
    # printf '%s' "$text" | sha256sum
    assert act.digest == "8b90e8b5fdc79d2feda3a48987fd925b0ebf262375327944a9d5a2b15480e7e2"
    assert act.state() == {**json.loads(text), "digest": act.digest}


def test_a_whole_chain_holds():
    assert broken(chain()) == []
    assert broken([]) == []


EDITS = {
    "act": "undo",
    "at": "2020-01-01",
    "by": "Eve",
    "content": {"number": 9, "sample": "S-001"},
    "previous": "a" * 64,
    "digest": "b" * 64,
    "sample": "S-002",
}


@pytest.mark.parametrize("place", range(6))
@pytest.mark.parametrize(("field", "value"), EDITS.items())
def test_an_act_that_was_edited_is_named(field, value, place):
    acts = chain()
    acts[place] = replace(acts[place], **{field: value})
    said = broken(acts)
    assert said
    assert all(line.startswith((f"Act {place + 1} ", f"Act {place + 2} ")) for line in said)
    assert any("was changed after it was written" in line for line in said)


@given(st.data())
def test_an_act_that_is_taken_out_added_or_moved_is_named(data):
    acts = chain()
    place = data.draw(st.integers(0, 4))
    other = data.draw(st.integers(place + 1, 5))
    gone = acts[:place] + acts[place + 1 :]
    assert f"Act {place + 1} " in broken(gone)[0]
    swapped = list(acts)
    swapped[place], swapped[other] = acts[other], acts[place]
    assert f"Act {place + 1} " in broken(swapped)[0]
    forged = new_act("draw", "2026-11-10", "Eve", {"sample": "S-001"}, acts[place].digest, sample="S-001")
    said = broken([*acts[: place + 1], forged, *acts[place + 1 :]])
    assert len(said) == 1
    assert said[0].startswith(f"Act {place + 3} ")
    assert "does not follow the one before it: an act was taken out, added or changed" in said[0]


def test_an_act_made_anew_after_an_edit_breaks_the_next():
    acts = chain()
    acts[2] = new_act("draw", acts[2].at, "Eve", acts[2].content, acts[1].digest, sample="S-001")
    assert [line[:6] for line in broken(acts)] == ["Act 4 "]


def test_a_seal_is_of_a_register_and_frame_whatever_the_file_is_called():
    source, frame = {"register": "a.csv", "sheet": "", "sha256": "1", "rows": 3}, {"population": 3}
    content = seal_content(source, frame)
    act = new_act("seal", "", "", content, FIRST)
    assert is_seal_of(act, content)
    assert is_seal_of(act, seal_content(source | {"register": "b.csv"}, frame))
    for other in (
        (source | {"sha256": "2"}, frame),
        (source | {"sheet": "x"}, frame),
        (source, {"population": 4}),
    ):
        assert not is_seal_of(act, seal_content(*other))
    assert not is_seal_of(new_act("seed", "", "", content, FIRST), content)
    for damaged in ({}, {"source": "x"}, {"source": None, "frame": {}}):
        assert not is_seal_of(new_act("seal", "", "", damaged, FIRST), content)


# --- in a store ---------------------------------------------------------------------------------------


def url(folder):
    return f"sqlite:///{folder / 'audit.db'}"


@pytest.fixture
def ledger(tmp_path):
    with closing(Store(url(tmp_path))) as store:
        yield Ledger(store)


def change(folder, statement, *values):
    with closing(sqlite3.connect(folder / "audit.db")) as connection, connection:
        return connection.execute(statement, values).fetchall()


def filled(ledger, certificates=2):
    whole = made("proportional").certificate
    for _ in range(certificates):
        with ledger.writing(STAMP) as writing:
            writing.add("seal", {"source": {"register": "é.csv"}, "frame": {"units": [1, 2]}})
            name = writing.next_sample()
            writing.add("draw", {"sample": name}, name)
            writing.keep({**whole, "id": name})
    return ledger


def test_acts_come_back_as_they_were_added_in_one_chain(ledger):
    acts = filled(ledger).acts()
    wanted = [("seal", ""), ("draw", "S-001"), ("seal", ""), ("draw", "S-002")]
    assert [(act.act, act.sample) for act in acts] == wanted
    assert {(act.at, act.by) for act in acts} == {(STAMP.at, STAMP.by)}
    assert acts[0].content == {"source": {"register": "é.csv"}, "frame": {"units": [1, 2]}}
    assert acts[0].previous == FIRST
    assert broken(acts) == []


def test_samples_are_found_by_their_id_in_any_case(ledger):
    with pytest.raises(UnknownError, match="no sample 'S-1'; draw one with"):
        ledger.sample("S-1")
    filled(ledger)
    assert list(ledger.samples()) == ["S-001", "S-002"]
    assert ledger.sample(" s-002 ")["id"] == "S-002"
    with pytest.raises(UnknownError, match=r"no sample 'S-2'; did you mean 'S-002'\?"):
        ledger.sample("S-2")


def test_what_is_not_finished_is_not_kept(ledger):
    filled(ledger, 1)

    def half():
        with ledger.writing(STAMP) as writing:
            writing.add("discard", {"sample": "S-001"}, "S-001")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half()
    assert len(ledger.acts()) == 2
    assert filled(ledger, 1).acts()[2].previous == ledger.acts()[1].digest


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("update ledger set by = 'Eve' where seq = 2", "Act 2 of the ledger (draw S-001, "),
        ("update ledger set content = '{}' where seq = 1", "Act 1 of the ledger (seal, "),
        ("update ledger set sample = 'S-002' where seq = 2", "Act 2 of the ledger (draw S-002, "),
        ("delete from ledger where seq = 2", "Act 2 of the ledger (seal, "),
        ("update ledger set seq = 9 where seq = 1", "Act 1 of the ledger (draw S-001, "),
    ],
)
def test_what_was_changed_in_the_database_shows(ledger, tmp_path, statement, said):
    filled(ledger)
    change(tmp_path, statement)
    assert said in broken(ledger.acts())[0]


@pytest.mark.parametrize(
    "statement",
    [
        "update ledger set content = '{'",
        "update ledger set content = '[1]'",
        "update ledger set content = '7'",
        "update sample set certificate = '{'",
        "update sample set certificate = '[]'",
        "update sample set certificate = json_remove(certificate, '$.drawn')",
        "update sample set certificate = json_set(certificate, '$.drawn[1].place', 'first')",
    ],
)
def test_what_cannot_be_read_back_is_a_sentence(ledger, tmp_path, statement):
    filled(ledger)
    change(tmp_path, statement)
    with pytest.raises(StoreError, match="What is kept in the store is damaged"):
        ledger.acts(), ledger.samples()


# --- a store of version 1 -----------------------------------------------------------------------------


@pytest.fixture
def old(tmp_path):
    """A folder with a store as version 1 left it, with something in it."""
    Store(url(tmp_path)).close()
    change(tmp_path, "drop table ledger")
    change(tmp_path, "drop table sample")
    change(tmp_path, "update meta set value = '1' where key = 'schema'")
    change(tmp_path, "insert into agency (code, block, at, by) values ('oak', '{}', '', '')")
    return tmp_path


def schema_of(path):
    with closing(sqlite3.connect(path)) as connection:
        tables = {
            name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")
        }
        [version] = connection.execute("select value from meta where key = 'schema'").fetchone()
        return (
            version,
            {"ledger", "sample"} <= tables,
            connection.execute("select code from agency").fetchall(),
        )


def test_an_old_store_is_brought_forward_and_a_copy_of_it_kept(old):
    with closing(Store(url(old))) as store:
        assert len(filled(Ledger(store)).acts()) == 4
    copy = old / "audit.db.version-1"
    assert schema_of(old / "audit.db") == (str(SCHEMA), True, [("oak",)])
    assert schema_of(copy) == ("1", False, [("oak",)])
    assert copy.stat().st_mode & 0o777 == 0o600
    before = copy.read_bytes()
    with closing(Store(url(old))) as store:  # and once only
        assert len(Ledger(store).acts()) == 4
    assert copy.read_bytes() == before
    assert sorted(path.name for path in old.glob("audit.db.*")) == ["audit.db.version-1"]


def test_a_copy_that_cannot_be_made_leaves_everything_as_it_was(old, monkeypatch):
    def full(*_args, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkdtemp", full)
    with pytest.raises(StoreError, match="No space left on device"):
        Store(url(old))
    assert schema_of(old / "audit.db") == ("1", False, [("oak",)])
    assert not (old / "audit.db.version-1").exists()


def test_a_copy_that_was_cut_short_is_not_taken_for_one(old, monkeypatch):
    monkeypatch.setattr(
        "audit.store.engine.Path.replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt)
    )
    with pytest.raises(KeyboardInterrupt):
        Store(url(old))
    monkeypatch.undo()
    assert not list(old.glob("*.version-1*"))
    Store(url(old)).close()
    assert schema_of(old / "audit.db.version-1") == ("1", False, [("oak",)])


def test_a_schema_that_is_no_number_is_a_sentence(old):
    change(old, "update meta set value = 'new'")
    with pytest.raises(StoreError, match="cannot be opened"):
        Store(url(old))
