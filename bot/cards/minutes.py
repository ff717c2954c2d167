"""The minutes of a session as a document in one language, and the card that it goes with."""

from collections.abc import Iterable, Iterator

from bot.cards.action import action
from bot.cards.acts import act_phrase
from bot.cards.card import Button, Card, Tone
from bot.cards.document import Block, BlockKind, Document
from bot.cards.names import alphabetically, list_of, name_of
from bot.cards.results import reason_phrase
from bot.charters.load import parse_charter
from bot.domain.charter import Charter, Kind
from bot.domain.ids import MemberCode, SessionNumber
from bot.domain.minutes import Minutes, Report, Round, Said
from bot.domain.motion import Motion
from bot.domain.rules import Standing, decimal_text
from bot.domain.sessions import AgendaItem, Presence
from bot.domain.voting_rules import Result
from bot.locales.catalogue import Interpreter, Value
from bot.locales.phrase import words


def minutes_card(minutes: Minutes, say: Interpreter) -> Card:
    """Give the minutes as a file, with the card that says what it is."""
    session, document = minutes.session, minutes_document(minutes, say)
    how = _how(minutes)
    return Card(
        title=document.title,
        tone=Tone.SUCCESS if minutes.final else Tone.NEUTRAL,
        language=say.language,
        paragraphs=(say.say(f"card.minutes.{how}", session=session.number, entry=minutes.entry),),
        buttons=(Button(label=say.words("button.session"), action=action("session.show", session.number)),),
        document=document,
    )


def _how(minutes: Minutes) -> str:
    """Tell final minutes, those of a session that was cancelled, and the draft of any other."""
    if minutes.cancelled is not None:
        return "cancelled"
    return "final" if minutes.final else "draft"


def publishing_card(session: SessionNumber, say: Interpreter) -> Card:
    """Tell whoever publishes minutes where they are."""
    return Card(
        title=say.words("card.minutes.publishing", session=session),
        tone=Tone.SUCCESS,
        paragraphs=(say.say("card.minutes.published", session=session),),
        buttons=(Button(label=say.words("button.session"), action=action("session.show", session)),),
    )


def minutes_document(minutes: Minutes, say: Interpreter) -> Document:
    """Write the minutes: what the session was, who was present, each item in its order, and what was decided."""
    how = _how(minutes)
    title = say.words(f"minutes.title.{how}", session=minutes.session.number, title=minutes.session.title)
    name = f"minutes-S-{minutes.session.number}" if minutes.final else f"minutes-S-{minutes.session.number}-draft"
    return Document(
        name=f"{name}-{say.language}",
        title=title,
        language=say.language,
        dated=minutes.as_of,
        blocks=tuple(_Writing(minutes, say).blocks(title)),
    )


