"""The rules in force, as whoever reads a charter asks for them: who decides what, by which rule, in what time."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from bot.cards.card import Card, Field
from bot.cards.presidency import Presided, named
from bot.domain.alliance import Alliance
from bot.domain.calendar import next_rotation
from bot.domain.charter import Concerned, Kind, Procedure
from bot.domain.ids import MemberCode
from bot.domain.membership import Member
from bot.domain.rules import Tie
from bot.locales.catalogue import Interpreter
from bot.locales.phrase import Phrase


def charter_card(
    alliance: Alliance,
    presided: Iterable[Presided],
    members: Mapping[MemberCode, Member],
    say: Interpreter,
    *,
    now: datetime,
) -> Card:
    """Tell the rules in force: each body with its chair, each kind with its rule, quorum, periods and seconds."""
    bodies = (_of_body(alliance, each, members, say, now) for each in presided)
    kinds = (_of_kind(alliance, kind, say) for kind in alliance.charter.kinds.values())
    return Card(
        title=alliance.charter.title.in_language(say.language),
        paragraphs=(say.say("card.charter.text"),),
        fields=(*bodies, *kinds, *_beside(alliance, say)),
    )


def _of_body(
    alliance: Alliance, presided: Presided, members: Mapping[MemberCode, Member], say: Interpreter, now: datetime
) -> Field:
    body = presided.body
    told = [say.say("card.charter.everyone") if body.seats is None else say.say_count("card.charter.seats", body.seats)]
    rotation = next_rotation(body, after=now, zone=alliance.time_zone)
    if rotation is not None:
        told.append(say.say("card.charter.rotation", at=rotation))
    if body.chairing is None:
        told.append(say.say("card.charter.no_chair"))
    else:
        how = say.words(f"card.chair.by.{body.chairing.by.value}")
        told.append(say.say("card.charter.chair", chair=named(presided.chair, members, say), how=how))
        told.append(say.say("card.charter.vice", vice=named(presided.vice, members, say)))
    return Field(name=body.title.in_language(say.language), value=_in_one_line(told), wide=True)


def _beside(alliance: Alliance, say: Interpreter) -> Iterator[Field]:
    """Tell what follows a request for support, and when delegations get their digest, where the charter says so."""
    charter, language = alliance.charter, say.language
    if charter.consultation is not None:
        told = say.say(
            "card.charter.consultation",
            body=charter.bodies[charter.consultation.body].title.in_language(language),
            kind=charter.kinds[charter.consultation.kind].title.in_language(language),
            time=charter.consultation.time,
        )
        yield Field(name=say.words("card.charter.support"), value=told, wide=True)
    if charter.digest is not None:
        at = charter.digest.at.isoformat("minutes")
        told = say.say("card.charter.weekly", day=say.weekday(charter.digest.day), at=at)
        yield Field(name=say.words("card.digest.title"), value=told, wide=True)


def _of_kind(alliance: Alliance, kind: Kind, say: Interpreter) -> Field:
    body = alliance.charter.bodies[kind.body].title.in_language(say.language)
    name = say.words("card.charter.kind", kind=kind.title.in_language(say.language), body=body)
    return Field(name=name, value=_in_one_line((*_decided(kind, say), *_timed(kind, say))), wide=True)


def _decided(kind: Kind, say: Interpreter) -> Iterator[Phrase]:
    """Tell by which rule a kind is decided, and by whom not."""
    if kind.procedure is not Procedure.VOTE:
        yield say.say(f"card.charter.{kind.procedure.value}")
    if kind.adopt is not None:
        yield say.say("card.charter.rule", rule=say.rule(kind.adopt))
    if kind.quorum is not None:
        yield say.say("card.charter.quorum", quorum=say.rule(kind.quorum))
    if kind.tie is not Tie.REJECT:
        yield say.say(f"card.charter.tie.{kind.tie.value}")
    if kind.concerned is Concerned.EXCLUDED:
        yield say.say("card.charter.excluded")


def _timed(kind: Kind, say: Interpreter) -> Iterator[Phrase]:
    """Tell how long a kind takes, and what support it needs."""
    of = "silence" if kind.procedure is Procedure.SILENCE else "voting"
    if kind.wait > timedelta(0):
        yield say.say(f"card.charter.{of}_after", wait=kind.wait, voting=kind.voting)
    else:
        yield say.say(f"card.charter.{of}_at_once", voting=kind.voting)
    if kind.seconds.needed:
        yield say.say_count("card.charter.seconds", kind.seconds.needed, within=kind.seconds.within)
    if kind.urgent is None:
        return
    if kind.urgent.always:
        yield say.say("card.charter.always_urgent", voting=kind.urgent.voting)
    else:
        yield say.say_count("card.charter.urgent", kind.urgent.requested_by, voting=kind.urgent.voting)


def _in_one_line(phrases: Iterable[Phrase]) -> Phrase:
    spaced = [span for phrase in phrases for span in (" ", *phrase)]
    return tuple(spaced[1:])
