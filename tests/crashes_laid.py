"""The workspaces that commands are killed in, and the commands; the clock stands still in all of them."""

import gc
import os
import shlex
import shutil
from contextlib import chdir
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from released import lay as lay_version
from test_cli_forms import fill
from writers_laid import ASKED, QUESTIONS, must, warm

import audit.cli
import audit.cli.desk

NOON = datetime(2026, 11, 23, 12, 0, 0).astimezone()
BY = ("--by", "Ann")
CODES = ("ash", "elm", "oak")
GIVEN = (
    "A1: met\nA2: {value: partly, action: {what: Write it, who: Head, when: 31/1/2027}}\nA3: met\nB1: met\n"
)
FILLED = {"A1": {"Answer": "Met"}, "A2": {"Answer": "Met"}, "B1": {"Answer": "Met"}}
PLAN = (
    "Ref,Recommendation,Action,Owner,By when,Progress\n"
    "1,Supervision,Write the policy,Ash,31/1/2027,Begun\n"
    "2,Supervision,Train the staff,Elm,28/2/2027,\n"
    "3,Voice,Ask the children,Oak,sometime,Waiting\n"
)
OLDEST = 1  # the version of tables that is brought forward


class Clock(datetime):
    """A clock that stands still, so that two runs of a command write the same."""

    @classmethod
    def now(cls, tz=None):
        return NOON.astimezone(tz) if tz else NOON.replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class Command:
    """A command that is killed: its words, which run in the folder that holds the workspace `ws`.

    `kept` is what it says once all is done. `each` is what it says of each part that is
    kept on its own, and the query that finds one; parts are kept in any order. `files` is whether only files
    count as kept by what it says.
    """

    line: str
    kept: str
    base: str = "round"
    each: tuple[str, str] = ()
    files: bool = False

    @property
    def words(self):
        """The words that a shell would make of it."""
        return shlex.split(self.line)


COLLECTED = (r"r1-(\w+)\.xlsx: .* taken into", "SELECT 1 FROM received WHERE agency = ?")

COMMANDS = {
    "init": Command("init new --name 'Kingsbridge SCP'", "A workspace is ready", "empty"),
    "migration": Command("round list --json -w old", '"expected"', "empty"),
    "round open": Command("round open local/ours --name r2 --due 2026-12-31 --by Ann", "'r2' is open"),
    "ask": Command("ask r1 --agency oak --answers given.yaml --by Ann", "saved"),
    "sign": Command("sign r1 --agency elm --name 'J. Bell' --role Head --by Ann", "is signed"),
    "moderate": Command("moderate r1 --answers panel.csv --by Ann", "kept"),
    "collect": Command("collect inbox --by Ann", "2 of 3 forms taken", each=COLLECTED),
    "sample": Command(
        "sample draw register.csv --unit id --by team --size 12 --seed 123456 --carry team "
        "--frame out/frame.csv -o out/cases.xlsx --who Ann",
        "Case list:",
    ),
    "report": Command(
        "report r1 --for subgroup --drafts --agencies coded --key out/key.csv -o out/report.xlsx --by Ann",
        "is written, as of",
        files=True,
    ),
    "form": Command("form r1 --all -o out/forms", "Nothing was sent"),
    "action import": Command(
        "action import plan.csv --plan child-r --unread out/unread.csv --by Ann", "unread.csv is written"
    ),
    "action form": Command("action form --all -o out/forms", "forms are written"),
    "chase": Command("chase r1 --letters out/letters --by Ann", "each is logged"),
    "invite": Command("invite r1 -o out/invitations --by Ann", "Nothing was sent"),
    "export": Command("export r1 -o out/answers.csv", "is written"),
    "purge": Command("purge --before 2021-01-01 --yes --by Ann", "Purged: S-001", "drawn"),
    "backup": Command("backup out/all.backup --by Ann", "Digest of what is in it", "drawn"),
    "restore": Command("restore all.backup again", "is what was backed up", "drawn"),
    "store copy": Command("store copy sqlite:///ws/audit.db sqlite:///copy.db", "are the same in"),
}


def still():
    """Have the clock stand still in this process and in all that are forked from it."""
    audit.cli.desk.datetime = Clock
    os.environ["AUDIT_WORKSPACE"] = "ws"
    os.environ.pop("AUDIT_STORE", None)
    warm()
    gc.collect()
    gc.freeze()  # what is there already is not copied into children only to be looked at


def lay(home):
    """The folders that commands begin in, by name."""
    made = {name: home / name for name in ("empty", "round", "drawn")}
    for folder in made.values():
        folder.mkdir(parents=True)
    (made["empty"] / "old").mkdir()
    lay_version(OLDEST, made["empty"] / place("old"))
    with chdir(made["round"]):
        _round()
    shutil.copytree(made["round"], made["drawn"], dirs_exist_ok=True)
    with chdir(made["drawn"]):
        long_ago = ("--seed", "7", "--today", "2020-01-01", "--who", "Ann")
        must("sample", "draw", "register.csv", "--unit", "id", "--size", "5", *long_ago)
        must("backup", "all.backup", *BY)
    return made


def place(folder):
    return Path(folder) / "audit.db"


def _round():
    must("init", "ws", "--name", "Kingsbridge SCP")
    for name, text in (("standards", QUESTIONS), ("templates", ASKED)):
        (Path("ws") / name / "local").mkdir(parents=True)
        (Path("ws") / name / "local" / "ours.yaml").write_text(text, encoding="utf-8")
    for code in CODES:
        mail = ("--contact", f"Ada {code.title()} {code}@example.org")
        must("agency", "add", f"{code.title()} School", "--code", code, "--kind", "school", *mail, *BY)
    must("round", "open", "local/ours", "--name", "r1", "--due", "2026-11-20", *BY)
    Path("given.yaml").write_text(GIVEN, encoding="utf-8")
    Path("out").mkdir()
    must("form", "r1", "--all", "-o", "inbox", "--no-mail")
    for code in CODES[::2]:
        fill(Path("inbox") / f"r1-{code}.xlsx", FILLED)
    must("ask", "r1", "--agency", "elm", "--answers", "given.yaml", *BY)
    rows = "".join(f"{number},{'red' if number % 3 else 'blue'}\n" for number in range(300))
    Path("register.csv").write_text(f"id,team\n{rows}", encoding="utf-8")
    panel = "agency,question,moderated grade,reason\nelm,A1,partly,No minutes\nelm,A3,not met,None seen\n"
    Path("panel.csv").write_text(panel, encoding="utf-8")
    Path("plan.csv").write_text(PLAN, encoding="utf-8")
    must("action", "add", "Write to schools", "--owner", "Ash School", *BY)
    must("action", "add", "Train governors", "--owner", "Elm School", *BY)
    # The codes of a coded report are given at random, once.
    must(
        "report", "r1", "--for", "board", "--drafts", "--agencies", "coded", "--key", "k.csv", "-o", "b.xlsx"
    )
    Path("k.csv").unlink(), Path("b.xlsx").unlink()


def run(words):
    """Run a command in this process, as it would run alone."""
    return audit.cli.run(list(words))
