"""Members, their statuses and their terms, as anyone may see them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from math import ceil

from bot.cards.card import Card, Field, Table, Tone
from bot.cards.names import alphabetically, flagged, list_of, with_flag
from bot.domain.charter import Charter
from bot.domain.dossier import Dossier
from bot.domain.events import MemberStatusChanged, TermsDrawn
from bot.domain.ids import MemberCode, MotionNumber
from bot.domain.membership import Member, Right, StatusPeriod
from bot.domain.review import Review, subject_of
from bot.domain.statutes import Declaration
from bot.locales.catalogue import Interpreter, Value
from bot.locales.phrase import Phrase, words


def reason_phrase(found: Member | StatusPeriod | MemberStatusChanged, say: Interpreter) -> Phrase:
    """Say why a status came about."""
    facts: dict[str, Value] = {
        "motion": "" if found.motion is None else f"M-{found.motion}",
        "review": "" if found.review is None else subject_of(found.review),
        "since": found.since,
    }
    return say.say(f"cause.{found.cause.value}", **facts)


def flags_of(dossier: Dossier | None, review: Review | None, say: Interpreter, *, falling: bool) -> tuple[str, ...]:
    """Give what marks a member and takes no right away: under review, at risk, something coming of itself.

    ``falling`` says that its figures put it at risk; so does the last finding.
    """
    flags = [] if review is None else [say.words("flag.under_review", review=subject_of(review.number))]
    if falling or (dossier is not None and dossier.at_risk):
        flags.append(say.words("flag.at_risk"))
    if dossier is not None and dossier.owes_commitments:
        flags.append(say.words("flag.owes_commitments"))
    if dossier is not None:
        flags += [say.words(f"flag.coming.{move.status.value}", at=move.at) for move in dossier.coming]
    return tuple(flags)


def roster_card(
    roster: Sequence[Member],
    say: Interpreter,
    *,
    title: str,
    nobody: Phrase,
    note: Phrase = (),
    flags: Mapping[MemberCode, tuple[str, ...]] | None = None,
) -> Card:
    """List states with their status, since when and why, and their flags where given; say ``nobody`` for none."""
    columns = tuple(say.words(f"card.roster.{name}") for name in ("member", "status", "since", "why"))
    wanted = {member.code: member for member in roster}
    rows = tuple(
        (
            flagged(wanted[code], say),
            " · ".join((say.words("card.roster.is", status=wanted[code].status), *(flags or {}).get(code, ()))),
            say.day(wanted[code].since),
            words(reason_phrase(wanted[code], say)),
        )
        for code in alphabetically(wanted, wanted, say)
    )
    return Card(
        title=title,
        paragraphs=(note,) if note else (),
        table=Table(columns=columns, rows=rows) if rows else None,
        footer=() if rows else nobody,
    )


def member_card(
    member: Member,
    dossier: Dossier,
    review: Review | None,
    timeline: Iterable[StatusPeriod],
    charter: Charter,
    say: Interpreter,
    *,
    falling: bool,
    activity: Iterable[Field] = (),
) -> Card:
    """Tell everything about a member: status and why, rights, flags, term, declaration, its acts, its statuses."""
    granted = charter.rights.get(member.status, frozenset())
    rights = tuple(say.words(f"Right.{right.value}") for right in Right if right in granted)
    flags = flags_of(dossier, review, say, falling=falling)
    columns = tuple(say.words(f"card.roster.{name}") for name in ("status", "since", "until", "why"))
    rows = tuple(
        (
            say.words("card.roster.is", status=each.status),
            say.day(each.since),
            "" if each.until is None else say.day(each.until),
            words(reason_phrase(each, say)),
        )
        for each in timeline
    )
    seats = ", ".join(
        say.words("card.member.seat", body=charter.bodies[body].title.in_language(say.language), tenure=tenure)
        for body, tenure in member.seats.items()
    )
    return Card(
        title=flagged(member, say),
        paragraphs=(
            (
                *say.say("card.member.status", status=member.status, since=member.since),
                " ",
                *reason_phrase(member, say),
            ),
        ),
        fields=(
            *((Field(name=say.words("card.member.flags"), value=(" · ".join(flags),), wide=True),) if flags else ()),
            Field(
                name=say.words("card.member.rights"),
                value=say.say("card.member.rights_list", rights=rights) if rights else say.say("card.member.no_rights"),
                wide=True,
            ),
            *((Field(name=say.words("card.member.seats"), value=(seats,)),) if seats else ()),
            *_term_fields(dossier, say),
            *_declaration(dossier, charter, say),
            *activity,
        ),
        table=Table(columns=columns, rows=rows),
    )


def _declaration(dossier: Dossier, charter: Charter, say: Interpreter) -> tuple[Field, ...]:
    wanted = None if charter.membership is None else charter.membership.declaration
    if wanted is None:
        return ()
    signed = dossier.signed
    told = (
        say.say("card.member.unsigned", version=wanted.version)
        if signed is None
        else say.say("card.member.signed", version=signed.version, at=signed.at)
    )
    return (Field(name=say.words("card.member.declaration"), value=told),)


def _term_fields(dossier: Dossier, say: Interpreter) -> tuple[Field, ...]:
    term = dossier.term
    if term is None:
        return ()
    told = say.say(
        "card.term.overrun" if term.overrun else "card.term.runs",
        start=say.day(term.starts_at),
        end=say.day(term.ends_at),
    )
    return (Field(name=say.words("card.term.term"), value=told),)


def terms_card(
    dossiers: Iterable[Dossier],
    members: Mapping[MemberCode, Member],
    say: Interpreter,
    *,
    before: datetime | None,
    now: datetime,
) -> Card:
    """List the running terms, the first to end first."""
    found_of = {found.member: found for found in dossiers}
    by_name = [found_of[code] for code in alphabetically(members, found_of, say)]
    running = sorted(
        ((found.term.ends_at, found.member, found) for found in by_name if found.term is not None),
        key=lambda row: row[0],
    )
    columns = tuple(say.words(f"card.term.{name}") for name in ("member", "start", "end", "days"))
    rows = tuple(
        (
            with_flag(members, code, say),
            say.day(found.term.starts_at),
            say.day(end),
            say.words("card.term.goes_on") if now > end else str((end - now).days),
        )
        for end, code, found in running
        if found.term is not None and (before is None or end <= before)
    )
    return Card(
        title=say.words("card.term.list"),
        table=Table(columns=columns, rows=rows) if rows else None,
        footer=() if rows else say.say("card.term.none"),
    )


def term_card(
    member: Member, dossier: Dossier, members: Mapping[MemberCode, Member], say: Interpreter, *, now: datetime
) -> Card:
    """Tell the term of one member: its days, its reminders, its review, and who has called a vote on its renewal."""
    term = dossier.term
    if term is None:
        return Card(
            title=say.words("card.term.title", member=flagged(member, say)), paragraphs=(say.say("card.term.no_term"),)
        )
    ahead = tuple(say.day(reminder.at) for reminder in term.reminders)
    fields = [
        *_term_fields(dossier, say),
        Field(name=say.words("card.term.cause"), value=say.say("card.term.begun", cause=term.cause)),
    ]
    if ahead:
        fields.append(Field(name=say.words("card.term.reminders"), value=(say.listed(ahead),), wide=True))
    if term.review_at is not None and term.review_at > now:
        fields.append(Field(name=say.words("card.term.review"), value=(say.day(term.review_at),)))
    if dossier.callers:
        fields.append(
            Field(name=say.words("card.term.callers"), value=(list_of(members, dossier.callers, say),), wide=True)
        )
    if dossier.vote is not None:
        fields.append(Field(name=say.words("card.term.vote"), value=(f"M-{dossier.vote}",)))
    return Card(title=say.words("card.term.title", member=flagged(member, say)), fields=tuple(fields))


def called_card(
    member: Member,
    callers: Collection[MemberCode],
    standing: Collection[MemberCode],
    share: Fraction,
    motion: MotionNumber | None,
    say: Interpreter,
) -> Card:
    """Confirm a call for a vote, and tell how many it takes, or the motion that it has opened."""
    needed, had = ceil(share * len(standing)), len(set(callers) & set(standing))
    told = (
        say.say("card.called.counts", member=flagged(member, say), had=had, needed=needed)
        if motion is None
        else say.say("card.called.opened", member=flagged(member, say), motion=motion)
    )
    return Card(title=say.words("card.called.title"), tone=Tone.SUCCESS, paragraphs=(told,))


def drawn_card(event: TermsDrawn, members: Mapping[MemberCode, Member], say: Interpreter) -> Card:
    """Tell which first terms were drawn, and from which seed."""
    drawn = {**dict.fromkeys(event.short, 1), **dict.fromkeys(event.long, event.years)}
    columns = (say.words("card.term.member"), say.words("card.term.years"))
    rows = tuple((with_flag(members, code, say), str(drawn[code])) for code in alphabetically(members, drawn, say))
    return Card(
        title=say.words("card.term.drawn"),
        paragraphs=(say.say("standing.TermsDrawn"),),
        table=Table(columns=columns, rows=rows),
        footer=say.say("card.term.seed", seed=event.seed),
    )


def declaration_card(asked: Card, declaration: Declaration, say: Interpreter) -> Card:
    """Put the text of the declaration before the question whether to sign it."""
    text = declaration.fr if say.language == "fr" else declaration.en
    version = say.say("card.member.declared_version", version=declaration.version)
    return replace(asked, paragraphs=(version, (text,), *asked.paragraphs))
