"""The database's tables as append-only migrations: a landed one is never edited, a new one is a new file in `sql/`.

Each is named after its file, speaks of the tables by the names of its time (0010 has those of today), and begins with
what it is for. Knows nothing of what the values mean.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from storage.old_conversations import AFTER, BEFORE

migrations = Migrations("shenbao")


def _nothing(_: Database) -> None:
    pass


def _migration(name: str, text: str) -> Callable[[Database], None]:
    """What carries out the statements of a file, of which a blank line ends each, and what goes with them."""

    def run(db: Database) -> None:
        BEFORE.get(name, _nothing)(db)
        for statement in text.split(";\n\n"):
            db.execute(statement)
        AFTER.get(name, _nothing)(db)

    return run


for _file in sorted(resources.files(__package__).joinpath("sql").iterdir(), key=lambda file: file.name):
    _name = _file.name.removesuffix(".sql")
    migrations(name=_name)(_migration(_name, _file.read_text("utf-8")))