class _Writing:
    """Minutes on their way to a document in one language."""

    def __init__(self, minutes: Minutes, say: Interpreter) -> None:
        self._minutes, self._say = minutes, say
        self._charter: Charter = parse_charter(minutes.charter)

    def blocks(self, title: str) -> Iterator[Block]:
        yield Block(kind=BlockKind.TITLE, text=title)
        if self._minutes.cancelled is not None:
            yield self._note("minutes.cancelled_note")
        elif not self._minutes.final:
            yield self._note("minutes.draft")
        yield from self._head()
        yield from self._attendance()
        yield from self._agenda()
        for item in self._minutes.session.agenda:
            yield from self._item(item)
        yield from self._others()
        yield from self._rulings()
        yield self._note("minutes.source", entry=self._minutes.entry)

    def _head(self) -> Iterator[Block]:
        minutes, session, say = self._minutes, self._minutes.session, self._say
        rows = [
            ("alliance", minutes.alliance),
            ("body", self._charter.body(session.body).title.in_language(say.language)),
            ("level", say.words(f"Level.{session.level.value}")),
            ("place", session.place),
            ("called", say.moment(session.called_at).words),
            ("starts", say.moment(session.starts_at).words),
        ]
        if minutes.opened is not None:
            rows.append(("opened", say.moment(minutes.opened.at).words))
            rows.append(("presiding", self._name(minutes.opened.member)))
        if minutes.closed is not None:
            rows.append(("closed", say.moment(minutes.closed.at).words))
            if minutes.opened is not None and minutes.closed.member != minutes.opened.member:
                rows.append(("presiding_last", self._name(minutes.closed.member)))
        if minutes.cancelled is not None:
            rows.append(("cancelled", say.moment(minutes.cancelled.at).words))
            rows.append(("reason", minutes.cancelled.reason))
        told = tuple((say.words(f"minutes.{name}"), value) for name, value in rows if value)
        yield Block(kind=BlockKind.TABLE, rows=((say.words("minutes.what"), say.words("minutes.value")), *told))

    def _name(self, code: MemberCode | None) -> str:
        if code is None:
            return self._say.words("minutes.nobody")
        state = self._minutes.states.get(code)
        return code if state is None else f"{name_of(state, self._say.language)} ({code})"

    def _names(self, codes: Iterable[MemberCode]) -> str:
        return list_of(self._minutes.states, codes, self._say)

    def _attendance(self) -> Iterator[Block]:
        session, opened = self._minutes.session, self._minutes.opened
        yield self._heading("minutes.attendance")
        roll = {elector.member: elector for elector in session.roll}
        voting = [each for each in session.present if each.member in roll and roll[each.member].entitled]
        others = [each for each in session.present if each not in voting]
        if opened is not None and opened.quorum is not None:
            quorum = opened.quorum
            told = "minutes.quorum_met" if quorum.met else "minutes.quorum_not_met"
            had, needed = (decimal_text(each) if each is not None else "" for each in (quorum.had, quorum.needed))
            yield self._text(told, quorum=self._say.rule(quorum.clause), had=had, needed=needed)
        if not session.present:
            yield self._text("minutes.nobody_present")
        elif not roll:
            voting, others = list(session.present), []
        if voting:
            yield self._text("minutes.present", count=len(voting))
            yield self._presences(voting)
        if others:
            yield self._text("minutes.also_present", count=len(others))
            yield self._presences(others)
        absent = [code for code, elector in roll.items() if elector.entitled and code not in session.attending]
        if absent:
            yield self._text("minutes.absent", count=len(absent), members=self._names(absent))

    def _presences(self, presences: Iterable[Presence]) -> Block:
        say = self._say
        since = {each.member: each.at for each in presences}
        order = alphabetically(self._minutes.states, since, say)
        rows = tuple((self._name(code), say.moment(since[code]).words) for code in order)
        return Block(kind=BlockKind.TABLE, rows=((say.words("minutes.state"), say.words("minutes.since")), *rows))

    def _agenda(self) -> Iterator[Block]:
        say = self._say
        yield self._heading("minutes.agenda")
        items = self._minutes.session.agenda
        if not items:
            yield self._text("minutes.no_agenda")
            return
        columns = tuple(say.words(f"minutes.{name}") for name in ("number", "item", "taken"))
        rows = tuple(
            (
                str(item.number),
                self._item_words(item),
                say.words("minutes.not_taken") if item.taken_at is None else say.moment(item.taken_at).words,
            )
            for item in items
        )
        yield Block(kind=BlockKind.TABLE, rows=(columns, *rows))

    def _item_words(self, item: AgendaItem) -> str:
        if item.motion is None:
            return item.text
        return self._motion_words(self._minutes.reports[item.motion])

    def _motion_words(self, report: Report) -> str:
        return self._say.words("card.session.motion", motion=report.motion.number, title=report.motion.title)

    def _item(self, item: AgendaItem) -> Iterator[Block]:
        yield Block(kind=BlockKind.HEADING, text=f"{item.number}. {self._item_words(item)}")
        if item.taken_at is None:
            yield self._text("minutes.item_not_taken")
        else:
            yield self._text("minutes.item_taken", at=item.taken_at)
        if item.added_at > self._minutes.session.called_at:
            yield self._note("minutes.item_added", at=item.added_at)
        if item.motion is not None:
            yield from self._report(self._minutes.reports[item.motion])

    def _report(self, report: Report) -> Iterator[Block]:
        motion, say = report.motion, self._say
        kind = self._charter.kinds.get(motion.kind)
        mover = say.words("act.secretariat") if motion.mover is None else self._name(motion.mover)
        yield self._text("minutes.motion", kind=self._kind_words(kind, motion.kind), mover=mover)
        yield self._subheading("minutes.text")
        yield Block(kind=BlockKind.QUOTE, text=motion.text)
        if report.course:
            yield self._subheading("minutes.course")
            for told in report.course:
                said = words(act_phrase(told.event, self._minutes.states, say))
                yield Block(kind=BlockKind.ITEM, text=say.words("minutes.told", at=told.at, told=said))
        yield from self._decision(report)
        given = report.explanations if motion.result is not None else ()
        yield from self._words_of("minutes.objections" if report.in_silence else "minutes.explanations", given)
        yield from self._words_of("minutes.reservations", report.reservations)
        yield from self._words_of("minutes.declarations", report.declared)

    def _kind_words(self, kind: Kind | None, name: str) -> str:
        return name if kind is None else kind.title.in_language(self._say.language)

    def _decision(self, report: Report) -> Iterator[Block]:
        result, opened = report.motion.result, self._minutes.opened
        for ended in report.rounds:
            yield from self._round(ended)
        yield self._subheading("minutes.decision")
        if result is not None and opened is not None and result.decided_at < opened.at:
            yield self._note("minutes.decided_before")
        if result is None:
            yield self._text("minutes.undecided", phase=report.motion.phase(self._minutes.as_of))
            return
        yield from self._outcome(report, result)
        yield from self._numbered(report.motion)
        if report.motion.rules is not None and not report.in_silence:
            yield from self._roll(report)

    def _outcome(self, report: Report, result: Result) -> Iterator[Block]:
        """Say how the motion was decided, with each clause of its rule where it was voted."""
        rules, broken = report.motion.rules, self._names(report.votes)
        if rules is None:
            yield self._text("minutes.by_consensus", at=result.decided_at)
        elif report.in_silence and broken:
            yield self._text("minutes.silence_broken", at=result.decided_at, members=broken)
        elif report.in_silence:
            yield self._text("minutes.by_silence", at=result.decided_at)
        elif report.count is not None:
            yield self._text("minutes.result_ranked", at=result.decided_at)
        else:
            rule = self._say.rule(rules.adopt)
            yield self._text("minutes.result", outcome=result.outcome, rule=rule, at=result.decided_at)
            for reason in result.reasons:
                yield Block(kind=BlockKind.ITEM, text=words(reason_phrase(reason, self._say)))

    def _numbered(self, motion: Motion) -> Iterator[Block]:
        if motion.course.serial is not None:
            kind = self._kind_words(self._charter.kinds.get(motion.kind), motion.kind)
            year = str(motion.course.year)
            number = self._say.words("card.motion.text_number", kind=kind, serial=motion.course.serial, year=year)
            yield self._text("minutes.numbered", number=number)

    def _round(self, ended: Round) -> Iterator[Block]:
        """Tell a vote that was taken again: what it needed and had, and how each state had voted."""
        say = self._say
        yield self._subheading("minutes.round")
        yield self._text("minutes.round_ended", at=ended.at)
        for reason in ended.reasons:
            yield Block(kind=BlockKind.ITEM, text=words(reason_phrase(reason, say)))
        if ended.called:
            yield self._text("minutes.in_session", count=len(ended.present))
        yield self._votes(ended)

    def _votes(self, of: Report | Round) -> Block:
        """Give every state on the roll by name with its vote."""
        standing = {elector.member: elector.standing for elector in of.electors}
        rows = tuple(
            (self._name(code), self._vote(of, code, standing[code]))
            for code in alphabetically(self._minutes.states, standing, self._say)
        )
        return Block(
            kind=BlockKind.TABLE, rows=((self._say.words("minutes.state"), self._say.words("minutes.vote")), *rows)
        )

    def _roll(self, report: Report) -> Iterator[Block]:
        """Give every state on the roll by name with its vote, and what the count of a ranked ballot has found."""
        say = self._say
        if report.called:
            yield self._text("minutes.in_session", count=len(report.present))
        if report.count is not None:
            elected = self._names(report.count.elected) or say.words("minutes.nobody")
            yield self._text("minutes.elected", members=elected)
        yield self._text("minutes.tally", **_tally(report))
        yield self._votes(report)

    def _vote(self, of: Report | Round, code: MemberCode, standing: Standing) -> str:
        if isinstance(of, Report) and code in of.rankings:
            return " > ".join(of.rankings[code])
        vote = of.votes.get(code)
        if vote is not None:
            return self._say.words(f"Choice.{vote.choice.value}")
        if standing is not Standing.ENTITLED:
            return self._say.words(f"Standing.{standing.value}")
        return self._say.words("minutes.no_vote")

    def _words_of(self, heading: str, said: tuple[Said, ...]) -> Iterator[Block]:
        if said:
            yield self._subheading(heading)
        for each in said:
            yield self._text("minutes.said", member=self._name(each.member), at=each.at)
            yield Block(kind=BlockKind.QUOTE, text=each.text)

    def _others(self) -> Iterator[Block]:
        if self._minutes.others:
            yield self._heading("minutes.others")
        for report in self._minutes.others:
            yield Block(kind=BlockKind.SUBHEADING, text=self._motion_words(report))
            yield from self._report(report)

    def _rulings(self) -> Iterator[Block]:
        if self._minutes.rulings:
            yield self._heading("minutes.rulings")
        for ruling in self._minutes.rulings:
            yield self._text("minutes.ruling", ruling=ruling.number, member=self._name(ruling.member), at=ruling.at)
            yield Block(kind=BlockKind.QUOTE, text=ruling.text)

    def _heading(self, message: str) -> Block:
        return Block(kind=BlockKind.HEADING, text=self._say.words(message))

    def _subheading(self, message: str) -> Block:
        return Block(kind=BlockKind.SUBHEADING, text=self._say.words(message))

    def _text(self, message: str, **facts: Value) -> Block:
        return Block(kind=BlockKind.TEXT, text=self._say.words(message, **facts))

    def _note(self, message: str, **facts: Value) -> Block:
        return Block(kind=BlockKind.NOTE, text=self._say.words(message, **facts))


def _tally(report: Report) -> dict[str, int]:
    """Count the votes by what they say, and the members entitled without one."""
    counted = {"yes": 0, "no": 0, "abstain": 0}
    for vote in report.votes.values():
        counted[vote.choice.value] += 1
    entitled = [elector.member for elector in report.electors if elector.entitled]
    return {**counted, "silent": sum(code not in report.votes for code in entitled)}
