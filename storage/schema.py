"""The database's tables as append-only migrations: a landed migration is never edited, a new one is added.

Each speaks of the tables by the names of its time; 0010 has those of today. Knows nothing of what the values mean.
"""

from __future__ import annotations

import json
from importlib import resources

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from storage.old_modes import held_of, stack_of

migrations = Migrations("shenbao")


@migrations(name="0001_first")
def _first(db: Database) -> None:
    """Applications with their answers, conversations, and the queues that make effects happen exactly once.

    `record` has one line for each group of the form and each row in which it is answered, with the number of
    things still missing there; `tally` sums it up. Triggers keep `tally`, so that a turn need never count.
    `answer.value` stands last, so that reading the columns before it never walks through a long text.
    """
    _run(db, "0001_first")


@migrations(name="0002_job_argument")
def _job_argument(db: Database) -> None:
    """A job may be told what exactly is wanted; the only kind there was is now called by its file."""
    db.execute("ALTER TABLE job ADD COLUMN argument TEXT NOT NULL DEFAULT ''")
    db.execute("UPDATE job SET kind = 'word' WHERE kind = 'export'")


@migrations(name="0003_numbered_rows")
def _numbered_rows(db: Database) -> None:
    """A row's position is its number, 1 and on without gaps, so that no list or number need be counted through."""
    db.execute(
        "UPDATE record SET position = number FROM (SELECT application AS a, grp AS g, row AS r,"
        " row_number() OVER (PARTITION BY application, grp ORDER BY position) AS number FROM record WHERE row != '')"
        " WHERE application = a AND grp = g AND row = r AND position != number"
    )


@migrations(name="0004_history")
def _history(db: Database) -> None:
    """Every value that an answer has had, NULL for open; begins with the answers that there are.

    What a change replaced is the value before it at the same step, so that no long text is kept twice. SQLite ends
    each index with the id, so that the newest of an application, a row or a step are read without sorting.
    """
    _run(db, "0004_history")


@migrations(name="0005_team")
def _team(db: Database) -> None:
    """Several people in one application: each row belongs to a unit, and is counted for it and for the whole.

    `tally.scope` is a unit, or * for the whole. An empty digest has every application counted anew at the start.
    `reminded` has when an application's people were last seen to, and the last line of its history then.
    """
    _run(db, "0005_team")


@migrations(name="0006_page")
def _page(db: Database) -> None:
    """Who is signed in to the page, the links and codes that let them in, and the messages that it shows again.

    Only hashes of what opens a door are kept. A message goes with the application that it was about.
    """
    _run(db, "0006_page")


@migrations(name="0007_alias")
def _alias(db: Database) -> None:
    """The other names of a person, see `storage.linked_identities`; `asked` is 1 where they were last asked something.

    The ref of a Telegram message was unique in its chat only, and now is over all: one person may have several chats.
    """
    _run(db, "0007_alias")


@migrations(name="0008_edited_messages")
def _edited_messages(db: Database) -> None:
    """By which ref a kept message that a person typed can be edited, and when it was.

    `edited` is the id that the person's newest message had then, 0 for never: whoever has seen a newer one has seen
    the edit too. Of earlier messages those are known to be typed that still stand behind an answer: then the page was
    the only channel that kept any, whose refs are the ids of events.
    """
    db.execute("ALTER TABLE message ADD COLUMN ref TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE message ADD COLUMN edited INTEGER NOT NULL DEFAULT 0")
    db.execute("CREATE INDEX message_edited ON message(person, edited) WHERE edited > 0")
    db.execute(
        "UPDATE message SET ref = event WHERE event != ''"
        " AND (event IN (SELECT ref FROM answer) OR event IN (SELECT ref FROM piece))"
    )


@migrations(name="0009_screens")
def _screens(db: Database) -> None:
    """What a person is doing is a stack of screens, where each used to hold the one to go back to."""
    for person, state in db.execute("SELECT person, state FROM conversation").fetchall():
        kept = json.loads(state)
        kept["screens"] = stack_of(kept.pop("mode", {"kind": "asking"}))
        db.execute("UPDATE conversation SET state = ? WHERE person = ?", [json.dumps(kept, ensure_ascii=False), person])


