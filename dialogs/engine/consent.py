"""The first contact: the notice on personal data, and that nothing happens before somebody agrees to it."""

from __future__ import annotations

from dialogs.answers.value import Value
from dialogs.engine.at_hand import at_hand
from dialogs.screens import application_list
from dialogs.screens.joining import Joining
from dialogs.screens.linking import Linking
from dialogs.texts import say
from dialogs.turn.messages import Ask, Button, Edited, Event, JobDone, Pressed, Said, Unsupported
from dialogs.turn.screen import Conversation
from dialogs.turn.turn import Outcome, Turn


class Operator(Value):
    """Who runs the assistant, as the first notice says it; `notice` replaces the whole notice."""

    name: str = say("notice.operator")
    contact: str = say("notice.contact")
    notice: str = ""


def notice(operator: Operator, invited: Ask | None) -> Ask:
    """The notice; for somebody who was `invited`, below what they are invited to."""
    text = operator.notice or say("notice.text", operator=operator.name, contact=operator.contact)
    if invited:
        return invited.model_copy(update={"text": f"{invited.text}\n\n{text}"})
    return Ask(text=text, buttons=((Button(label=say("notice.agree"), data="agree"),),))


def agreed(turn: Turn, event: Event) -> Outcome:
    """Before consent only one press has an effect; anything else shows the notice again."""
    screen = at_hand(turn)
    if isinstance(screen, Linking):
        return screen.answered_before_consent(turn, event)
    invited = screen if isinstance(screen, Joining) else None
    agree = "yes" if invited else "agree"
    pressed = isinstance(event, Pressed) and event.data == f"{turn.conversation.shown.number}.{agree}"
    typed = isinstance(event, Said) and event.text.strip() == say("button.join" if invited else "notice.agree")
    if not (pressed or typed):
        heard = isinstance(event, Said | Edited | Unsupported)
        notes = (say("notice.first"),) if heard else ()
        declined = isinstance(event, Pressed) and event.data == f"{turn.conversation.shown.number}.no"
        conversation = Conversation(person=turn.conversation.person) if declined else turn.conversation
        return Outcome(conversation, notes=notes, show=not isinstance(event, JobDone))
    # Counts on from the time, so that no button from before a person was forgotten can fit again.
    shown = turn.conversation.shown.model_copy(update={"number": int(turn.now.timestamp() * 1000)})
    consented = turn.conversation.model_copy(update={"consented": True, "shown": shown})
    agreeing = Turn(turn.repository, consented, turn.now, turn.event)
    return invited.pressed(agreeing, "yes", "") if invited else application_list.new(agreeing)
