"""What it costs to collect, score and report many returns by file, in one run, beside plain programs.

    python tests/benchmarks/bench_collect.py [RETURNS …]

Returns are sealed as 'audit send' writes them, every answer with its own evidence or action. Beside
'audit collect' stands the loop that a person would write: read the JSON, insert a row for each answer,
commit. Beside the report stands plain xlsxwriter writing the same cells. Seconds are of the processor,
memory is the most that the process held.
"""

import json
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import warnings
from dataclasses import replace
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
TODAY, DUE = date(2026, 11, 16), date(2026, 10, 30)
KINDS = ("health", "school", "charity", "police", "council")
MADE = {"at": "2026-10-20T10:00:00", "by": "lead", "program": "benchmark"}


def make(folder, count):
    """A workspace with a round for so many agencies, and a folder with the return of each."""
    from bench_round import replies

    from audit.agencies import Agency
    from audit.cli.desk import Desk
    from audit.cli.setup import create
    from audit.definitions import library
    from audit.rounds import Expected, Round
    from audit.templates import load

    template, chance = load(library(), "section-11/london"), random.Random(1)
    agencies = [Agency(f"a{n:05}", f"Agency {n:05}", (KINDS[n % 5],), ("section-11",)) for n in range(count)]
    opened = Round("big", template, DUE, tuple(Expected(one, DUE) for one in agencies))
    create(folder, "Benchmark")
    desk = Desk(folder, "", TODAY, "benchmark")
    desk.store.save_agencies(agencies, desk.stamp())
    desk.store.open_round(opened, desk.stamp())
    (folder / "in").mkdir()
    for one in agencies:
        written = as_sent(opened, one, lambda asked: dict(replies(asked, chance)))
        (folder / "in" / f"{one.code}.json").write_text(written, encoding="utf-8")


def as_sent(opened, agency, replied):
    """The return of an agency, signed, as it is written; its digest of what was signed is made up."""
    from audit.responses.files import take
    from audit.responses.response import Evidence, PlannedAction, Signature
    from audit.responses.returns import Party, Run, Step, return_block
    from audit.rounds import interview

    asked = interview(opened, agency, None, TODAY)
    history = {}
    for name, answer in take(asked, replied(asked), "benchmark").answers.items():
        action = PlannedAction(f"{agency.code} mends {name}", "Lead", "2027-03-31") if answer.action else None
        evidence = tuple(
            Evidence(f"{each.what} of {agency.code}", each.where, each.date) for each in answer.evidence
        )
        history[name] = [Step(replace(answer, action=action, evidence=evidence), MADE["at"], "lead")]
    party = Party(agency.code, agency.name, agency.kinds, agency.duties)
    signature = Signature("A Lead", "Chief Executive", "2026-10-21")
    about = ("Benchmark", Run("big", "", DUE.isoformat()), party)
    block = return_block(
        about, opened.template, history, edition=1, owed=(), signed=(signature, "0" * 64), made=MADE
    )
    return json.dumps(block, ensure_ascii=False, indent=1)


def plain_collect(folder):
    """What a person would write: every answer of every file a row, a transaction for each file."""
    with sqlite3.connect(folder / "plain.db") as database:
        database.execute("CREATE TABLE answer (agency TEXT, question TEXT, value TEXT, block TEXT)")
        for path in sorted((folder / "in").glob("*.json")):
            sent = json.loads(path.read_text("utf-8"))
            rows = [
                (sent["agency"]["code"], name, str(said["answer"].get("value")), json.dumps(said["answer"]))
                for name, said in sent["answers"].items()
            ]
            database.executemany("INSERT INTO answer VALUES (?, ?, ?, ?)", rows)
            database.commit()


def plain_write(folder):
    """As many cells with the same text as the last report, without formats."""
    import openpyxl
    import xlsxwriter

    warnings.simplefilter("ignore")  # openpyxl knows no data bars
    book = openpyxl.load_workbook(folder / "report.xlsx", read_only=True)
    sheets = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
    before = resource.getrusage(resource.RUSAGE_SELF)
    total = 0
    with xlsxwriter.Workbook(folder / "plain.xlsx", {"strings_to_formulas": False}) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value is not None:
                        sheet.write(number, column, value)
                        total += 1
    after = resource.getrusage(resource.RUSAGE_SELF)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(json.dumps({"seconds": spent, "cells": total}))


def measured(command, folder):
    """The processor's seconds of a command, the mebibytes that it held at most, and what it printed last."""
    with (folder / "out.txt").open("w+") as out:
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0, command
        out.seek(0)
        return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, out.read()


def line(what, ours, theirs="", plain=None):
    seconds, memory = ours[:2]
    beside = f"   {theirs} {plain:7.1f} s, ratio {seconds / plain:5.1f}" if plain else ""
    print(f"{what:44} {seconds:7.1f} s {memory:6.0f} MiB{beside}", flush=True)


def run(count):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder, count)
        audit = [sys.executable, "-m", "audit"]
        day = ["--today", TODAY.isoformat()]
        print(f"{count:,} returns of {(folder / 'in/a00000.json').stat().st_size:,} bytes")
        own = [sys.executable, __file__, "--plain"]
        theirs = measured([*own, "collect", str(folder)], folder)
        ours = measured([*audit, "collect", "in", "--no-receipts", *day], folder)
        line("audit collect (checked, one by one)", ours, "JSON to SQLite", theirs[0])
        line("audit results --json", measured([*audit, "results", "big", "--json", *day], folder))
        line(
            "audit round status --json", measured([*audit, "round", "status", "big", "--json", *day], folder)
        )
        for audience in ("board", "subgroup"):
            (folder / "report.xlsx").unlink(missing_ok=True)
            command = [*audit, "report", "big", "--for", audience, "-o", "report.xlsx", *day]
            ours = measured(command, folder)
            plain = json.loads(measured([*own, "write", str(folder)], folder)[2])
            line(f"audit report --for {audience}", ours, f"{plain['cells']:,} cells", plain["seconds"])


if __name__ == "__main__":
    if sys.argv[1:2] == ["--plain"]:
        {"collect": plain_collect, "write": plain_write}[sys.argv[2]](Path(sys.argv[3]))
    else:
        sys.path.insert(0, str(HERE))
        for given in [int(one) for one in sys.argv[1:]] or [1000]:
            run(given)
