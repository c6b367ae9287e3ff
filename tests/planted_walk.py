"""Every command of the program, typed after one another in one workspace with planted registers.

Each line is a command. Before it stands its exit code where it is not 0, and in brackets which kinds of
planted values it may say: those that it was asked for.
"""

import re
import shlex
from pathlib import Path

from test_cli_setup import MADE_UP

DAY = ("--today", "2026-11-22")
ASKED = "against: local/ours\nneeds: {action: [], evidence: []}\n"
# Commands that are not in the walk, each with the reason.
NOT_RUN = {"demo": "its own data alone; tests/test_no_network.py runs it"}

FILES = {
    "standards/local/ours.yaml": MADE_UP,
    "templates/local/case.yaml": f"title: Case audit\n{ASKED}subject: case\n",
    "templates/local/seen.yaml": f"title: Observations\n{ASKED}subject: observation\n",
    "templates/local/staff.yaml": f"title: Staff survey\n{ASKED}subject: reply\n",
    "full.yaml": "A1: met\nA2: {value: partly, action: {what: Do, who: Ann, when: 31/1/2027}}\nB1: 24/26\n",
    "case.yaml": "A1: partly\nA2: met\nB1: 2/3\nconcerns:\n  - Left alone at night\n",
    "replies.csv": "respondent,A1\nann,met\nbo,partly\n",
    "panel.csv": "Agency,Question,Moderated grade,Reason\nash,A1,not met,Nothing seen\n",
    "agencies.csv": "Agency,Type,Contact,E-mail\nElm Trust,health,Jo Smith,jo@elm.example\n",
    "plan.csv": "Action,Owner,Due\nWrite it down,Ash Police,31/3/2027\nTell them,Head,1/2/2027\n",
    "matrix.csv": "Agency,A1,A2\nAsh Police,Met,Partly met\nElm Trust,Not met,Met\n",
    "figures.csv": "Partnership,k,n\nAlder,1,140\nBirch,4,300\n",
    "ratings.csv": "unit,rater,grade\n1,a,yes\n1,b,yes\n2,a,no\n2,b,yes\n",
}  # fmt: skip

BEGIN = """
init . --name Kingsbridge
agency add "Ash Police" --code ash --kind police --contact "Al Ash <al@ash.example>"
agency add "Oak School" --code oak --kind school
agency import agencies.csv
agency list --json
standards local/ours
templates local/case
guide qa-leads
check standards/local/ours.yaml
completion bash
key
today
"""

DRAWS = """
[id worker] register {csv}
[id worker] register {ods} --json
[id worker] register {xml}
[id worker] register {sqlite}
[worker] sample seal {csv} --unit "Ref 2" --by Team
[id] sample draw {csv} --unit "Ref 2" --by Team --size 6 --sub a=2 --carry Client --carry Col7 --carry Notes
[id] sample draw {xlsx} --unit "Ref 2" --where "Opened between 2026-01-01 and 2026-12-31" --size 5 --json
[id worker] sample draw {ods} --unit "Ref 2" --cluster Keyworker --clusters 2 --per-cluster 2 --carry B
[id] sample draw {xml}#ChildIdentifiers --size 5 --reserves 2
[id] sample draw {xml}#CINdetails --by ReferralSource --size 5 --distinct
[id] sample draw {sqlite} --unit "Ref 2" --weight Risk --size 5 --carry "Lives at"
[id] sample draw {parquet} --unit "Ref 2" --systematic Opened --size 5 --frame chosen-frame.csv -o chosen.xlsx
[id] sample draw {csv} --unit "Ref 2" --judgement chosen-ids.csv
[id] sample draw {csv} --unit "Ref 2" --one-per Family --exclude chosen-ids.csv --size 4
[id] sample draw {csv} --unit "Ref 2" --by Team --size 8 --extends S-001
sample list
sample list --json
[id] sample show S-001
[id] sample show S-001 --json -o again.xlsx
sample show S-001 --public
sample show S-001 --public --json
[id] sample replace S-001 C-03 --reason "Closed before the period"
sample discard S-009 --reason "Not needed"
sample verify S-001 {csv}
sample verify samples/S-003/certificate.json {ods} --json
"""

