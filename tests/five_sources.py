"""A mock joint inspection as people would play it: registers, draws, five rounds, what was typed there.

`play()` works where it stands, through the command line, and gives every answer that it typed, so that
figures can be worked out from them without the program.
"""

import csv
import io
from datetime import date, timedelta
from random import Random

import openpyxl
from test_case_form import grid
from test_cli_setup import call, write

DAY = ("--today", "2026-11-20")
ROLES = ("Hub manager", "Detective sergeant", "Safeguarding nurse", "Education lead", "Early help lead")
SOURCES = ("Police", "School", "Health", "Family")
AGENCIES = {
    "Kingsbridge Council": "council",
    "Kingsbridge Police": "police",
    "Riverside Health": "health",
    "Oak School": "school",
    "Elm School": "school",
}
CODES = ("kingsbridge-council", "kingsbridge-police", "riverside-health", "oak-school", "elm-school")
ROUNDS = ("contacts", "cin", "observations", "interviews", "survey")
TEMPLATES = {
    "contacts": "case-audit/front-door-contact",
    "cin": "case-audit/child-in-need",
    "observations": "observation/practice",
    "interviews": "feedback/family-interview",
    "survey": "survey/staff-knowledge",
}
NAME = "Zebedee"  # stands in what people typed and nowhere else


def play():
    """The whole exercise; gives by round each answer typed, by (subject, agency, question)."""
    _begin()
    _drawn()
    return {
        "contacts": _contacts(),
        "cin": _cin(),
        "observations": _came("observations", 6, OBSERVED),
        "interviews": _came("interviews", 8, ASKED),
        "survey": _survey(),
    }


def _table(path, rows):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return write(path, text.getvalue())


def _begin():
    call("init", ".", "--name", "Kingsbridge SCP")
    rows = [["name", "kind"], *AGENCIES.items()]
    call("agency", "import", _table("agencies.csv", rows))


def _drawn():
    """Both registers and both samples: contacts by source, children in need at random."""
    luck = Random(24)
    first = date(2026, 9, 1)
    contacts = [
        [f"K{number:04}", luck.choice(SOURCES), first + timedelta(luck.randrange(60)), luck.choice("ABC")]
        for number in range(900)
    ]
    _table("contacts.csv", [["Contact", "Source", "Date", "Outcome"], *contacts])
    children = [[f"N{number:04}", luck.choice(("North", "South"))] for number in range(140)]
    _table("cin.csv", [["Child", "Team"], *children])
    by = ("--by", "Source", "--size", "12", "--seed", "48151623")
    call("sample", "draw", "contacts.csv", "--unit", "Contact", *by, *DAY)
    call("sample", "draw", "cin.csv", "--unit", "Child", "--size", "6", "--seed", "16233142", *DAY)


def _open(name, *options):
    head = ("--name", name, "--due", "30/11/2026", *DAY)
    call("round", "open", TEMPLATES[name], *head, *options)


# --- contacts, read together into a form ------------------------------------------------------------

READ = [f"FC{number}" for number in (2, 3, 4, 5, 6, 7, 9, 11, 12, 13, 14)]
WORDS = {"yes": "Yes", "partly": "Partly", "no": "No", "n/a": "Not applicable"}


def _contacts():
    roles = [word for role in ROLES for word in ("--together", role)]
    _open("contacts", "--sample", "S-001", *roles)
    call("form", "contacts", "-o", "contacts.xlsx", *DAY)
    luck, typed, notes = Random(1), {}, []
    book = openpyxl.load_workbook("contacts.xlsx")
    cells = grid(book)
    for ref in (f"C-{number:02}" for number in range(1, 13)):
        given = {name: luck.choice(("yes", "yes", "yes", "partly", "no")) for name in READ}
        given |= {
            "FC13": "n/a",
            "FC7": luck.choice(("no", "no", "no", "yes")),
            "FC10": luck.choice(("yes", "no")),
        }
        notes.append((ref, "FC13", "reason", "No disagreement known"))
        for name, code in given.items():
            if name == "FC10":
                cells["FC10 from", ref].value = "2/10/2026"
                cells["FC10 to", ref].value = "5/10/2026" if code == "yes" else "9/10/2026"
            else:
                cells[name, ref].value = WORDS[code]
        cells["FC1", ref].value, cells["FC8", ref].value = "police", "early help"
        cells["Read by", ref].value = "M Moss, D Dale, N Nash"
        notes += [
            (ref, name, "action", f"Tell {NAME}")
            for name in ("FC9", "FC14")
            if given[name] in {"partly", "no"}
        ]
        typed |= {(ref, "", name): code for name, code in given.items()}
    _note(book["Notes"], notes)
    cells["Immediate concern", "C-03"].value = f"{NAME} is alone at night"
    book.save("contacts.xlsx")
    call("collect", "contacts.xlsx", *DAY)
    return typed


