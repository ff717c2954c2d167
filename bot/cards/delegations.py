"""Who acts for whom, and what has been done about it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from bot.cards.card import Card, Field, Table, Tone
from bot.cards.names import alphabetically, flagged, with_flag
from bot.domain.credentials import Credential, Role
from bot.domain.delegations import Contest, Preferences
from bot.domain.ids import MemberCode
from bot.domain.letters import written_letter
from bot.domain.membership import Member
from bot.locales.catalogue import Interpreter
from bot.locales.phrase import Phrase

ORDER: Final = tuple(Role)
"""The head first, then as the roles are declared."""


def people_card(
    held: Iterable[Credential],
    contests: Iterable[Contest],
    members: Mapping[MemberCode, Member],
    say: Interpreter,
    *,
    only: MemberCode | None = None,
) -> Card:
    """Tell who acts for each member, or for ``only`` one: role, account, until when, letter; and who is contested."""
    valid = tuple(held)
    columns = tuple(say.words(f"card.delegates.{name}") for name in ("for", "account", "role", "until", "letter"))
    rows = tuple(_everyone(valid, members, say) if only is None else _rows(only, valid, members, say))
    if only is not None:  # whose people they are stands above the table
        columns, rows = columns[1:], tuple(row[1:] for row in rows)
    return Card(
        title=say.words("card.delegates.title") if only is None else flagged(members[only], say),
        table=Table(columns=columns, rows=rows),
        fields=tuple(_contested(each, members, say) for each in contests if only in {None, each.member}),
    )


def _everyone(
    valid: tuple[Credential, ...], members: Mapping[MemberCode, Member], say: Interpreter
) -> Iterator[tuple[str, ...]]:
    """Give the rows of every member of the alliance, and of every state with people; then the offices."""
    codes = [code for code, member in members.items() if member.belongs or any(each.member == code for each in valid)]
    for code in alphabetically(members, codes, say):
        yield from _rows(code, valid, members, say)
    for each in _in_order(valid):
        if not each.role.of_delegation:
            yield _row(say.words(f"Role.{each.role.value}"), each, members, say)


def _rows(
    code: MemberCode, valid: tuple[Credential, ...], members: Mapping[MemberCode, Member], say: Interpreter
) -> Iterator[tuple[str, ...]]:
    """Give a row for each of the people of a member; one that says so where it has none."""
    name = with_flag(members, code, say)
    people = [each for each in _in_order(valid) if each.member == code]
    yield from (_row(name, each, members, say) for each in people)
    if not people:
        yield (name, say.words("card.delegates.nobody"), "", "", "")


def _in_order(held: Iterable[Credential]) -> list[Credential]:
    return sorted(held, key=lambda each: (ORDER.index(each.role), each.account.text))


def _row(acts_for: str, held: Credential, members: Mapping[MemberCode, Member], say: Interpreter) -> tuple[str, ...]:
    role = say.words(f"Role.{held.role.value}")
    if held.full_powers:
        role = say.words("card.delegates.with_powers", role=held.role)
    if held.nationality is not None:
        role = say.words(
            "card.delegates.national", role=held.role, nationality=with_flag(members, held.nationality, say)
        )
    until = say.words("card.delegates.open_end") if held.until is None else say.moment(held.until).words
    letter = "" if held.letter is None else written_letter(held.letter)
    return acts_for, held.account.text, role, until, letter


def _contested(contest: Contest, members: Mapping[MemberCode, Member], say: Interpreter) -> Field:
    by = say.words("act.secretariat") if contest.by_member is None else with_flag(members, contest.by_member, say)
    told = say.say("card.delegates.contested_value", since=contest.since, by=by)
    name = say.words("card.delegates.contested", member=with_flag(members, contest.member, say))
    return Field(name=name, value=(*told, f"\n{contest.reason}"), wide=True)


def appointed_card(
    given: Credential, member: Member, say: Interpreter, *, before: Credential | None, heads: tuple[str, ...]
) -> Card:
    """Confirm a credential to whoever gave it, with its end in full; tell what it replaced, and who heads already."""
    return Card(
        title=flagged(member, say),
        tone=Tone.SUCCESS,
        paragraphs=(
            say.say("card.appointed.done", account=given.account.text, member=flagged(member, say), role=given.role),
            *_replaced(given, before, say),
            *_headed(member, heads, say),
        ),
        fields=(
            Field(name=say.words("card.delegates.until"), value=_until(given, say)),
            *(
                (Field(name=say.words("card.delegates.letter"), value=(written_letter(given.letter),), wide=True),)
                if given.letter is not None
                else ()
            ),
            *(
                (Field(name=say.words("card.appointed.powers"), value=say.say("card.appointed.powers_value")),)
                if given.full_powers
                else ()
            ),
        ),
    )


def _replaced(given: Credential, before: Credential | None, say: Interpreter) -> Iterator[Phrase]:
    """Say that an end which the person's credential had is gone."""
    if before is not None and before.until is not None and given.until is None:
        yield say.say("card.appointed.end_lifted", until=before.until)


