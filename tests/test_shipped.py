"""Every shipped definition: whole, in the numbers promised, with its sources, readable in colour."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest

from audit import definitions, templates
from audit.definitions import parse, read
from audit.registers import profile as registers
from audit.standards.catalogue import is_catalogue, load_catalogue
from audit.standards.scale import load_scale
from audit.standards.words import vocabulary
from audit.templates import holidays_from
from audit.workbook.book import on_colour

LIBRARY = definitions.library()
CATALOGUES = [ref for ref in LIBRARY.refs("standards") if is_catalogue(ref)]
TEMPLATES = [ref for ref in LIBRARY.refs("templates") if templates.is_template(ref)]
AGENCIES = [ref for ref in TEMPLATES if templates.load(LIBRARY, ref).subject == "agency"]
# Nobody looks anything up for these.
SPOKEN = ("feedback/family-interview", "survey/staff-knowledge", "challenge/event")
SCALES = [ref.removeprefix("scales/") for ref in LIBRARY.refs("standards") if ref.startswith("scales/")]
LONDON, WT = "section-11/london", "section-11/working-together-2023"
TRAINING, HEALTH = "assurance/training", "assurance/health"


def questions(ref):
    return load_catalogue(LIBRARY, ref).questions


def test_what_was_promised_is_shipped():
    of_agencies = {
        *(LONDON, f"{LONDON}-with-voice", WT, "section-11/short", "section-175/schools"),
        *("visit/school", "challenge/event"),
    }
    of_agencies |= {TRAINING, HEALTH}
    assert set(AGENCIES) == of_agencies
    of_cases = {
        *("case-audit/multi-agency", "case-audit/section-47", "case-audit/referral-threshold"),
        *("case-audit/front-door-contact", "case-audit/child-in-need"),
        *("dip/routine-enquiry-emergency", "dip/routine-enquiry-maternity"),
        *("dip/strategy-meetings", "dip/supervision"),
        *("observation/practice", "feedback/family-interview", "survey/staff-knowledge"),
    }
    assert set(TEMPLATES) == of_agencies | of_cases
    assert set(CATALOGUES) == {*TEMPLATES, "jtai/front-door"}
    assert set(SCALES) == {
        *("met-partly-not", "red-amber-green", "0-3"),
        *("levels-1-4", "ofsted-4", "yes-no", "yes-partly-no", "challenge-outcome"),
    }
    assert registers.load(LIBRARY, "agencies").columns


@pytest.mark.parametrize(
    ("folder", "ref"), [(f, r) for f in ("standards", "templates") for r in LIBRARY.refs(f)]
)
def test_every_file_is_tidy(folder, ref):
    text = LIBRARY.find(folder, ref).read_text(encoding="utf-8")
    assert parse(text, ref)["title"]
    assert text.endswith("\n")
    assert "\t" not in text
    lines = [line for line in text.splitlines() if not line.strip().startswith("http")]
    assert not [line for line in lines if len(line) > 110 or line != line.rstrip()]


@pytest.mark.parametrize("ref", [*CATALOGUES, *TEMPLATES])
def test_every_question_is_in_british_english(ref):
    said = [
        word for q in templates.load(LIBRARY, ref).questions for word in (q.text, q.guidance, *q.evidence)
    ]
    american = re.compile(r"\b(\w*(?:avior|olor)\w*|\w+i[sz]ation(?<!isation)|center|judgment|program)\b")
    assert not [found[0] for text in said for found in american.finditer(text)]


@pytest.mark.parametrize("ref", CATALOGUES)
def test_every_question_has_guidance_evidence_and_a_basis_among_the_sources(ref):
    catalogue = load_catalogue(LIBRARY, ref)
    refs = {source.ref for source in catalogue.sources}
    for question in catalogue.questions:
        assert question.guidance.endswith((".", "?")), question.id
        assert bool(question.evidence) == (ref not in SPOKEN), question.id
        assert question.basis, question.id
        assert set(question.basis) <= refs, question.id
        assert question.themes or "london" not in ref, question.id
        assert question.text.endswith((".", "?")), question.id
    assert {word for question in catalogue.questions for word in question.basis} <= refs
    assert len({question.text for question in catalogue.questions}) == len(catalogue.questions)


@pytest.mark.parametrize("ref", CATALOGUES)
def test_every_source_says_what_was_read_and_what_was_not(ref):
    block = read(LIBRARY.find("standards", ref))
    for source in block.get("sources", []):
        assert source["checked"] in {"yes", "no"}
        assert source["checked"] == "yes" or source["note"]


def test_london_has_eight_standards_of_five_to_eight_questions():
    catalogue = load_catalogue(LIBRARY, LONDON)
    assert [standard.id for standard in catalogue.standards] == list("ABCDEFGH")
    assert 45 <= len(catalogue.questions) <= 60
    assert all(5 <= len(standard.questions) <= 8 for standard in catalogue.standards)
    assert any(question.critical for question in catalogue.questions)
    assert any(question.weight > 1 for question in catalogue.questions)
    assert any(question.applies_to for question in catalogue.questions)
    assert any("evidence" in question.needs for question in catalogue.questions)
    assert any(question.kind == "share" and question.graded for question in catalogue.questions)


def test_the_ninth_standard_is_the_voice_of_the_child():
    catalogue = load_catalogue(LIBRARY, f"{LONDON}-with-voice")
    assert [standard.id for standard in catalogue.standards] == list("ABCDEFGHI")
    assert catalogue.standards[-1].title == "Voice of the child"


def test_short_is_short_and_every_question_of_it_bears_on_london():
    short = questions("section-11/short")
    assert 12 <= len(short) <= 16
    assert all(any(word.startswith(f"{LONDON}#") for word in question.same_as) for question in short)


def test_the_schools_set_covers_what_was_promised_and_names_its_edition():
    catalogue = load_catalogue(LIBRARY, "section-175/schools")
    titles = " | ".join(standard.title.casefold() for standard in catalogue.standards)
    wanted = [
        *("governance", "designated lead", "policies", "safer recruitment", "what staff know", "agencies"),
        *("allegations and whistleblowing", "pupils keeping safe", "records and information"),
        *("exploitation", "prevent", "honour-based abuse", "mental health"),
    ]
    assert [word for word in wanted if word not in titles] == []
    assert any("edition of September 2025" in source.title for source in catalogue.sources)


def test_self_assessments_flag_evidence_older_than_two_years():
    own = [ref for ref in AGENCIES if ref.startswith("section-")]
    assert {templates.load(LIBRARY, ref).evidence_months for ref in own} == {24}
    assert templates.load(LIBRARY, HEALTH).evidence_months == 12


def test_what_is_asked_again_and_again_says_how_often_and_has_shares_with_targets():
    for ref, months in ((TRAINING, 3), (HEALTH, 6)):
        template = templates.load(LIBRARY, ref)
        assert template.running.every == months
        shares = [question for question in template.questions if question.kind == "share"]
        assert len(shares) >= 3
        for question in shares:
            # Whoever reaches the target is graded best, so that no figure is green and short at once.
            assert question.target == dict(question.edges)[template.scale.best.code], question.id
    assert all(question.kind in {"share", "date"} for question in templates.load(LIBRARY, TRAINING).questions)
    standards = templates.load(LIBRARY, HEALTH).standards
    assert [one.id for one in standards if one.id] == list("ABCDEFGH")


def test_the_crosswalk_leaves_no_arrangement_of_working_together_without_a_london_question():
    named = {word for question in questions(LONDON) for word in question.same_as}
    assert [q.id for q in questions(WT) if f"{WT}#{q.id}" not in named] == []


@pytest.mark.parametrize("ref", AGENCIES)
def test_every_template_loads_whole_and_asks_every_kind_of_agency_something(ref):
    template = templates.load(LIBRARY, ref)
    assert template.catalogue.ref == ref
    assert {question.kind for question in template.questions if question.graded} <= {
        "grade",
        "share",
        "elapsed",
    }
    for kind in template.words.kinds.kinds:
        asked = [q for q in template.questions if not q.applies_to or kind.code in q.applies_to]
        assert len(asked) >= (7 if ref == TRAINING else 10), kind.code


GOOD = {
    "met-partly-not": "met",
    "red-amber-green": "green",
    "0-3": "3 2",
    "levels-1-4": "4 3",
    "ofsted-4": "outstanding good",
    "yes-no": "yes",
    "yes-partly-no": "yes",
    "challenge-outcome": "accepted",
}


@pytest.mark.parametrize("ref", SCALES)
def test_every_scale_runs_from_best_to_worst_with_definitions_and_not_applicable_last(ref):
    scale = load_scale(LIBRARY, ref)
    assert [grade.code for grade in scale.grades if grade.good] == GOOD[ref].split()
    assert scale.steps == scale.grades[:-1]
    assert all(one.points > other.points for one, other in pairwise(scale.steps))
    assert scale.grades[-1].code == "n/a"
    for grade in scale.grades:
        assert grade.definition.endswith("."), grade.code
        assert len(re.findall(r"\.(\s|$)", grade.definition)) == 1, grade.code
    assert len({grade.colour for grade in scale.grades}) == len(scale.grades)


def contrast(one, other):
    def light(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    "colour",
    sorted(
        {grade.colour for ref in SCALES for grade in load_scale(LIBRARY, ref).grades}
        | {band.colour for ref in TEMPLATES for band in templates.load(LIBRARY, ref).bands}
    ),
)
def test_the_word_on_every_colour_can_be_read(colour):
    assert contrast(colour, on_colour(colour)) >= 4.5
    assert contrast(colour, on_colour(colour)) >= contrast(
        colour, "FFFFFF" if on_colour(colour) == "000000" else "000000"
    )


def test_every_duty_says_why_and_every_theme_is_used():
    words = vocabulary(LIBRARY)
    assert all(duty.reason for duty in words.kinds.duties)
    assert {duty.code for duty in words.kinds.duties} >= {
        *("section-11", "section-175", "section-157", "contract", "invited"),
    }
    used = {theme for ref in CATALOGUES for question in questions(ref) for theme in question.themes}
    assert used == set(words.themes)


def test_the_bank_holidays_are_eight_or_more_working_days_a_year():
    holidays = holidays_from(read(LIBRARY.find("standards", "bank-holidays")), "f")
    for year in range(holidays.first.year, holidays.last.year + 1):
        days = [day for day in holidays.days if day.year == year]
        assert 8 <= len(days) <= 10, year
        assert all(day.weekday() < 5 for day in days)
        first = date(year, 1, 1)
        expected = first if first.weekday() < 5 else first + timedelta(days=7 - first.weekday())
        assert {expected, easter(year) - timedelta(days=2), easter(year) + timedelta(days=1)} <= set(days)


def easter(year):
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    rest = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * rest) // 451
    month, day = divmod(h + rest - 7 * m + 114, 31)
    return date(year, month, day + 1)
