"""What a job's result comes to in the conversation.

Knows nothing of how the work is done.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from dialogs.application.changes import OF_UNIT, JobKind, NoteFinal
from dialogs.application.finding import Finding
from dialogs.application.rows_left import RowsLeft
from dialogs.application.team import Member, can, member
from dialogs.engine import earlier_application, handed_files
from dialogs.screens import pasted_rows, taking_back
from dialogs.screens.checking import Checking
from dialogs.screens.downloads import Downloads
from dialogs.texts import say
from dialogs.turn.events import JobDone
from dialogs.turn.messages import Album, Document, Reply, Say
from dialogs.turn.outcome import Outcome
from dialogs.turn.turn import Turn

PLACES = 20  # parts listed in one message with what is missing there
WHOLE: Collection[JobKind] = (
    "word",
    "clean",
    "pdf",
    "html",
    "pages",
    "sheets",
    "data",
    "attached",
)  # what shows every unit's part
MARKED = {"missing", "unagreed"}  # what stands in a draft as 【待填写：…】
MOST = 40  # findings kept to be gone through, as they are part of the conversation's state


def done(turn: Turn, event: JobDone) -> Outcome:
    """The files and sentences that a finished job gives out, then the question that was open."""
    mine = [found.unit for found in turn.repository.applications(event.person) if found.id == event.application]
    members = [member(turn.repository.team(event.application), event.person, unit) for unit in mine]
    if not members:
        return Outcome(turn.conversation, show=False)  # no longer in it: what was made is not for them any more
    if event.kind in WHOLE and not any(_may_have(member, event) for member in members):
        return turn.stay(say("refuse.may_not_export", lead=turn.lead))  # no longer the lead, say
    if event.failed and not event.files:
        return turn.stay(say(f"job.{event.failed}"))
    return _DONE[event.kind](turn, event)


def _may_have(member: Member | None, event: JobDone) -> bool:
    """Whether a member may have what shows the whole, or the part of one unit."""
    if event.kind in ("sheets", "data") and event.argument.startswith(OF_UNIT):
        return can(member, "read", event.argument.removeprefix(OF_UNIT))
    return can(member, "export")


def _awaited(turn: Turn, event: JobDone) -> bool:
    """Whether the person still waits for this job: otherwise it must not take over what they do now."""
    return turn.conversation.awaits == event.job and turn.conversation.application == event.application


def _word(turn: Turn, event: JobDone) -> Outcome:
    gaps = [finding for finding in event.findings if finding.blocking]
    rare = [dict(finding.params)["found"] for finding in event.findings if finding.code == "rare"]
    replies: list[Reply] = [Say(text=say("job.rare", found=found)) for found in rare]
    whole, *attached = _documents(event, _draft_caption(gaps) if gaps else say("job.final_caption"))
    replies += [whole, *(one.model_copy(update={"caption": say("job.attached_caption")}) for one in attached)]
    if any(gap.sort != "unconfirmed" for gap in gaps):
        replies.append(Say(text=_gap_list(gaps)))
    elif event.said:
        replies.append(Say(text=event.said))
    given = NoteFinal(application=event.application, version=event.version, newest=event.newest)
    noted = event.version and turn.conversation.application == event.application and turn.can("export")
    return turn.remain(*([given] if noted else ()), replies=tuple(replies))


def _draft_caption(gaps: Sequence[Finding]) -> str:
    """What a draft lacks, counted by sort."""
    marked = sum(gap.code in MARKED for gap in gaps)
    units = sum(gap.sort == "unconfirmed" for gap in gaps)
    return say("job.draft_caption", gaps=marked, others=len(gaps) - marked - units, units=units)


def _gap_list(gaps: Sequence[Finding]) -> str:
    """What is missing, by part: the labels of what is merely not filled in together, other faults each with its own."""
    places: dict[str, dict[str, Any]] = {}
    for gap in gaps:
        place = places.setdefault(gap.place, {"name": gap.place, "missing": [], "old": [], "faults": []})
        if gap.code == "missing":
            place["missing"].append(gap.label)
        elif gap.code == "optional":
            place["missing"].append(say("ask.optional", label=gap.label))
        elif gap.sort == "old":
            place["old"].append(gap.label)
        else:  # a part of one question, such as a declaration, is called after it
            place["faults"].append(gap.fault if gap.label in gap.place else gap.below(gap.place))
    return say("job.gaps", places=list(places.values())[:PLACES], more=max(0, len(places) - PLACES))


def _documents(event: JobDone, caption: str) -> list[Document]:
    return [Document(path=file.path, name=file.name, caption=caption) for file in event.files]


def _file(turn: Turn, event: JobDone) -> Outcome:
    """A file without more ado; or the sentence why it is another one."""
    told = f"instead.{event.failed}" if event.failed else "pdf_caption" if event.kind == "pdf" else ""
    caption = event.said or (say(f"job.{told}") if told else "")
    return turn.remain(replies=tuple(_documents(event, caption)))


def _pages(turn: Turn, event: JobDone) -> Outcome:
    if event.failed:
        return _file(turn, event)
    if not event.files:
        return turn.stay(say("job.no_more_pages"))
    last = event.page + len(event.files) - 1
    caption = say("job.pages_caption", first=event.page, last=last, pages=event.pages)
    album = Album(paths=tuple(file.path for file in event.files), caption=caption)
    if not _awaited(turn, event):
        return turn.remain(replies=(album,))
    return turn.look(Downloads(page=last + 1, pages=event.pages), replies=(album,))


def _check(turn: Turn, event: JobDone) -> Outcome:
    if turn.conversation.application == event.application and turn.member:
        mine = tuple(finding for finding in event.findings if _concerned(turn, finding))
        event = event.model_copy(update={"findings": mine})
    if not event.findings:
        return turn.remain(notes=(say("check.nothing", name=event.name),))
    if not _awaited(turn, event):
        return turn.remain(notes=(say("check.later", name=event.name, count=len(event.findings)),))
    findings = sorted(event.findings, key=lambda finding: not finding.blocking)[:MOST]
    note = say("check.most", count=len(event.findings), most=MOST) if len(event.findings) > MOST else ""
    return turn.look(
        Checking(findings=tuple(findings), newest=turn.application.newest() if turn.member else 0), notes=(note,)
    )


def _concerned(turn: Turn, finding: Finding) -> bool:
    """Whether a finding is about what the person sees; a unit is not told of the others' parts."""
    scope = turn.application.scope
    return scope is None or turn.application.owner(finding.step.row) == scope


def _rows(turn: Turn, event: JobDone) -> Outcome:
    """Some more rows of a large paste, as long as the person is where they pasted it."""
    left = RowsLeft.model_validate_json(event.argument)
    if event.application != turn.conversation.application or left.table not in turn.form.tables:
        return turn.stay(say("paste.not_all", count=len(left.rows)))
    return pasted_rows.added_later(turn, left)


def _back(turn: Turn, event: JobDone) -> Outcome:
    """Some more of a large change set is given back, as long as the person is where they asked for it."""
    left = taking_back.BackLeft.model_validate_json(event.argument)
    if event.application != turn.conversation.application:
        return turn.stay(say("undo.not_all", how=left.how, count=len(left.rows)))
    return taking_back.go_on(turn, left)


_DONE: dict[JobKind, Callable[[Turn, JobDone], Outcome]] = {
    "word": _word,
    "clean": _word,
    "pdf": _file,
    "html": _file,
    "sheets": _file,
    "part": _file,
    "table": _file,
    "data": _file,
    "attached": _file,
    "pages": _pages,
    "check": _check,
    "read": handed_files.read,
    "earlier": earlier_application.read,
    "rows": _rows,
    "back": _back,
}
