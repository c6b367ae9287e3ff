"""What a large round costs: 500 agencies by 56 questions, from forms to reports, in one run.

    python tests/benchmarks/bench_round.py [AGENCIES]

Beside each part stands what a person would run instead: an openpyxl loop that stacks the same forms, and
plain xlsxwriter writing as many cells as the report has.
"""

import random
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from unittest.mock import patch

import openpyxl
import xlsxwriter

from audit.agencies import Agency
from audit.cli.arriving import Arriving
from audit.cli.desk import Desk
from audit.cli.intake import Intake
from audit.cli.receipting import write_receipts
from audit.cli.scored import score_round
from audit.cli.setup import create
from audit.definitions import library
from audit.responses.files import take
from audit.responses.response import Response, Signature
from audit.rounds import Expected, Round, interview
from audit.scoring.table import as_json
from audit.templates import load
from audit.workbook.form import write_form
from audit.workbook.form_version import mark
from audit.workbook.report import write_report

TODAY, DUE = date(2026, 11, 16), date(2026, 10, 30)


@contextmanager
def timed(what):
    began = time.perf_counter()
    yield
    print(f"{what:58} {time.perf_counter() - began:7.2f} s", flush=True)


def replies(asked, chance):
    for question in asked.template.questions:
        if asked.meant(question) and question.kind == "grade":
            grade = chance.choices(("met", "partly", "not-met"), (7, 2, 1))[0]
            low = {"action": {"what": "Put it right", "who": "Lead", "when": "2027-03-31"}}
            top = {"evidence": [{"what": "Minutes", "where": "shared drive", "date": "2026-05-01"}]}
            yield question.id, {"value": grade} | (top if grade == "met" else low)
        elif asked.meant(question) and question.kind == "share":
            yield question.id, {"value": "95/100", "evidence": "HR report"}


def stack(paths):
    """The usual script: every cell of every sheet of every form, by openpyxl."""
    rows = []
    for path in paths:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        for sheet in book:
            rows.extend((path.name, sheet.title, *row) for row in sheet.iter_rows(values_only=True))
        book.close()
    return rows


def cells(path):
    book = openpyxl.load_workbook(path, read_only=True)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def plain(path, sheets):
    """As many cells with the same text, without formats."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value is not None:
                        sheet.write(number, column, value)


def main(count):
    chance = random.Random(1)
    template = load(library(), "section-11/london")
    agencies = [Agency(f"a{n:04}", f"Agency {n:04}", ("health",), ("section-11",)) for n in range(count)]
    opened = Round("big", template, DUE, tuple(Expected(one, DUE) for one in agencies))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        desk = Desk(folder, "", TODAY, "benchmark")
        create(folder, "Benchmark")
        desk.store.save_agencies(agencies, desk.stamp())
        desk.store.open_round(opened, desk.stamp())
        paths = []
        # What is written counts as filled in by hand: its answers go back to none that was here.
        by_hand = patch("audit.workbook.form_sheets.mark", lambda _, piece=1: mark(None, piece))
        with timed(f"{count} forms written, filled"), by_hand:
            for one in agencies:
                asked = interview(opened, one, None, TODAY)
                answers = take(asked, dict(replies(asked, chance)), "benchmark").answers
                paths.append(folder / f"{one.code}.xlsx")
                response = Response("big", one.code, one.code, answers=answers)
                write_form(opened, one, response, paths[-1], today=TODAY)
        arriving = Arriving(desk)
        incoming = Intake(arriving)
        stderr, sys.stderr = sys.stderr, (folder / "said.txt").open("w")
        with timed(f"{count} forms collected (checked, saved one by one)"):
            incoming.take(paths)
        with timed(f"{count} receipts"):
            incoming.refused += write_receipts(arriving, folder / "receipts")
        sys.stderr = stderr
        assert not incoming.refused, incoming.refused[:3]
        assert all(one.decision.merge.taken for one in arriving.outcomes)
        with timed("  beside it: the same forms stacked by openpyxl"):
            stack(paths)
        for one in agencies[: count - count // 10]:
            response = desk.store.response("big", one.code, one.code)
            desk.store.sign(response, Signature("A", "B", TODAY.isoformat()), desk.stamp())
        with timed("scored from the store, as JSON"):
            scored = score_round(desk, "big", drafts=False)
            as_json(scored)
        for audience in ("subgroup", "board"):
            with timed(f"report for the {audience}"):
                write_report(scored, folder / f"{audience}.xlsx", audience=audience, partnership="Benchmark")
            sheets = cells(folder / f"{audience}.xlsx")
            total = sum(value is not None for rows in sheets.values() for row in rows for value in row)
            with timed(f"  beside it: plain xlsxwriter, the same {total:,} cells"):
                plain(folder / "plain.xlsx", sheets)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
