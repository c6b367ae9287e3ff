"""The same commands on SQLite and on PostgreSQL: the same said, written and kept."""

import json
import shlex
from contextlib import chdir, closing
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from test_cli_setup import MADE_UP, call, write

from audit.agencies import Agency
from audit.cli import desk
from audit.responses.response import Answer, Response
from audit.store.rows import Stamp
from audit.store.store import Store
from audit.store.tables import METADATA

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
# Signs that databases sort, fold and quote in ways of their own, and a name longer than 200 of them.
NAMES = ("Ärzte am Park", "amber 'House'", "Zebra | Trust", "éCole; --", "Éa", "Long " + "Name " * 60)
FILES = {
    "standards/local/ours.yaml": MADE_UP,
    "full.yaml": "A1: met\nA2: {value: partly, comment: 'ein „Wort“ – 100 %', action: {what: Do it}}\n"
    "B1: 24/26\nB2: met\n",
    "half.yaml": 'A1: {value: not-met, action: {what: Train; owner}, comment: "back\\\\slash %s :name"}\n',
    "register.csv": "id,team\n" + "".join(f"C-{n:03},{'ABÄ'[n % 3]}\n" for n in range(60)),
    "plan.csv": "Action,Owner,Due\nWrite it down,amber-house,31/3/2027\nTell them,Head,1/2/2027\n",
    "staff.csv": "Staff ID,Team\n" + "".join(f"W{n:02},T{n % 2}\n" for n in range(30)),
}
# Each line is a command; what begins with ! is refused. {n} is the code of the n-th agency.
SCRIPT = """
round open local/ours --name "Größe 1" --due 30/11/2026 --period 2026
ask "größe 1" --agency {0} --answers full.yaml
ask "größe 1" --agency {0} --answers half.yaml
sign "größe 1" --agency {0} --name Ada --role Lead
!ask "größe 1" --agency {0} --answers full.yaml
ask "größe 1" --agency {1} --answers full.yaml
ask "größe 1" --agency {2} --answers half.yaml
sign "größe 1" --agency {1} --name Ada --role Lead
reopen "größe 1" --agency {1} --reason "Evidence came late"
show "größe 1" --agency {1}
moderate "größe 1" --agency {0} --question A2 --grade met --reason "Seen the minutes"
round change "größe 1" --drop {3} --as declined --reason "No staff"
round change "größe 1" --due 2026-12-15 --agency {4}
!round open local/ours --name "GRÖSSE 1" --due 30/11/2026
round status "größe 1"
results "größe 1" --json
action from "größe 1" --plan p1 --drafts
action import plan.csv --plan p2
action add "Half of them trained" --owner {0} --due 31/3/2027 --plan p1
action update A-001 --state "on track" --note "Booked"
action close A-002 --as superseded --reason "Board said so"
action list --json
finding add --source Review --theme supervision --on 3/3/2026 --text "Nobody asked"
sample draw register.csv --unit id --by team --size 9 --seed 48151623
sample replace S-001 C-03 --reason "Closed before"
sample list --json
sample verify samples/S-001/certificate.json register.csv
dip dip/supervision staff.csv --unit "Staff ID" --size 4 --seed 1234 --name d1
round status d1
form "größe 1" --agency {2} -o form.xlsx
chase "größe 1" --letters letters
round repeat "größe 1" --period 2027 --name again --due 2027-11-30
ask again --agency {4} --answers full.yaml
compare "größe 1" again --json
export "größe 1" -o answers.csv
report "größe 1" --for board -o board.xlsx
round close "größe 1"
!sign "größe 1" --agency {2} --name Ada --role Lead
log
round list
agency list --json
today
"""


class Noon(datetime):
    """A clock that stands still, so that every stamp and every digest is the same."""

    @classmethod
    def now(cls, _tz=None):
        return NOON


def rows(url):
    """Every row of every table."""
    with closing(Store(url)) as store, store.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in METADATA.sorted_tables
        }


def played(folder, url):
    """What every command says in a workspace whose store lies at a URL, the rows kept, the files written."""
    call("init", folder, "--name", "Kingsbridge", AUDIT_STORE=url)
    for name, content in FILES.items():
        write(folder / name, content)
    with chdir(folder):
        said = [call("agency", "add", name, "--kind", "school", AUDIT_STORE=url).stderr for name in NAMES]
        codes = [one.code for one in agencies(url)]
        for line in SCRIPT.format(*codes).strip().split("\n"):
            refused = line.startswith("!")
            done = call(*shlex.split(line.removeprefix("!")), code=int(refused), AUDIT_STORE=url)
            said += [line, done.stdout, done.stderr]
    files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    files.pop("audit.toml")
    return [text.replace(str(folder), "…") for text in said], rows(url), files


def agencies(url):
    with closing(Store(url)) as store:
        return store.agencies()


def test_every_command_says_writes_and_keeps_the_same_on_both(tmp_path, pg_url, monkeypatch):
    monkeypatch.setattr(desk, "datetime", Noon)
    here = played(tmp_path / "here", f"sqlite:///{tmp_path / 'here.db'}")
    there = played(tmp_path / "there", pg_url)
    for one, other in zip(here[0], there[0], strict=True):
        assert one == other
    assert here[1] == there[1]
    assert sum(len(kept) for kept in here[1].values()) > 60
    assert here[2].keys() == there[2].keys()
    assert [name for name, content in here[2].items() if there[2][name] != content] == []


@pytest.fixture(params=["a file", "a server"])
def url(request, tmp_path):
    if request.param == "a server":
        return request.getfixturevalue("pg_url")
    return f"sqlite:///{tmp_path / 'audit.db'}"


def test_figures_are_of_one_moment_whoever_answers_meanwhile(tmp_path, url, monkeypatch):
    """A colleague answers after the round was read, before its responses are; then another looks."""
    call("init", tmp_path / "ws", AUDIT_STORE=url)
    monkeypatch.chdir(tmp_path / "ws")
    write("standards/local/ours.yaml", MADE_UP)
    call("agency", "add", "Oak", "--kind", "police", AUDIT_STORE=url)
    call("round", "open", "local/ours", "--name", "r1", "--due", "30/11/2026", AUDIT_STORE=url)
    answered, read = [], Store.responses

    def read_late(self, name):
        if not answered:
            with closing(Store(url)) as colleague:
                colleague.save(Response("r1", "oak", "oak"), {"A1": Answer("met")}, Stamp("2026", "Ada"))
            answered.append(name)
        return read(self, name)

    monkeypatch.setattr(Store, "responses", read_late)
    seen = [json.loads(call("results", "r1", "--drafts", "--json", AUDIT_STORE=url).stdout) for _ in range(2)]
    assert answered == ["r1"]
    assert [one["respondents"][0]["completeness"] for one in seen] == [None, pytest.approx(1 / 3)]


def test_what_is_written_is_read_again_although_a_moment_was_held(url):
    with closing(Store(url)) as store:
        store.hold()
        assert store.agencies() == ()
        store.save_agencies([Agency("oak", "Oak")], Stamp("2026", "Ada"))
        assert [one.name for one in store.agencies()] == ["Oak"]
