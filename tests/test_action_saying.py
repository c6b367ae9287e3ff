"""What may be said of an action by hand: whatever comes, nothing is lost, and the latest day decides."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.actions.action import Action, Assurance, Entry, Update
from audit.actions.followed import Followed
from audit.actions.saying import TYPED, assurance, close, last_said, state_of, update
from audit.actions.words import CLOSED, Basis, State
from audit.errors import AuditError

TODAY = date(2026, 11, 22)
DAYS = st.dates(TODAY - timedelta(400), TODAY).map(date.isoformat)
UPDATES = st.builds(Update, DAYS, st.just("Ada"), st.sampled_from(["", *map(str, TYPED)]), st.just("note"))
SEALS = st.builds(Assurance, DAYS, st.just("Ben"), st.sampled_from([*map(str, Basis)]), *[st.just("x")] * 3)
ENDS = st.builds(Update, DAYS, st.just("Ada"), st.sampled_from([*map(str, CLOSED)]), st.just("reason"))
MADE = {Update: update, Assurance: assurance}


@given(st.lists(UPDATES | SEALS | ENDS, max_size=8), st.booleans())
def test_whatever_is_said_nothing_is_lost_and_the_latest_day_decides(said, reopen):
    one, kept = Followed(Action("A-001", action="Do"), "2024-01-01T09:00:00"), 0
    for each in said:
        make = close if isinstance(each, Update) and each.state in CLOSED else MADE[type(each)]
        before = one.state
        try:
            made = make(one, each, TODAY, reopen=reopen)
        except AuditError:
            continue
        kept += 1
        one = Followed(one.action, one.added, (*one.entries, Entry(made, "2026-11-22T09:00:00", "Ada")))
        if isinstance(made, Update) and (made.history or not made.state):
            assert one.state == before
        else:
            assert one.state == (made.state if isinstance(made, Update) else State.ASSURED)
    assert len(one.entries) == kept
    assert len(one.updates) + len(one.assurances) == kept
    last = last_said(one)
    assert last is None or last <= TODAY


@given(st.sampled_from([*State]))
def test_every_state_can_be_said_by_one_command_alone(state):
    if state in TYPED:
        assert state_of(f"  {state.upper()} ") is state
    else:
        with pytest.raises(AuditError, match=r"use 'audit action (assure|close)"):
            state_of(state)
