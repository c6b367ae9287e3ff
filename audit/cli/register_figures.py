"""What `audit register --json` prints."""

from collections.abc import Sequence
from typing import Any

from audit.cli.register_words import command, facts
from audit.registers.opening import split
from audit.registers.register import Register
from audit.registers.workbooks import Refused
from audit.sampling.checking import ColumnFinding, Report
from audit.sampling.engines.addresses import is_address, without_password
from audit.sampling.natural import Grouping
from audit.tables import letters


def figures(spec: str, lists: Sequence[tuple[Register | Refused, Report | None]]) -> dict[str, Any]:
    """Everything about every list of a file, row numbers and letters as Excel shows them."""
    reports = [report for _, report in lists if report]
    return {
        "register": without_password(spec) if is_address(spec) else str(split(spec)[0]),
        "sha256": reports[0].register.sha256 if reports else None,
        "lists": [_list(report) for report in reports],
        "refused": [
            {"sheet": each.sheet, "problem": each.problem} for each, _ in lists if isinstance(each, Refused)
        ],
    }


def _list(report: Report) -> dict[str, Any]:
    found, profile, ids = report.register, report.register.profile, report.ids
    return {
        "sheet": found.sheet,
        "profile": profile.ref if profile else None,
        "title": profile.title if profile else None,
        "header_row": None if found.table else found.header_row + 1,
        "rows": report.rows,
        "unit": [found.headings[column].text for column in report.unit],
        "unit_guessed": report.guessed,
        "ids": {
            "different": ids.different,
            "repeated": ids.repeated,
            "on_repeated_rows": ids.repeats,
            "most_rows": ids.most,
            "blank": ids.blank,
        }
        if ids
        else None,
        "total_row": report.total or None,
        "columns": [
            {
                "letter": letters(held.number),
                "heading": held.heading,
                "matched": held.column,
                "kind": held.kind,
                "filled": held.filled,
                "personal": held.personal,
            }
            for held in report.columns
        ],
        "wrong": report.cells("wrong"),
        "untidy": report.cells("untidy"),
        "findings": [_finding(report, each) for each in report.findings],
        "findings_not_listed": report.more,
        "same_rows": {
            "rows": report.doubles,
            "groups": [[row + 1 for row in group] for group in report.same],
        },
        "strata": [_grouping(each) for each in report.groupings],
        "notes": facts(report),
        "can_be_drawn": not report.blocked,
        "why_not": report.blocked or None,
        "command": None if report.blocked else command(report),
    }


def _finding(report: Report, found: ColumnFinding) -> dict[str, Any]:
    return {
        "severity": found.severity,
        "sheet": report.register.sheet,
        "column": letters(found.column),
        "heading": report.register.headings[found.column].text,
        "rows": [row + 1 for row in found.rows],
        "cells": found.count,
        "value": found.value,
        "text": found.sentence,
    }


def _grouping(found: Grouping) -> dict[str, Any]:
    return {
        "by": found.by,
        "column": letters(found.column),
        "values": len(found.rows),
        "blank": found.blank,
        "unreadable": found.unread,
        "rows": dict(found.rows),
        "alike": [list(names) for names in found.alike],
    }
