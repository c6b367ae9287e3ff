"""Registers laid as tables into real databases, for tests of draws from where they lie."""

import sqlite3

from sqlalchemy import create_engine, text


def named(names, kinds=None):
    """The columns of a table as SQL lays them: all text unless a kind is given by name."""
    quoted = ('"' + name.replace('"', '""') + '"' for name in names)
    return ", ".join(
        f"{one} {(kinds or {}).get(name, 'text')}" for one, name in zip(quoted, names, strict=True)
    )


def to_postgres(url, rows, table="register", *, schema="care", kinds=None):
    """Lay rows, headings first, into a table of a PostgreSQL; gives the table's address."""
    engine = create_engine(url)
    with engine.begin() as connection:
        cursor = connection.connection.cursor()
        cursor.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"'.encode())
        cursor.execute(f'CREATE TABLE "{schema}"."{table}" ({named(rows[0], kinds)})'.encode())
        with cursor.copy(f'COPY "{schema}"."{table}" FROM STDIN'.encode()) as copy:
            for row in rows[1:]:
                copy.write_row(row)
    engine.dispose()
    return f"{url}#{schema}.{table}"


def to_sqlite(path, rows, table="register", *, kinds=None, before=""):
    """Lay rows, headings first, into a table of an SQLite file; gives the table's address."""
    connection = sqlite3.connect(path)
    connection.execute(before)
    connection.execute(f'CREATE TABLE "{table}" ({named(rows[0], kinds)})')
    marks = ", ".join("?" for _ in rows[0])
    connection.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows[1:])
    connection.commit()
    connection.close()
    return f"sqlite:///{path}#{table}"


def run(url, *statements):
    """Run statements in a database."""
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
