"""The store in a real PostgreSQL."""

from contextlib import closing

from audit.store.store import Store


def test_a_store_is_laid_down_in_an_empty_database_and_opened_again(pg_url):
    for _ in range(2):
        with closing(Store(pg_url)) as store:
            assert store.rounds() == ()
