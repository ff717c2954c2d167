"""Sessions as people see them: when and where, the agenda with what has been taken up, who is present, the quorum."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.cards.action import action
from bot.cards.card import Button, Card, Emphasis, Field, Table, Tone
from bot.cards.names import codes_of, list_of, with_flag
from bot.domain.charter import Body, SessionRules
from bot.domain.electorate import Elector
from bot.domain.events import (
    AgendaItemAdded,
    AgendaItemTaken,
    SessionCancelled,
    SessionClosed,
    SessionEvent,
    SessionOpened,
)
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.membership import Member
from bot.domain.rules import Reason, decimal_text
from bot.domain.sessions import AgendaItem, Session, SessionPhase
from bot.locales.catalogue import Interpreter
from bot.locales.phrase import Phrase

SHOWN = 25
"""Items of an agenda that a card shows; the list has them all."""

TONES: Mapping[SessionPhase, Tone] = {
    SessionPhase.CALLED: Tone.NEUTRAL,
    SessionPhase.OPEN: Tone.RUNNING,
    SessionPhase.CLOSED: Tone.SUCCESS,
    SessionPhase.CANCELLED: Tone.FAILURE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionView:
    """A session at ``now`` with the states by code and what its card needs of its body.

    ``titles`` are those of the motions on its agenda. ``presiding`` presides now, or did at its opening.
    """

    session: Session
    now: datetime
    body: Body
    rules: SessionRules
    roll: tuple[Elector, ...]
    quorum: Reason | None
    presiding: MemberCode | None
    members: Mapping[MemberCode, Member]
    titles: Mapping[MotionNumber, str]

    @property
    def entitled(self) -> frozenset[MemberCode]:
        """The members of the body that have a vote."""
        return frozenset(elector.member for elector in self.roll if elector.entitled)

    @property
    def present(self) -> tuple[MemberCode, ...]:
        """The members present with a vote."""
        return tuple(each.member for each in self.session.present if each.member in self.entitled)

    @property
    def also_present(self) -> tuple[MemberCode, ...]:
        """The states present without a vote."""
        return tuple(each.member for each in self.session.present if each.member not in self.entitled)

    @property
    def absent(self) -> tuple[MemberCode, ...]:
        """The members with a vote that are not present."""
        return tuple(sorted(self.entitled - self.session.attending))


def session_title(view: SessionView, say: Interpreter) -> str:
    """Name a session: its number and its title."""
    return say.words("card.session.title", session=view.session.number, title=view.session.title)


def session_card(view: SessionView, say: Interpreter) -> Card:
    """Show a session as it stands: what it is, when, where, its agenda, who is present, and what can be done now."""
    return Card(
        title=session_title(view, say),
        tone=TONES[view.session.phase],
        paragraphs=tuple(_what(view, say)),
        fields=(*_particulars(view, say), *_agenda(view, say), *_attendance(view, say)),
        buttons=_buttons(view, say),
    )


def invitation_card(view: SessionView, say: Interpreter) -> Card:
    """Give a delegation the notice of a session with its agenda; it says nothing of who is present."""
    invited = (say.say("card.session.invited"),) if view.session.phase is SessionPhase.CALLED else ()
    return Card(
        title=session_title(view, say),
        tone=TONES[view.session.phase],
        paragraphs=(*_what(view, say), *invited),
        fields=(*_particulars(view, say), *_agenda(view, say)),
        buttons=_buttons(view, say),
    )


def session_reminder_card(view: SessionView, say: Interpreter, *, due_at: datetime, late: bool) -> Card:
    """Remind a delegation of a session ahead, with its agenda as it is."""
    card = invitation_card(view, say)
    told = say.say("card.session.reminder", starts_at=view.session.starts_at)
    return Card(
        title=card.title,
        paragraphs=(told,),
        fields=card.fields,
        buttons=card.buttons,
        footer=say.say("card.session.late", due_at=due_at) if late else (),
    )


def session_done_card(view: SessionView, what: str, say: Interpreter, *, member: MemberCode | None = None) -> Card:
    """Confirm an act on a session to whoever did it; ``what`` names the message."""
    session = view.session
    name = "" if member is None else with_flag(view.members, member, say)
    item = session.current
    told = say.say(
        f"card.session.done.{what}",
        session=session.number,
        member=name,
        starts_at=session.starts_at,
        item="" if item is None else item_words(item, view.titles, say),
    )
    return Card(
        title=session_title(view, say),
        tone=Tone.SUCCESS,
        paragraphs=(told,),
        fields=tuple(_agenda(view, say)) if what in {"called", "added", "taken"} else tuple(_quorum(view, say)),
        buttons=(show_button(session, say),),
    )


def session_news_card(view: SessionView, event: SessionEvent, say: Interpreter) -> Card:
    """Tell everyone in the thread of a session what has happened in it."""
    return Card(title=session_title(view, say), paragraphs=tuple(_news(view, event, say)))


def _news(view: SessionView, event: SessionEvent, say: Interpreter) -> Iterator[Phrase]:
    name = type(event).__name__
    match event:
        case AgendaItemAdded() | AgendaItemTaken():
            item = next(each for each in view.session.agenda if each.number == event.item)
            yield say.say(f"card.session.news.{name}", item=item_words(item, view.titles, say))
        case SessionOpened() | SessionClosed():
            chair = None if event.member is None else with_flag(view.members, event.member, say)
            yield say.say(
                f"card.session.news.{name}" if chair else f"card.session.news.{name}.vacant", at=event.at, member=chair
            )
            if isinstance(event, SessionOpened):
                for field in _quorum(view, say):
                    yield field.value
        case SessionCancelled():
            yield say.say(f"card.session.news.{name}")
            if event.reason:
                yield (event.reason,)
        case _:
            yield say.say(f"card.session.news.{name}")


def agenda_card(view: SessionView, say: Interpreter) -> Card:
    """List the whole agenda in order, each item with when it was taken up."""
    columns = tuple(say.words(f"card.session.{name}") for name in ("number", "item", "taken"))
    rows = tuple(
        (
            str(item.number),
            item_words(item, view.titles, say),
            "" if item.taken_at is None else say.moment(item.taken_at).words,
        )
        for item in view.session.agenda
    )
    return Card(
        title=say.words("card.session.agenda_of", session=view.session.number),
        paragraphs=() if rows else (say.say("card.session.no_agenda"),),
        table=Table(columns=columns, rows=rows) if rows else None,
    )


def quorum_card(view: SessionView, say: Interpreter) -> Card:
    """Tell who is present and who is not, and how that stands to the quorum."""
    return Card(
        title=say.words("card.session.presence_of", session=view.session.number),
        tone=TONES[view.session.phase],
        fields=(*_attendance(view, say), *_absent(view, say)),
        buttons=(show_button(view.session, say),),
    )


def sessions_card(sessions: tuple[Session, ...], say: Interpreter) -> Card:
    """List sessions, the latest first, each with its phase."""
    rows = tuple(
        (
            f"S-{each.number}",
            each.title,
            say.words(f"Level.{each.level.value}"),
            say.moment(each.starts_at).words,
            say.words(f"SessionPhase.{each.phase.value}"),
        )
        for each in reversed(sessions[-SHOWN:])
    )
    columns = tuple(say.words(f"card.session.{name}") for name in ("session", "name", "level", "starts", "phase"))
    return Card(
        title=say.words("card.session.list"),
        paragraphs=() if rows else (say.say("card.session.none"),),
        table=Table(columns=columns, rows=rows) if rows else None,
    )


def item_words(item: AgendaItem, titles: Mapping[MotionNumber, str], say: Interpreter) -> str:
    """Name an item of an agenda: its text, or its motion with the motion's title."""
    if item.motion is None:
        return item.text
    return say.words("card.session.motion", motion=item.motion, title=titles.get(item.motion, ""))


