"""How actions were worded at earlier times: a due date that was moved stands as it stood then."""

import json
from collections import defaultdict

from sqlalchemy import select

from audit.actions.action import action_from
from audit.actions.history import Versions
from audit.store.rows import undamaged
from audit.store.store import Store
from audit.store.tables import ACTION


def versions(store: Store) -> Versions:
    """Every wording of each action by its id, in order, with when it was written down."""
    found = defaultdict(list)
    with store.reading() as connection, undamaged():
        for line in connection.execute(select(ACTION).order_by(ACTION.c.seq)).all():
            found[line.action].append((line.at, action_from(line.action, json.loads(line.block))))
    return dict(found)
