"""Actions kept in a workspace without an import, and an owner's form filled in."""

from contextlib import closing
from pathlib import Path

import openpyxl
from test_cli_setup import call

from audit.actions.action import Action, Assurance, Plan, Update
from audit.store.actions import ActionBook, Writing
from audit.store.rows import Stamp
from audit.store.store import Store

POLICE = ("Kingsbridge Police",)
CARE = ("Children's Social Care (Jo Lane)", "Health Trust")
KEPT = (
    (
        Action(
            *("", "child-r", "1.1"),
            recommendation="Agencies share what they know",
            action="Agree a protocol",
            owners=POLICE,
            due="2026-03-31",
            evidence_required="The signed protocol",
        ),
        (Update("2026-01-10", "Ann", "on track", "Draft sent round"),),
    ),
    (Action("", "child-r", "1.2", action="Train staff", owners=CARE, due="2026-09-30"), ()),
    (
        Action("", "child-r", "1.3", action="Audit decisions", owners=POLICE, due_text="December Board"),
        (Update("2026-01-12", "Ann", "reported complete", "Report went to board"),),
    ),
    (Action("", "child-r", "2.1", action='=HYPERLINK("http://x","y")', owners=("Named GP",)), ()),
    (Action("", "child-r", "2.2", action="Nobody's"), ()),
    (
        Action("", "child-m", "1", action="Neglect policy", owners=POLICE, due="2026-02-01"),
        (Assurance("2026-01-14", "Ben", "document held", "Policy v3", "SharePoint"),),
    ),
)


def begin(folder):
    """A workspace with three agencies and six actions, written down on 15 January 2026."""
    call("init", folder)
    at = ["-w", folder]
    people = ["--contact", "Jo Smith, jo@police.uk", "--chief-officer", "Dana Reed, chief@police.uk"]
    call("agency", "add", "Kingsbridge Police", "--code", "police", "--kind", "police", *people, *at)
    call("agency", "add", "Children's Social Care", "--code", "csc", "--contact", "Al Brown", *at)
    call("agency", "add", "Silent Trust", "--code", "silent", *at)
    plans = (Plan("child-r", overseer="QA sub-group"), Plan("child-m"))
    with closing(Store(f"sqlite:///{Path(folder) / 'audit.db'}")) as store:
        ActionBook(store).write(Writing(plans=plans, new=KEPT), Stamp("2026-01-15T09:00:00+00:00", "Ann"))


def actions(folder="."):
    """The actions of a workspace by their ids."""
    with closing(Store(f"sqlite:///{Path(folder) / 'audit.db'}")) as store:
        return {one.id: one for one in ActionBook(store).actions()}


def headings(sheet):
    """The row of headings of the sheet of actions, and the column of each."""
    for row in sheet.iter_rows():
        if row[0].value == "Action id":
            return row[0].row, {cell.value: cell.column for cell in row}
    raise AssertionError("no headings")


def filled(path, rows, to=None):
    """Fill in a form, `{id: {heading: text}}`."""
    book = openpyxl.load_workbook(path)
    sheet = book["Actions"]
    head, columns = headings(sheet)
    for row in range(head + 1, sheet.max_row + 1):
        for heading, value in rows.get(sheet.cell(row, 1).value, {}).items():
            cell = sheet.cell(row, columns[heading])
            cell.value = value
            cell.data_type = "s" if value else "n"  # as a cell of the format text holds what is typed
    book.save(to or path)
    return to or path
