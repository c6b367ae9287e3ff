def test_pg(pg_url):
    from audit.store.store import Store

    s = Store(pg_url)
    assert s.rounds() == ()
    s.close()
