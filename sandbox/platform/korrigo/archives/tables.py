"""Tables and sequences of PostgreSQL, as COPY text: no model, no signal, no second `save()`."""

import contextlib

from django.db import connection, transaction

from archives.errors import ArchiveError


@contextlib.contextmanager
def snapshot():
    """Everything read inside is of one moment, whatever is written meanwhile."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield cursor


def names(cursor):
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    return [name for (name,) in cursor.fetchall()]


def columns(cursor, table):
    cursor.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s ORDER BY ordinal_position",
        [table],
    )
    return [name for (name,) in cursor.fetchall()]


def dump(cursor, table, fields, file):
    cursor.copy_expert(f"COPY {_quoted(table)} ({_list(fields)}) TO STDOUT", file)
    return cursor.rowcount


def sequences(cursor):
    """{name: [last value, whether it was given out]}. Read after the tables: never behind their rows."""
    cursor.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' ORDER BY sequencename")
    found = {}
    for (name,) in cursor.fetchall():
        cursor.execute(f"SELECT last_value, is_called FROM {_quoted(name)}")
        found[name] = list(cursor.fetchone())
    return found


def migrations(cursor):
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    return [list(row) for row in cursor.fetchall()]


def check_schema(cursor, manifest):
    """Refuses an archive of another schema, before anything is touched."""
    expected, present = set(manifest["tables"]), set(names(cursor))
    if missing := sorted(expected - present):
        raise ArchiveError(
            f"Il manque des tables dans la base : {', '.join(missing)}.\n"
            "Restaurez dans une base neuve, créée puis migrée par « manage.py migrate »."
        )
    if extra := sorted(present - expected):
        raise ArchiveError(f"La base a des tables que l’archive ne connaît pas : {', '.join(extra)}.")
    if sequences(cursor).keys() != manifest["sequences"].keys():
        raise ArchiveError("Les séquences de la base ne sont pas celles de l’archive.")
    if migrations(cursor) != manifest["migrations"]:
        raise ArchiveError(
            "Les migrations de la base ne sont pas celles de l’archive.\n"
            "Installez la version du code qui a fait l’archive, ou migrez la base jusqu’à elle."
        )
    for table, facts in manifest["tables"].items():
        if columns(cursor, table) != facts["columns"]:
            raise ArchiveError(f"Les colonnes de la table {table} ne sont pas celles de l’archive.")


def replace_all(cursor, manifest, open_table):
    """Replaces every row and every sequence, inside the caller's transaction."""
    # A forgotten session must not leave a restoration waiting without a word.
    cursor.execute("SET LOCAL lock_timeout = '15s'")
    cursor.execute(f"TRUNCATE {_list(manifest['tables'])} RESTART IDENTITY")
    # Foreign keys of Django are deferred: inside one transaction the order of the tables does not matter.
    for table, facts in manifest["tables"].items():
        with open_table(table) as file:
            cursor.copy_expert(f"COPY {_quoted(table)} ({_list(facts['columns'])}) FROM STDIN", file)
        if cursor.rowcount != facts["rows"]:
            raise ArchiveError(f"Table {table} : {cursor.rowcount} lignes chargées, {facts['rows']} attendues.")
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for name, (value, called) in manifest["sequences"].items():
        # RESTART gives the sequence new storage, so that the setval is undone too if the transaction is.
        cursor.execute(f"ALTER SEQUENCE {_quoted(name)} RESTART")
        cursor.execute("SELECT setval(%s, %s, %s)", [f'public."{name}"', value, called])


def _list(identifiers):
    return ", ".join(_quoted(name) for name in identifiers)


def _quoted(name):
    return connection.ops.quote_name(name)
