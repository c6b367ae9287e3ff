"""A made-up register in four shapes, and thirty draws over everything that a draw can be.

Every cell is text. The register is the same wherever it lies; its rows stand in another order in each place,
since no draw may depend on theirs.
"""

import csv
import os
import random

ROWS = int(os.environ.get("THIRTY_ROWS", "8000"))  # 200000 takes ten minutes on two cores
BLANK_ROWS = 40
TABLE = "thirty"
HEADINGS = (
    *("Child ID", "Local no", "Part", "Child", "Team", "Area", "Need"),
    *("Referred", "Closed", "Visited", "Age", "Risk", "Worker", "Family"),
)
PROFILE = """\
title: A register for thirty draws
unit: [Child ID]
repeats: yes
begins: Referred
ends: Closed
strata: [Team]
columns:
  - {name: Child ID, kind: id, required: yes}
  - {name: Team, required: yes, blank: yes}
  - {name: Area, required: yes}
  - {name: Need, kind: code, codes: [N1, N2, N3, N4, N5, N6, N7, N8, N9], required: yes}
  - {name: Referred, kind: date, required: yes}
  - {name: Closed}
  - {name: Visited}
  - {name: Age, kind: whole, from: -1, to: 25}
"""
# Accents, spaces, quotation marks, the sign that joins columns, zeros in front, signs beyond 16 bits.
IDS = (
    *("C-{:06}", "{:08}", "Zoë {} Ünal", '"{}" ü, O\'Neil', "A|{}|B", "C {} x", "ß{}", "\\{}%_"),
    *("子{}", "\U0001f600{}", "\uffee{}", "id={}", "'{}", "{}.0", "ÅÇ#{}?*[", "a\xa0{}"),
)
# What stands around an id in a cell is no part of it.
AROUND = ("{}", "{}", "{}", "{}", " {}", "{}\t", "\xa0{}\u3000", "\u2028{}")
TEAMS = (
    *("East", "east", "Nord-Ost", "Süd", "S | W", 'Long\'s "Team"', "étoile", "zebra", "Ω", "\U0001f600"),
    *("", "''", "#N/A", " East ", "\xa0"),
)
AREAS = ("North", "South", "Ærø")
NEEDS = ("N1", "N2", "N3", "N4", "N5", "n6", "N9", "", "X")
AGES = (*map(str, range(-1, 18)), "4.5", " 7 ", "", "#N/A", "about 3")
RISKS = ("0", "1", "2", "5", "10", "3", "07")
WORKERS = (*(f"Worker {n}" for n in range(60)), "Çelik, A", "", "worker 1")
SEED = "048151623"
ODD = "' \" ; DROP--\\%_$1:x{}?"


def days(chance, count, *, blank):
    """Days as people write them, some blank, a few that are none."""
    known = [(y, m, d) for y in (2024, 2025, 2026) for m in range(1, 13) for d in range(1, 29)]
    texts = [f"{d:02}/{m:02}/{y}" for y, m, d in known] + [f"{y}-{m:02}-{d:02}" for y, m, d in known]
    texts += [f" {d}.{m}.{y}" for y, m, d in known[:300]]
    odd = ["May be 8 Jan", "31/02/2025", "12/2025"]
    weights = [1.0] * len(texts) + [0.2] * len(odd) + [blank * len(texts)] * 2
    return chance.choices([*texts, *odd, "", "''"], weights, k=count)