@migrations(name="0010_names")
def _names(db: Database) -> None:
    """Tables by the names that the code has: a group's instances and progress, draft parts, comments, the bin."""
    _run(db, "0010_names")


@migrations(name="0011_questions")
def _questions(db: Database) -> None:
    """What a person was shown last stands together, with the stack that showed it; earlier questions in `question`.

    Before, the newest question was known by four values of the conversation, and where it was asked by `alias.asked`.
    """
    for person, application, state in db.execute("SELECT person, application, state FROM conversation").fetchall():
        kept = json.loads(state)
        kept["shown"] = {
            **{new: kept.pop(old) for new, old in _SHOWN.items() if old in kept},
            "application": application,
            "unit": kept.get("unit", ""),
            "screen": (kept["screens"] or [None])[-1],
        }
        db.execute("UPDATE conversation SET state = ? WHERE person = ?", [json.dumps(kept, ensure_ascii=False), person])
    _run(db, "0011_questions")


@migrations(name="0012_held")
def _held(db: Database) -> None:
    """What waits for a yes stands apart from the conversation, where a screen had it before."""
    _run(db, "0012_held")
    for person, application, state in db.execute("SELECT person, application, state FROM conversation").fetchall():
        kept = json.loads(state)
        shown = kept.get("shown", {})
        for screen in (*kept["screens"], shown.get("screen") or {}):
            changes = held_of(screen, application, person)
            if changes and application:
                held = [person, screen["held"], application, shown.get("seen", -1), json.dumps(changes)]
                waits = "INSERT OR IGNORE INTO held SELECT ?1, ?2, id, changed, ?4, ?5 FROM application WHERE id = ?3"
                db.execute(waits, held)
        db.execute("UPDATE conversation SET state = ? WHERE person = ?", [json.dumps(kept, ensure_ascii=False), person])


@migrations(name="0013_version")
def _version(db: Database) -> None:
    """How often an application was changed."""
    db.execute("ALTER TABLE application ADD COLUMN version INTEGER NOT NULL DEFAULT 0")


@migrations(name="0014_doubts")
def _doubts(db: Database) -> None:
    """With which doubts an answer was taken: their codes, with blanks between them."""
    db.execute("ALTER TABLE answer ADD COLUMN doubts TEXT NOT NULL DEFAULT ''")


@migrations(name="0015_held_text")
def _held_text(db: Database) -> None:
    """What was pasted waits for a yes too."""
    db.execute("ALTER TABLE held ADD COLUMN text TEXT NOT NULL DEFAULT ''")


@migrations(name="0016_links_once")
def _links_once(db: Database) -> None:
    """A link to the page lets somebody in once, as a code always did; the two differ in how long they hold."""
    db.execute("ALTER TABLE page_link RENAME COLUMN once TO short")


@migrations(name="0017_job_begun")
def _job_begun(db: Database) -> None:
    """Whether a job is under way: one that only waits is replaced where its person asks for the same again."""
    db.execute("ALTER TABLE job ADD COLUMN begun INTEGER NOT NULL DEFAULT 0")


@migrations(name="0018_message_indexes")
def _message_indexes(db: Database) -> None:
    """What is asked of a person's messages costs the same however many there are."""
    db.execute("CREATE INDEX message_ref ON message(person, ref) WHERE ref != ''")
    db.execute("CREATE INDEX message_person_files ON message(person, id) WHERE files > 0")
    db.execute("DROP INDEX message_files")
    db.execute("DROP INDEX message_application")
    db.execute("CREATE INDEX message_application ON message(application, person)")


@migrations(name="0019_nudge")
def _nudge(db: Database) -> None:
    """When the lead last asked a unit to make haste."""
    db.execute(
        "CREATE TABLE nudge (application TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,"
        " unit TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (application, unit)) WITHOUT ROWID"
    )


@migrations(name="0020_sums")
def _sums(db: Database) -> None:
    """What each cell of a summed column adds, in millionths, NULL while it is open; triggers keep the totals."""
    _run(db, "0020_sums")