def _headed(member: Member, heads: tuple[str, ...], say: Interpreter) -> Iterator[Phrase]:
    """Say who heads a delegation already that is to have one head more."""
    if heads:
        yield say.say_count("card.delegates.headed", len(heads), member=flagged(member, say), accounts=heads)


def _until(given: Credential, say: Interpreter) -> Phrase:
    return say.say("card.delegates.open_end") if given.until is None else (say.moment(given.until),)


def revoked_card(held: Credential, members: Mapping[MemberCode, Member], say: Interpreter) -> Card:
    """Confirm to whoever took a credential that it is gone."""
    member = None if held.member is None else members.get(held.member)
    return Card(
        title=say.words("card.standing.alliance") if member is None else flagged(member, say),
        tone=Tone.SUCCESS,
        paragraphs=(say.say("card.revoked.done", account=held.account.text),),
    )


def code_card(
    code: str, member: Member, role: Role, expires_at: datetime, say: Interpreter, *, heads: tuple[str, ...]
) -> Card:
    """Tell a one-time code to whoever asked for it, how it is used, and until when; and who heads already."""
    return Card(
        title=say.words("card.code.title", member=flagged(member, say)),
        tone=Tone.SUCCESS,
        paragraphs=(
            (code,),
            say.say("card.code.use", code=code, member=flagged(member, say), role=role),
            say.say("card.code.until", expires_at=expires_at),
            *_headed(member, heads, say),
        ),
        footer=say.say("card.code.footer"),
    )


def claimed_card(member: Member, role: Role, say: Interpreter) -> Card:
    """Welcome whoever has used a code."""
    return Card(
        title=flagged(member, say),
        tone=Tone.SUCCESS,
        paragraphs=(say.say("card.info.you", member=flagged(member, say), role=role),),
        footer=say.say("card.claimed.footer"),
    )


def cancelled_card(count: int, member: Member, say: Interpreter) -> Card:
    """Confirm that codes were taken back."""
    return Card(
        title=flagged(member, say), tone=Tone.SUCCESS, paragraphs=(say.say_count("card.cancelled.done", count),)
    )


def preferences_card(chosen: Preferences, say: Interpreter, *, digest: bool, now: datetime) -> Card:
    """Tell a person how it is spoken to, in that very language and zone, and whether it gets digests."""
    own = {"language": chosen.language is not None, "zone": chosen.zone is not None}
    told = {"language": say.words(f"language.{say.language}"), "zone": say.zone.key}
    return Card(
        title=say.words("card.preferences.title"),
        tone=Tone.SUCCESS,
        language=say.language,
        paragraphs=(say.say("card.preferences.now", now=now),),
        fields=(
            *(
                Field(
                    name=say.words(f"card.preferences.{name}"),
                    value=(value,) if own[name] else say.say("card.preferences.automatic", value=value),
                )
                for name, value in told.items()
            ),
            Field(
                name=say.words("card.preferences.digest"),
                value=say.say("card.preferences.wanted" if digest else "card.preferences.refused"),
            ),
        ),
        footer=say.say("card.preferences.footer"),
    )