def columns(rows=ROWS):
    """The cells of the register, column by column in the order of HEADINGS."""
    chance = random.Random(30)
    numbers = range(rows)
    ids = [IDS[n % len(IDS)].format(n) for n in numbers]
    children = [IDS[n % len(IDS)].format(n) for n in chance.choices(range(rows // 3), k=rows)]
    around = chance.choices(AROUND, k=rows)
    return [
        [where.format(unit) for where, unit in zip(around, ids, strict=True)],
        [f"{n // 3:06}" for n in numbers],
        [("a", "B ", "ç")[n % 3] for n in numbers],
        [where.format(unit) for where, unit in zip(chance.choices(AROUND, k=rows), children, strict=True)],
        chance.choices(TEAMS, [30, 2, 20, 10, 5, 5, 4, 3, 2, 2, 3, 1, 1, 9, 1], k=rows),
        chance.choices(AREAS, [6, 3, 1], k=rows),
        chance.choices(NEEDS, [9, 8, 7, 6, 5, 1, 4, 1, 1], k=rows),
        days(chance, rows, blank=0.02),
        days(chance, rows, blank=0.9),
        days(chance, rows, blank=0.1),
        chance.choices(AGES, k=rows),
        chance.choices(RISKS, [2, 9, 7, 3, 1, 1, 1], k=rows),
        chance.choices(WORKERS, k=rows),
        [f"F{n}" if n < rows // 2 else "" for n in chance.choices(range(rows), k=rows)],
    ]


def lines(rows=ROWS, order=0):
    """The rows of the register in an order of their own, some with nothing in any cell among them."""
    found = list(zip(*columns(rows), strict=True)) + [("",) * len(HEADINGS)] * BLANK_ROWS
    random.Random(order).shuffle(found)
    return found


def write_csv(path, rows):
    """The register as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        writer.writerows(rows)


def write_parquet(path, rows):
    """The register as Parquet, every column text; where a cell is empty there is nothing."""
    import pyarrow as pa
    from pyarrow import parquet

    cells = ([cell or None for cell in column] for column in zip(*rows, strict=True))
    table = pa.table(
        {name: pa.array(column, pa.string()) for name, column in zip(HEADINGS, cells, strict=True)}
    )
    parquet.write_table(table, path, row_group_size=50_000)


def load_postgres(url, rows):
    """The register as a table of a database, every column text."""
    import psycopg

    names = ", ".join(f'"{name}" text' for name in HEADINGS)
    with psycopg.connect(url.replace("+psycopg", "")) as connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} ({names})")
        with cursor.copy(f"COPY {TABLE} FROM STDIN") as copy:
            for row in rows:
                copy.write_row([cell or None for cell in row])


def names_by(strata):
    """The names of some columns' strata, as a draw calls them."""
    found = [""]
    for values in strata:
        parts = dict.fromkeys(
            value.strip(" \xa0") if value.strip(" \xa0") not in {"", "''", "#N/A"} else "(blank)"
            for value in values
        )
        found = [f"{before} | {part}" if before else part for before in found for part in parts]
    return found


def write_lists(folder, rows=ROWS):
    """The files that the draws read: ids to keep, to leave out and to judge, and figures of strata."""

    def _ids(name, numbers, heading="Child ID"):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([[heading], *([IDS[n % len(IDS)].format(n)] for n in numbers)])

    _ids("only.csv", range(0, rows, 5))
    _ids("few.csv", range(0, rows + 40, rows // 40))  # the last stand in no row
    _ids("exclude.csv", range(0, rows, 3))
    _ids("chosen.csv", range(7, rows, rows // 12))
    _ids("events.csv", range(0, rows // 3, 2), "Child")
    with (folder / "joined.csv").open("w", encoding="utf-8", newline="") as file:
        cells = ([f"{n // 3:06}", "aBç"[n % 3]] for n in range(0, rows, 2))
        csv.writer(file).writerows([["Local no", "Part"], *cells])
    figures = names_by([AREAS, ("a", "B", "ç")])
    with (folder / "fixed.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["stratum", "size"], *([name, n % 4] for n, name in enumerate(figures))])
    with (folder / "neyman.csv").open("w", encoding="utf-8", newline="") as file:
        found = ([name, 1 + n % 9, 10] for n, name in enumerate(figures))
        csv.writer(file).writerows([["stratum", "compliant", "sample"], *found])
    with (folder / "sd.csv").open("w", encoding="utf-8", newline="") as file:
        found = ([name, f"0.{1 + n % 7}"] for n, name in enumerate(names_by([TEAMS])))
        csv.writer(file).writerows([["stratum", "sd"], *found])


# What is typed behind `audit sample draw REGISTER`; every draw but the chosen ones has a seed.
DRAWS = {
    "simple": ["--size", "20"],
    "simple, no reserves, an odd seed": ["--size", "50", "--reserves", "0", "--seed", ODD],
    "a bigger one of the first": ["--size", "60", "--extends", "S-001"],
    "proportional": ["--by", "Team", "--size", "40"],
    "three strata": ["--by", "Team", "--by", "Area", "--by", "Need", "--size", "100", "--reserves", "2"],
    "at least two of each": ["--by", "Area", "--by", "Team", "--size", "70", "--min-per-stratum", "2"],
    "equal": ["--by", "Team", "--size", "45", "--allocate", "equal", "--reserves", "3"],
    "neyman by an earlier audit": [
        *("--by", "Area", "--by", "Part", "--size", "40", "--allocate", "neyman"),
        *("--strata", "{folder}/neyman.csv"),
    ],
    "neyman by deviations": [
        *("--by", "Team", "--size", "40", "--allocate", "neyman", "--strata", "{folder}/sd.csv"),
    ],
    "fixed": [
        *("--by", "Area", "--by", "Part", "--allocate", "fixed", "--strata", "{folder}/fixed.csv"),
    ],
    "by quarter": ["--by", "Referred by quarter", "--size", "48"],
    "by bands and month": ["--by", "Age by -1,0-4,5-9,10-15", "--by", "Closed by year", "--size", "30"],
    "systematic": ["--systematic", "Team", "--size", "25"],
    "systematic by two columns": [
        *("--systematic", "Visited", "--systematic", "Worker", "--size", "33", "--where", "Area=Ærø"),
    ],
    "clusters": ["--cluster", "Worker", "--clusters", "5", "--per-cluster", "4"],
    "clusters of events": [
        *("--unit", "Child", "--distinct", "--cluster", "Team", "--clusters", "3", "--per-cluster", "5"),
        *("--reserves", "1"),
    ],
    "weighted": ["--weight", "Risk", "--size", "30"],
    "weighted events": ["--unit", "Child", "--distinct", "--weight", "Risk", "--size", "15"],
    "everybody of a few": ["--size", "all", "--by", "Team", "--only", "{folder}/few.csv"],
    "chosen by hand": ["--judgement", "{folder}/chosen.csv"],
    "sub-samples": ["--size", "41", "--sub", "consent=10%", "--sub", "voice=3"],
    "ages and teams": [
        *("--where", "Age < 2", "--where", 'Team in East,"Long\'s ""Team""",Süd', "--size", "20"),
    ],
    "not blank, between": [
        *("--where", "Closed is blank", "--where", "Team is not blank", "--size", "20"),
        *("--where", "Referred between 1/4/2025 and 2026-03-31", "--where", "Age >= 4.5"),
    ],
    "open on a day": ["--open-on", "2026-03-31", "--by", "Need", "--size", "36"],
    "one of each family": ["--one-per", "Family", "--by", "Area", "--size", "30"],
    "children of events": [
        *("--unit", "Child", "--distinct", "--by", "Team", "--by", "Area", "--size", "60"),
        *("--one-per", "Family", "--exclude", "{folder}/events.csv"),
    ],
    "only and exclude": [
        *("--only", "{folder}/only.csv", "--exclude", "{folder}/exclude.csv", "--size", "20"),
        *("--carry", "Visited", "--carry", "Team"),
    ],
    "not those drawn before": ["--not-since", "2026-01-01", "--size", "25", "--by", "Area"],
    "an id of two columns": ["--unit", "Local no", "--unit", "Part", "--size", "30", "--by", "Need"],
    "two columns, narrowed": [
        *("--unit", "Local no", "--unit", "Part", "--size", "20", "--exclude", "{folder}/joined.csv"),
        *("--where", "Need in N1,n2", "--carry", "Child ID", "--carry", "Closed", "--sub", "voice=50%"),
    ],
}
SEEDLESS = {"chosen by hand", "a bigger one of the first", "simple, no reserves, an odd seed"}


def arguments(name, folder):
    """What is typed behind the register for a draw."""
    given = [part.format(folder=folder) if part.startswith("{folder}") else part for part in DRAWS[name]]
    return given if name in SEEDLESS else [*given, "--seed", SEED]