def show_button(session: Session, say: Interpreter) -> Button:
    """Give the button that shows a session."""
    return Button(label=say.words("button.session"), action=action("session.show", session.number))


def _what(view: SessionView, say: Interpreter) -> Iterator[Phrase]:
    session = view.session
    body = view.body.title.in_language(say.language)
    yield say.say("card.session.urgent" if session.urgent else "card.session.what", level=session.level, body=body)
    match session.phase:
        case SessionPhase.OPEN:
            yield say.say("card.session.is_open", opened_at=session.opened_at)
        case SessionPhase.CLOSED:
            yield say.say("card.session.is_closed", closed_at=session.closed_at)
        case SessionPhase.CANCELLED:
            yield say.say("card.session.is_cancelled")
        case SessionPhase.CALLED:
            return


def _particulars(view: SessionView, say: Interpreter) -> Iterator[Field]:
    session = view.session
    yield Field(name=say.words("card.session.starts"), value=(say.moment(session.starts_at),))
    if session.place:
        yield Field(name=say.words("card.session.place"), value=(session.place,))
    if view.presiding is not None:
        yield Field(name=say.words("card.session.presiding"), value=(with_flag(view.members, view.presiding, say),))


def _agenda(view: SessionView, say: Interpreter) -> Iterator[Field]:
    items = view.session.agenda
    lines = [_line(item, view, say) for item in items[:SHOWN]]
    if len(items) > SHOWN:
        lines.append(say.words("card.session.more", count=len(items) - SHOWN))
    told = "\n".join(lines) if lines else say.words("card.session.no_agenda")
    yield Field(name=say.words("card.session.agenda"), value=(told,), wide=True)