ROUNDS = """
round open local/case --name neglect --due 2026-12-31 --sample S-001 --period 2026 --double 30%
round open local/seen --name seen --due 2026-12-31
round open local/staff --name staff --due 2026-12-31
round open local/ours --name s11 --due 2026-11-30 --period 2026
round open visit/school --name visits --due 2026-11-30 --agency oak
round list --json
ask neglect --agency ash --about C-01 --answers case.yaml --by Ann
ask neglect --agency oak --about C-01 --answers full.yaml --by Ben
ask neglect --agency ash --about C-02 --answers full.yaml
ask seen --new --agency ash --answers case.yaml
ask s11 --agency ash --answers full.yaml
show neglect --agency ash --about C-01
show s11 --agency ash --json
sign s11 --agency ash --name Ada --role Lead
reopen s11 --agency ash --reason "Evidence came late"
round status neglect --json
round status s11
round change s11 --due 2026-12-15 --agency oak
concern list
concern update C-01 --told "Team manager" --outcome "Visited"
moderate neglect --about C-01 --question A1 --grade partly --reason "Agreed"
moderate s11 --answers panel.csv
form neglect --all -o forms
form s11 --all -o forms
form s11 --agency oak -o oak.xlsx --mail
collect forms/neglect-ash.xlsx
collect replies.csv --round staff
chase s11 --letters letters
chase s11 --history
invite s11 -o invitations
join invitations/s11-elm.json elm
ask s11 --answers full.yaml -w elm
send s11 -o elm-return.json -w elm
collect elm-return.json.age
pack visits --agency oak -o pack.xlsx
round close visits
round open local/case --name workers --due 2026-12-31 --sample S-003
ask workers --agency ash --about C-01 --answers full.yaml
report workers --for subgroup -o workers.xlsx
feedback visits -o feedback
case-key neglect {csv} --agency ash --columns Client,Col7,Notes --to {key} -o cases.age
dip local/case {xlsx} --unit "Ref 2" --size 4 --seed 7 --name dipped --carry Client
round status dipped
"""

AFTER = """
results neglect
results neglect --json
results neglect --by stratum
results neglect dipped --pool
results s11 --json
results neglect seen --side-by-side
results --themes
compare neglect dipped
ask neglect --agency ash --about C-01 --reading 2 --by Zoe --answers full.yaml
agreement neglect --detail
result add M1 --met 12 --of 20 --on 30/6/2024 --how "by hand"
result list
result withdraw 1 --reason "Counted twice"
finding add --source "Child R review" --theme supervision --text "Nobody asked" --on 3/3/2026
finding list
finding withdraw 1 --reason "Typed twice"
benchmark figures.csv --met 9 --of 512
round repeat s11 --period 2027 --name s11-2027 --due 2027-11-30
round past matrix.csv --name s11-2024 --against local/ours --on 2024-11-30
action import plan.csv --plan p1
action from neglect s11 --plan p2 --drafts
action add "Train all staff" --owner ash --due 31/3/2027 --plan p1
action list --json
action show A-001
action update A-001 --state "on track" --note Booked
action change A-001 --due 2027-06-30 --reason Later
action form --all -o action-forms
collect action-forms/actions-ash.xlsx
action accept
action chase --letters action-letters
action assure A-002 --basis "document held" --evidence "Policy" --where SharePoint
action close A-003 --as superseded --reason "Board said so"
action evidence -o evidence.xlsx
action pack --agency ash -o action-pack.xlsx
action export -o actions.xlsx
action report --for public -o actions-public.xlsx
programme --example
1 programme
report neglect --for subgroup -o subgroup.xlsx
report neglect --for board -o board.xlsx --ask "look again"
report neglect --for public -o public.xlsx
report s11 --for board -o s11.xlsx --agencies coded --key keys.csv
report neglect --for board --text
report neglect seen --side-by-side --for board -o beside.xlsx
report --all --for subgroup -o year-subgroup.xlsx
report --all --for board -o year-board.xlsx
report --all --for public -o year-public.xlsx
export neglect -o answers.csv
export neglect -o answers.xlsx
log
log neglect --json
log -o log.csv
log --check
store copy . sqlite:///copied.db
doctor --json
[id] find --case ZQXIDAAC
[id] find --case ZQXIDAAC --json
init purged
[id] sample draw {csv} --unit "Ref 2" --size 5 --carry Client -w purged --today 2024-06-30
purge --before 2025-01-01 --yes -w purged
backup purged.backup --plain -w purged
backup whole.backup.age --no-files
restore whole.backup.age restored
today --json
stats interval --compliant 9 --sample 10 --population 41
stats size --sample 20 --population 120
stats compare --first 12/20 --second 17/20
stats trend --rounds 12/20,15/20,17/20
stats agreement ratings.csv
stats verdict --outcomes 1110111 --population 120 --target 90%
"""