def _note(sheet, notes):
    row = next(cell.row for cell in sheet["A"] if cell.value == "Case") + 1
    column = {"reason": 4, "action": 5}
    while sheet.cell(row, 1).value:
        row += 1
    for ref, question, what, text in notes:
        sheet.cell(row, 1).value, sheet.cell(row, 2).value = ref, question
        sheet.cell(row, column[what]).value = text
        if what == "action":
            sheet.cell(row, 6).value, sheet.cell(row, 7).value = "Hub manager", "31/1/2027"
        row += 1


# --- children in need, each agency for itself, in a long table ---------------------------------------


def _cin():
    refs = [f"C-{number:02}" for number in range(1, 7)]
    involved = [[ref, code] for place, ref in enumerate(refs) for code in (*CODES[:3], CODES[3 + place % 2])]
    _table("involved.csv", [["case", "agency"], *involved])
    _open("cin", "--sample", "S-002", "--involved", "involved.csv")
    luck, typed = Random(2), {}
    rows = [
        ["case", "agency", "question", "value", "reason", "action what", "action who", "action when", "by"]
    ]
    own = {CODES[0]: "CNC1", CODES[2]: "CNH1", CODES[3]: "CNS1", CODES[4]: "CNS1"}
    for ref, code in involved:
        names = [*(f"CN{number}" for number in range(1, 11)), *([own[code]] if code in own else [])]
        for name in names:
            grade = luck.choice(("outstanding", "good", "good", "requires-improvement"))
            grade = "n/a" if name == "CN5" else "inadequate" if (name, ref) == ("CN7", "C-02") else grade
            owes = grade == "inadequate" or (name == "CN10" and grade == "requires-improvement")
            action = (f"Ask {NAME} again", "Team manager", "31/1/2027") if owes else ("", "", "")
            rows.append([ref, code, name, grade, "The plan helped" if grade == "n/a" else "", *action, "Ada"])
            typed[ref, code, name] = grade
    call("collect", _table("answers.csv", rows), "--round", "cin", *DAY)
    return typed


# --- what was seen, said and replied: a table each ----------------------------------------------------

OBSERVED = (
    [f"OB{number}" for number in range(3, 11)],
    ("outstanding", "good", "good", "requires-improvement"),
)
ASKED = (
    [f"FI{number}" for number in (2, 3, 4, 5, 6, 7, 8, 9, 10, 14)],
    ("yes", "yes", "partly", "no", "n/a"),
)
KNOWN = ([f"SK{number}" for number in range(1, 13)], ("yes", "yes", "yes", "no", "n/a"))
FIRST = {
    "observations": {"OB1": "visit to a family", "OB2": "yes"},
    "interviews": {
        "FI12": "yes",
        "FI13": "by telephone and by someone outside the services",
        "FI1": "mother",
    },
    "survey": {},
}
PREFIX = {"observations": "O", "interviews": "I", "survey": "R"}


def _came(name, count, asked):
    _open(name)
    return _replies(name, count, asked)


def _replies(name, count, asked):
    names, grades = asked
    luck, typed = Random(name), {}
    rows = [["respondent", *FIRST[name], *names]]
    for number in range(1, count + 1):
        given = {each: luck.choice(grades) for each in names}
        rows.append([f"{name}-{number}", *FIRST[name].values(), *given.values()])
        typed |= {(f"{PREFIX[name]}-{number:02}", "", each): code for each, code in given.items()}
    call("collect", _table(f"{name}.csv", rows), "--round", name, *DAY)
    return typed


def _survey():
    _open("survey")
    return _replies("survey", 60, KNOWN)
