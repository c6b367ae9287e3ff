"""Two programs with the same store open, and acts of both begun at the same moment."""

import threading
from contextlib import closing, contextmanager
from datetime import date
from functools import cache
from itertools import count

from audit.agencies import Agency
from audit.cases.plan import Plan as CasePlan
from audit.definitions import library
from audit.errors import AuditError, OvertakenError
from audit.moderation import Moderated
from audit.responses.response import Answer, Signature
from audit.rounds import Expected, Round
from audit.store.cases import CaseBook
from audit.store.rows import Stamp
from audit.store.store import Store
from audit.templates import load

DUE = date(2026, 11, 30)
NUMBERS = count(1)
ANN, BEN = Stamp("2026-11-02T09:05:00+00:00", "Ann"), Stamp("2026-11-02T09:05:00+00:00", "Ben")
OAK, ELM = Agency("oak", "Oak Trust", ("voluntary",)), Agency("elm", "Elm School", ("school",))
WHEN = "2 November 2026 at 09:05"
EXPECTED = (Expected(OAK, DUE), Expected(ELM, DUE))
HER = Signature("Ada Moss", "Chief officer", "2026-11-02")
MET, PARTLY, NOT = Answer("met"), Answer("partly", comment="No minutes"), Answer("not-met")


@cache
def template(name):
    return load(library(), name)


def opened(store):
    """A store with two agencies, a round about them, and observations of which one was made."""
    store.save_agencies([OAK, ELM], ANN)
    store.open_round(Round("r1", template("section-11/short"), DUE, EXPECTED, "2026"), ANN)
    seen = Round("obs", template("observation/practice"), DUE, EXPECTED)
    CaseBook(store).open_round(seen, CasePlan(), ANN)
    CaseBook(store).add_subjects("obs", [("", "")], ANN)


@contextmanager
def both(url):
    with closing(Store(url)) as ann, closing(Store(url)) as ben:
        opened(ann)
        yield ann, ben


def seen(store, agency="oak"):
    return store.response("r1", agency, agency)


def values(store):
    return {name: one.value for name, one in seen(store).answers.items()}


def told(act):
    """What an act gave, or the error it ended with."""
    try:
        return act()
    except AuditError as error:
        return error


def together(*acts):
    """What each of some acts gave, or the error it ended with, all begun at the same moment."""
    barrier, found = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        barrier.wait()
        found[place] = told(act)

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return found


def one_told(found):
    """Of two that wrote at once just one is told; gives what it was told."""
    errors = [one for one in found if isinstance(one, AuditError)]
    assert len(errors) == 1, found
    assert isinstance(errors[0], OvertakenError), errors
    return str(errors[0])


def graded(grade, reason="", **more):
    return Moderated("oak", "oak", "S1", grade, reason, "met", **more)