def _line(item: AgendaItem, view: SessionView, say: Interpreter) -> str:
    words = item_words(item, view.titles, say)
    if item.taken_at is None:
        return f"{item.number}. {words}"
    now = item == view.session.current and view.session.phase is SessionPhase.OPEN
    return say.words("card.session.item_now" if now else "card.session.item_taken", number=item.number, item=words)


def _attendance(view: SessionView, say: Interpreter) -> Iterator[Field]:
    if not view.session.takes_attendance(view.now) and not view.session.present:
        return
    yield Field(
        name=say.words("card.session.present", count=len(view.present), entitled=len(view.entitled)),
        value=(codes_of(view.members, view.present) or say.words("card.session.nobody"),),
        wide=True,
    )
    if view.also_present:
        told = codes_of(view.members, view.also_present)
        yield Field(name=say.words("card.session.also_present"), value=(told,), wide=True)
    yield from _quorum(view, say)


def _quorum(view: SessionView, say: Interpreter) -> Iterator[Field]:
    quorum = view.quorum
    if quorum is None or quorum.needed is None or quorum.had is None:
        return
    told = say.say(
        "card.session.quorum_met" if quorum.met else "card.session.quorum_not_met",
        quorum=say.rule(quorum.clause),
        needed=decimal_text(quorum.needed),
        had=decimal_text(quorum.had),
    )
    yield Field(name=say.words("card.session.quorum"), value=told, wide=True)


def _absent(view: SessionView, say: Interpreter) -> Iterator[Field]:
    if view.absent:
        told = list_of(view.members, view.absent, say)
        yield Field(name=say.words("card.session.absent"), value=(told,), wide=True)


def _buttons(view: SessionView, say: Interpreter) -> tuple[Button, ...]:
    session = view.session
    if not session.takes_attendance(view.now):
        return ()
    present = Button(
        label=say.words("button.present"),
        action=action("session.present", session.number),
        emphasis=Emphasis.PRIMARY,
    )
    attendance = Button(label=say.words("button.attendance"), action=action("session.quorum", session.number))
    return (present, attendance)