@migrations(name="0021_nested")
def _nested(db: Database) -> None:
    """A row may have a parent row: then its position is that among the rows of its table there, its number.

    `around` is the group, answered at the parent, in which the row's table stands; `below` is how much is missing in
    the rows of all tables there. A total is kept for the rows of each parent, and with "" for the whole.
    """
    _run(db, "0021_nested")


@migrations(name="0022_change_sets")
def _change_sets(db: Database) -> None:
    """What an event touched stands together, line by line as it was before, so that it can be taken back.

    `touched` is written by triggers while a set is open; `key` is what tells a line from others of its table and row,
    and `gone` is 1 where it was deleted. What lay in the bin is such a set. Ids of draft parts and comments that are
    gone are never used again.
    """
    _run(db, "0022_change_sets")


@migrations(name="0023_final")
def _final(db: Database) -> None:
    """Every finished document that was given out, with the newest change that it has."""
    db.execute(
        "CREATE TABLE final (application TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,"
        " version INTEGER NOT NULL, person TEXT NOT NULL, at TEXT NOT NULL, newest INTEGER NOT NULL,"
        " PRIMARY KEY (application, version)) WITHOUT ROWID"
    )


@migrations(name="0024_deep")
def _deep(db: Database) -> None:
    """Rows may belong to rows that belong to rows: what is missing below, and totals, are kept for each of these."""
    _run(db, "0024_deep")


@migrations(name="0025_handover")
def _handover(db: Database) -> None:
    """Whom the lead asked to lead instead; once it is `held`, who led before, and may again for some days.

    `before` is what a lead was in the lead unit, "" for one who began with it.
    """
    db.execute(
        "CREATE TABLE handover (application TEXT PRIMARY KEY REFERENCES application(id) ON DELETE CASCADE,"
        " giver TEXT NOT NULL, taker TEXT NOT NULL, at TEXT NOT NULL, held INTEGER NOT NULL) WITHOUT ROWID"
    )
    db.execute("ALTER TABLE member ADD COLUMN before TEXT NOT NULL DEFAULT ''")


@migrations(name="0026_deleted")
def _deleted(db: Database) -> None:
    """When an application was deleted that can be brought back, and by whom; nobody is in it until then.

    `asleep` is what somebody will be in it again.
    """
    db.execute("ALTER TABLE application ADD COLUMN deleted TEXT")
    db.execute("ALTER TABLE application ADD COLUMN deleted_by TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE member ADD COLUMN asleep TEXT NOT NULL DEFAULT ''")


@migrations(name="0027_beneath")
def _beneath(db: Database) -> None:
    """What stands beneath a row is kept for each table there: how many rows, and how much is missing in them.

    `shut` is 1 where the table is not asked at this row; then nothing of it counts further up, in `below`, in progress
    and in totals. `progress.open_rows` is kept for groups alone that stand in no row. What tables were said to add to
    sums without a row, so that these never came to anything, goes.
    """
    _run(db, "0027_beneath")


@migrations(name="0028_old")
def _old(db: Database) -> None:
    """Answers from an earlier application that nobody has confirmed are found without looking at the others."""
    db.execute("CREATE INDEX answer_old ON answer(application) WHERE instr(doubts, '#old') > 0")


@migrations(name="0029_handovers")
def _handovers(db: Database) -> None:
    """Asking somebody else to lead does not end that whoever led before may again: each giver has a line."""
    db.execute(
        "CREATE TABLE handovers (application TEXT NOT NULL REFERENCES application(id) ON DELETE CASCADE,"
        " giver TEXT NOT NULL, taker TEXT NOT NULL, at TEXT NOT NULL, held INTEGER NOT NULL,"
        " PRIMARY KEY (application, giver)) WITHOUT ROWID"
    )
    db.execute("INSERT INTO handovers SELECT application, giver, taker, at, held FROM handover")
    db.execute("DROP TABLE handover")
    db.execute("ALTER TABLE handovers RENAME TO handover")


_SHOWN = {"number": "turn", "step": "asked", "seen": "seen", "returned": "returned"}


def _run(db: Database, name: str) -> None:
    """Runs the statements of a file in `sql/`; a blank line ends each."""
    for statement in resources.files(__package__).joinpath("sql", f"{name}.sql").read_text("utf-8").split(";\n\n"):
        db.execute(statement)
