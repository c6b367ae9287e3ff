"""A CIN census return as tables: each module of it one, each row with the ids of what it stands in.

CINdetailsID counts a child's episodes from 1, AssessmentID and CPPID the assessments and plans of
an episode, as the validator that the sector uses counts them. An assessment is one row with all of
its factors; AssessmentFactorsList has a row for each.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from audit.tables.markup import Handlers, parse

CHILD, EPISODE, ASSESSMENT, PLAN = "LAchildID", "CINdetailsID", "AssessmentID", "CPPID"
MODULES: Mapping[str, tuple[str, ...]] = {
    "ChildIdentifiers": (
        *(CHILD, "UPN", "FormerUPN", "UPNunknown", "PersonBirthDate", "ExpectedPersonBirthDate"),
        *("GenderCurrent", "Sex", "PersonDeathDate"),
    ),
    "ChildCharacteristics": (CHILD, "Ethnicity"),
    "Disabilities": (CHILD, "Disability"),
    "CINdetails": (
        *(CHILD, EPISODE, "CINreferralDate", "ReferralSource", "PrimaryNeedCode", "CINclosureDate"),
        *("ReasonForClosure", "DateOfInitialCPC", "ReferralNFA"),
    ),
    "Assessments": (
        *(CHILD, EPISODE, ASSESSMENT, "AssessmentActualStartDate", "AssessmentInternalReviewDate"),
        *("AssessmentAuthorisationDate", "AssessmentFactors"),
    ),
    "AssessmentFactorsList": (CHILD, EPISODE, ASSESSMENT, "AssessmentFactor"),
    "CINplanDates": (CHILD, EPISODE, "CINPlanStartDate", "CINPlanEndDate"),
    "Section47": (
        *(CHILD, EPISODE, "S47ActualStartDate", "InitialCPCtarget", "DateOfInitialCPC", "ICPCnotRequired"),
    ),
    "ChildProtectionPlans": (
        *(CHILD, EPISODE, PLAN, "CPPstartDate", "CPPendDate", "InitialCategoryOfAbuse"),
        *("LatestCategoryOfAbuse", "NumberOfPreviousCPP"),
    ),
    "Reviews": (CHILD, EPISODE, PLAN, "CPPreviewDate"),
    "PreProceedings": (
        *(CHILD, EPISODE, "PPStartDate", "LBPSentDate", "FGDMMeetingOffer", "FGDMMeetingFac"),
        *("InitialPPMeetingDate", "ReviewMeetingsCount", "StepDecisionDate", "PPOutcome", "CourtAppDate"),
        "LetterInitCPDate",
    ),
}
# Elements whose every occurrence is a row of its own, and the column that it fills.
LISTED = {
    "disability": ("Disabilities", "Disability"),
    "assessmentfactors": ("AssessmentFactorsList", "AssessmentFactor"),
    "cppreviewdate": ("Reviews", "CPPreviewDate"),
}
COUNTED = {"CINdetails": EPISODE, "Assessments": ASSESSMENT, "ChildProtectionPlans": PLAN}
OTHER_NAMES = {"preproceedingsandfgdm": "PreProceedings"}

_LISTS = {module for module, _ in LISTED.values()}
_ELEMENTS = {name.casefold(): name for name in MODULES if name not in _LISTS} | OTHER_NAMES
_FIELDS = {name: {column.casefold(): column for column in columns} for name, columns in MODULES.items()}

Row = tuple[str, list[str]]


@dataclass(slots=True)
class Census:
    """What a return has shown so far: rows not yet taken, and elements that are not known here."""

    rows: list[Row] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)
    _child: list[tuple[str, dict[str, str]]] | None = None
    _id: str = ""
    _open: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    _counts: Counter[str] = field(default_factory=Counter)
    _text: list[str] = field(default_factory=list)
    _leaf: bool = False

    def begin(self, name: str, _: Mapping[str, str]) -> None:
        """An element begins: a child, a module of it, or anything else."""
        element = name.casefold()
        self._text.clear()
        self._leaf = True
        if element == "child":
            self._child, self._id, self._open = [], "", []
            self._counts.clear()
        elif self._child is not None and (module := _ELEMENTS.get(element)):
            row = {**self._ids(), **self._counted(module)}
            self._open.append((element, module, row))
            self._child.append((module, row))

    def end(self, name: str) -> None:
        """An element ends: a child's rows are whole now, or a cell of the open module is."""
        element, value = name.casefold(), "".join(self._text).strip()
        leaf, self._leaf = self._leaf, False
        self._text.clear()
        if self._child is None:
            return
        if element == "child":
            self._finish(self._child)
        elif self._open and self._open[-1][0] == element:
            self._open.pop()
        elif leaf:
            self._cell(self._child, name, value)

    def text(self, text: str) -> None:
        """Text of the open element; what stands between elements is let go."""
        self._text.append(text)

    def _ids(self) -> dict[str, str]:
        """The ids of the episode, assessment and plan that are open."""
        return {
            key: row[key] for _, _, row in self._open for key in (EPISODE, ASSESSMENT, PLAN) if key in row
        }

    def _counted(self, module: str) -> dict[str, str]:
        counter = COUNTED.get(module)
        if counter is None:
            return {}
        if counter == EPISODE:
            self._counts[ASSESSMENT] = self._counts[PLAN] = 0
        self._counts[counter] += 1
        return {counter: str(self._counts[counter])}

    def _cell(self, child: list[tuple[str, dict[str, str]]], name: str, value: str) -> None:
        element = name.casefold()
        known = element in LISTED
        if known and value:
            listed, column = LISTED[element]
            child.append((listed, {**self._ids(), column: value}))
        if self._open:
            _, module, row = self._open[-1]
            own = _FIELDS[module].get(element)
            known = known or own is not None
            if own == CHILD:
                self._id = value
            elif own is not None and value:
                row[own] = f"{row[own]}, {value}" if own in row else value
        if not known and value:
            self.unknown[name] += 1

    def _finish(self, child: list[tuple[str, dict[str, str]]]) -> None:
        for module, row in child:
            row[CHILD] = self._id
            self.rows.append((module, [row.get(column, "") for column in MODULES[module]]))
        self._child = None


def read_census(file: BinaryIO, census: Census) -> Iterator[list[Row]]:
    """The rows of a return with their modules, some at a time; raises what `parse` raises."""
    for _ in parse(file, Handlers(census.begin, census.end, census.text)):
        taken, census.rows = census.rows, []
        yield taken