# What is refused: sentences name columns, rows and, of ids and of what was typed, the text.
REFUSED = """
1 register nowhere.csv
1 register full.yaml
1 sample seal {csv}
1 sample draw {csv} --unit "Reff 2" --size 3
1 sample draw {csv} --size 3
1 sample draw {csv} --unit Col7 --size 3
1 sample draw {csv} --unit "Ref 2" --by Col7 --size 3
1 sample draw {csv} --unit "Ref 2" --where "Client = Nobody" --size 3
1 sample draw {csv} --unit "Ref 2" --where "Notes between 2026-01-01 and 2026-02-01" --size 3
1 sample draw {csv} --unit "Ref 2" --where "Lives at < 3" --size 3
1 sample draw {csv} --unit "Ref 2" --weight Notes --size 3
1 sample draw {csv} --unit "Ref 2" --by "Notes by month" --size 3
1 sample draw {csv} --unit "Ref 2" --by "Client by 0-4,5-9" --size 3
1 sample draw {csv} --unit "Ref 2" --size 300
[id] 1 sample draw {csv} --unit Client --size 3 --only chosen-ids.csv
1 sample draw {xlsx} --unit Ring --size 3 --extends S-001
1 sample draw {sqlite} --unit "Reff 2" --size 3
1 sample draw {sqlite} --unit "Ref 2" --where "Notes < 3" --size 3
1 sample draw {xml} --size 3
[id] 1 sample draw {missing} --unit "Ref 2" --size 3
[id] 1 sample draw {double} --unit "Ref 2" --size 3
[id worker] 1 register {missing}
1 sample draw {ragged} --unit "Ref 2" --size 3
1 sample draw {torn} --unit "Ref 2" --size 3
[id] sample draw {letters} --unit "Ref 2" --size 3
1 sample draw {broken} --unit "Ref 2" --size 3
[id] 1 sample verify S-001 {xlsx}
1 sample replace S-001 C-99 --reason No
1 case-key neglect {xlsx} --agency ash --columns Client --to {key} -o other.age
1 case-key neglect {csv} --agency ash --columns Nobody --to {key} -o other.age
1 collect {csv} --round staff
1 collect {csv} --round neglect
1 collect {xlsx}
2 action import {csv} --plan wrong --map "Client=nothing"
1 agency import {csv}
1 round past {csv} --name wrong --against local/ours --on 2024-11-30
1 benchmark {csv} --met 1 --of 2
1 stats agreement {csv}
1 round open local/case --name wrong --due 2026-12-31 --sample S-001 --involved {csv}
1 round open local/case --name wrong --due 2026-12-31 --sample S-001 --auditors {csv}
1 ask neglect --agency ash --about C-02 --answers {csv}
1 check {csv}
1 join {csv} wrong
2 sample draw {csv} --nothing
round close neglect
1 case-key neglect {csv} --agency ash --columns Client --to {key} -o other.age
"""

# With a register in one database of a server and the store in another.
SERVER = """
store init {store}
init served --store {store}
[id worker] register {pg}
[worker] sample seal {pg} --unit "Ref 2" --by Team -w served --store {store}
[id] sample draw {pg} --unit "Ref 2" --by Team --size 6 --carry Client --carry Col7 -w served --store {store}
[id] sample replace S-001 C-01 --reason Closed -w served --store {store}
sample list -w served --store {store}
1 sample draw {pg} --unit "Ref 2" --where "Notes < 3" --size 3 -w served --store {store}
1 sample draw {pg} --unit "Ref 2" --where "Client = Nobody" --size 3 -w served --store {store}
1 sample draw {pg} --unit "Ref 2" --weight Notes --size 3 -w served --store {store}
"""


def lines(text, **places):
    """(exit code, kinds that may be said, words) of each line."""
    for line in text.strip().splitlines():
        found = re.fullmatch(r"(?:\[([\w ]*)\] )?(?:(\d) )?(.*)", line)
        words = shlex.split(found[3])
        yield int(found[2] or 0), set((found[1] or "").split()), [one.format(**places) for one in words]


def spoiled(folder):
    """Registers in which something is wrong, as what to type by what is wrong."""
    rows = Path(folder / "register.csv").read_text(encoding="utf-8").splitlines()
    made = {
        "missing": [*rows[:3], rows[3].replace(rows[3].partition(",")[0], "", 1), *rows[4:]],
        "double": [*rows[:4], rows[3].replace("Road", "Lane"), *rows[4:]],
        "ragged": [*rows[:5], rows[5] + ",more,and more", *rows[6:]],
        "torn": [*rows[:6], rows[6].replace('"', "", 1), *rows[7:], 'x"'],
    }
    for name, content in made.items():
        (folder / f"{name}.csv").write_text("\n".join(content) + "\n", encoding="utf-8")
    whole = (folder / "register.csv").read_bytes()
    (folder / "letters.csv").write_bytes(whole.replace(b"Road", b"R\xe9\xffad", 3))
    (folder / "broken.xlsx").write_bytes((folder / "register.xlsx").read_bytes()[:-900])
    made = {**made, "letters": [], "broken": []}
    return {name: str(folder / f"{name}.{'xlsx' if name == 'broken' else 'csv'}") for name in made}


def files(desk, folder):
    """Lay down what is typed from: our own standards and files, and ids that somebody has chosen."""
    for name, content in FILES.items():
        path = desk / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    (desk / "chosen-ids.csv").write_text("Ref 2\nZQXIDaac\nZQXIDaad\n".upper().replace("REF", "Ref"), "utf-8")
    return spoiled(folder)


__all__ = ["AFTER", "BEGIN", "DAY", "DRAWS", "NOT_RUN", "REFUSED", "ROUNDS", "SERVER", "files", "lines"]
