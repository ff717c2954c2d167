"""What a charter says of chairs, procedure, working hours and the effect of decisions must agree with itself.

A key that would do nothing where it stands is a fault, so that nobody takes it for a rule.
"""

import json
from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from adapters.cli.terminal import fault_sentence
from bot.charters.load import charter_warnings, parse_charter
from bot.domain.chairing import Office
from bot.domain.charter import ChairBy, Chairing, Consultation, DigestRule, RulesOfProcedure, YearlyDay
from bot.domain.ids import BodyName, KindName, MemberCode
from bot.domain.membership import Status
from bot.domain.working_hours import WorkingHours
from tests.unit.charters.texts import SANCTIONS, SMALL, changed, faults, sentences

Change = tuple[str, str]

WEIGHTS = 'weights = ["population"]'
SEATS = "seats = 15"
IN_ORDER = 'by = "fixed-order", order = ["EST"]'
ASSEMBLY = 'fr = "Assemblée" }'
ABOUT = 'concerned = "votes"\nnames_member = true'
NAMING = f'effect = "binding"\n{ABOUT}'
SILENCE = SANCTIONS.replace("at least 10 of 15 seats", "no objection") + '\nprocedure = "silence"'
RANKED = 'procedure = "ranked"'
URGENT = 'urgent = { voting = "12h", always = true }'


def hours(text: str) -> Change:
    """Give the change that adds working hours."""
    return WEIGHTS, f"{WEIGHTS}\nworking_hours = {text}"


def chair(text: str) -> Change:
    """Give the change that adds a chair to the council."""
    return SEATS, f"{SEATS}\nchair = {text}"


def at_large(text: str) -> Change:
    """Give the change that has the seats of the council rotate, and says how."""
    return SEATS, f'{SEATS}\nrotation = "01-01"\nat_large = {{ {text} }}'


def kind(text: str) -> Change:
    """Give the change that adds lines to the kind of sanctions, the first of them on line 26."""
    return SANCTIONS, f"{SANCTIONS}\n{text}"


def with_procedure(text: str, base: str = SMALL) -> str:
    """Give a charter with a table of procedure, whose first key is on line 34."""
    return f"{base}\n[procedure]\n{text}\n"


HOURS, CHAIR, KIND = "charter.working_hours", "bodies.council.chair", "kinds.sanctions"
LARGE = "bodies.council.at_large"

OF_HOURS = [
    ('{ days = [], from = "09:00", to = "17:00" }', ".days", "WrongValue", "at least one entry"),
    ('{ days = ["Monday"], from = "09:00", to = "17:00" }', ".days[1]", "WeekdayUnreadable", "mon, tue"),
    ('{ days = ["mon", "mon"], from = "09:00", to = "17:00" }', ".days", "DayRepeated", "given twice"),
    ('{ days = ["mon"], from = "9", to = "17:00" }', ".from", "TimeUnreadable", "such as 09:00"),
    ('{ days = ["mon"], from = 09:00:00, to = "17:00" }', ".from", "TimeUnreadable", "in quotes"),
    ('{ days = ["mon"], from = "17:00", to = "17:00" }', ".to", "HoursBackwards", "end later"),
    ('{ days = ["mon"], from = "09:00", to = "24:00" }', ".to", "TimeUnreadable", "such as 09:00"),
    ('{ days = ["mon"], from = "09:00" }', ".to", "MissingKey", "missing"),
    ('{ days = ["mon"], from = "09:00", to = "17:00", opens = "08:00" }', ".opens", "UnknownKey", "not known"),
]
"""What the working hours are set to, and the fault: its key, its message, a part of its sentence."""

OF_CHAIR = [
    ('{ by = "lot" }', ".by", "WrongValue", "fixed, rotating, and elected"),
    ('{ chair = "EST" }', ".by", "MissingKey", "missing"),
    ('{ by = "fixed" }', ".chair", "ChairNotNamed", "must be named"),
    ('{ by = "fixed", chair = "est" }', ".chair", "CodeUnreadable", "three capital letters"),
    ('{ by = "fixed", chair = "" }', ".chair", "CodeUnreadable", "three capital letters"),
    ('{ by = "fixed", chair = "EST", vice = 7 }', ".vice", "CodeUnreadable", "three capital letters"),
    ('{ by = "fixed", chair = "EST", vice = "EST" }', ".vice", "ViceIsChair", "its own vice-chair"),
    ('{ by = "fixed", chair = "EST", first_month = "2026-01" }', ".first_month", "MonthNotTaken", "rotating"),
    ('{ by = "rotating" }', ".first_month", "RotationWithoutMonth", "add first_month"),
    ('{ by = "rotating", first_month = "2026-13" }', ".first_month", "MonthUnreadable", "such as 2026-01"),
    ('{ by = "rotating", first_month = "0000-01" }', ".first_month", "MonthUnreadable", "such as 2026-01"),
    ('{ by = "rotating", first_month = 2026-01-01 }', ".first_month", "MonthUnreadable", "in quotes"),
    ('{ by = "rotating", first_month = "2026-01", vice = "EST" }', ".vice", "OfficerNotTaken", "only a fixed"),
    ('{ by = "elected", chair = "EST" }', ".chair", "OfficerNotTaken", "only a fixed chair"),
]
"""The same for the chair of the council."""

OF_BODIES = [
    (SEATS, 'rotation = "02-29"', 16, "council.rotation", "DayUnreadable", "every year"),
    (SEATS, 'rotation = "1-1"', 16, "council.rotation", "DayUnreadable", "such as 01-15"),
    (ASSEMBLY, 'rotation = "01-01"', 12, "assembly.rotation", "RotationWithoutSeats", "that could rotate"),
    (
        SEATS,
        'at_large = { by = "fixed-order", order = ["EST"] }',
        16,
        "council.at_large",
        "SeatsWithoutRotation",
        "01-01",
    ),
]
"""What is added after which line of a body, and the fault with its line."""

OF_SEATS_AT_LARGE = [
    ('by = "lot"', ".by", "WrongValue", "ranked and fixed-order"),
    ('by = "ranked"', ".kind", "SeatsWithoutKind", "need the kind"),
    ('by = "ranked", kind = "x"', "", "SeatsKindNotKnown", "no kind x"),
    ('by = "ranked", kind = "sanctions"', "", "SeatsKindNotRanked", "ranked"),
    ('by = "ranked", kind = "x", order = ["EST"]', ".order", "SeatsOrderNotTaken", "leave order out"),
    ('by = "fixed-order"', ".order", "SeatsWithoutOrder", "must be given"),
    (f'{IN_ORDER}, kind = "seats"', ".kind", "SeatsKindNotTaken", "leave kind out"),
    (f"{IN_ORDER}, term = 0", ".term", "WrongValue", "1"),
    (f"{IN_ORDER}, term = 11", ".term", "WrongValue", "10"),
    (f"{IN_ORDER}, reminders = [0]", ".reminders[1]", "WrongValue", "1"),
    (f"{IN_ORDER}, reminders = []", ".reminders", "WrongValue", "at least one"),
    (f'{IN_ORDER}, immediate_reelection = "no"', ".immediate_reelection", "WrongValue", "true or false"),
    ('by = "fixed-order", order = ["est"]', ".order[1]", "CodeUnreadable", "capital"),
    ('by = "fixed-order", order = ["EST", "EST"]', ".order", "SeatsOrderRepeats", "once"),
]
"""What the seats at large are set to, and the fault: its key, its message, a part of its sentence."""

OF_KIND = [
    ("notes = 1", 26, ".notes", "WrongValue", "true or false"),
    ('takes_effect = "soon"', 26, ".takes_effect", "DurationUnreadable", "such as 90s"),
    ('confers = "suspended"', 26, ".confers", "EffectOnNobody", "names_member = true"),
    ('refuses = "refused"', 26, ".refuses", "EffectOnNobody", "names_member = true"),
    ('elects = "chair"', 26, ".elects", "EffectOnNobody", "names_member = true"),
    (f'{NAMING}\nconfers = "banned"', 29, ".confers", "WrongValue", "found “banned”"),
    (f'{NAMING}\nconfers = "withdrawn"', 29, ".confers", "StatusNotGiven", "active, suspended, and expired"),
    (f'{NAMING}\nrefuses = "suspended"', 29, ".refuses", "StatusNotGiven", "what does is refused"),
    (f'{ABOUT}\nconfers = "active"', 28, ".confers", "StatusByAdvice", "binding"),
    (f'{NAMING}\nelects = "treasurer"', 29, ".elects", "WrongValue", "chair and vice-chair"),
    (f'{NAMING}\ntakes_effect = "1d"\nconfers = "active"', 30, ".confers", "EffectBeforeText", "takes_effect out"),
    (f'{NAMING}\nelects = "chair"', 29, ".elects", "ChairIsNotElected", "“council” is not elected"),
    ('fills = "council"', 26, ".fills", "EffectOnNobody", "names_member = true"),
    (f'{NAMING}\nfills = "senate"', 29, ".fills", "BodyNotKnown", "senate"),
    (f'{NAMING}\nfills = "assembly"', 29, ".fills", "FillsNoSeats", "no seats"),
]  # fmt: skip
"""What is added to the kind of sanctions, and the fault with its line."""

OF_OTHER_PROCEDURES = [
    (f"{SILENCE}\nnotes = true", 27, ".notes", "NotesWithoutVote", "decided by a vote"),
    (f'{RANKED}\n{NAMING}\nconfers = "active"', 29, ".confers", "EffectOfRanking", "fill seats"),
    (f'{RANKED}\n{NAMING}\nelects = "chair"', 29, ".elects", "EffectOfRanking", "fill seats"),
    (f'{RANKED}\n{NAMING}\nfills = "council"', 29, ".fills", "EffectOfRanking", "fill seats"),
]
"""The same for a kind by silence or by ranked ballots."""

FAULTS = [
    *((hours(text), 5, HOURS + key, *fault) for text, key, *fault in OF_HOURS),
    *((chair(text), 16, CHAIR + key, *fault) for text, key, *fault in OF_CHAIR),
    *(((old, f"{old}\n{text}"), line, f"bodies.{key}", *fault) for old, text, line, key, *fault in OF_BODIES),
    *((at_large(text), 17, LARGE + key, *fault) for text, key, *fault in OF_SEATS_AT_LARGE),
    *((kind(text), line, KIND + key, *fault) for text, line, key, *fault in OF_KIND),
    *(((SANCTIONS, text), line, KIND + key, *fault) for text, line, key, *fault in OF_OTHER_PROCEDURES),
    (('debate = "72h"', 'confers = "active"'), 18, "defaults.confers", "UnknownKey", "not known"),
]


@pytest.mark.parametrize(("change", "line", "where", "message", "told"), FAULTS)
def test_each_fault_is_told_with_its_line_key_and_sentence(
    change: Change, line: int, where: str, message: str, told: str
) -> None:
    text = changed(*change)
    assert faults(text) == [(line, where, f"charter.{message}")]
    (sentence,) = sentences(text)
    assert told in sentence


BARE = '"more for than against"'
WITH_IMPACT = changed(BARE, f"{BARE}\nimpact = true")
WITH_MEMBER = changed(BARE, f"{BARE}\n{ABOUT}")
OF_PROCEDURE = [
    ('kind = "points"', SMALL, ".kind", "ProcedureKindNotKnown", "it has sanctions and procedure"),
    ("kind = 1", SMALL, ".kind", "WrongValue", "text in quotes"),
    ('call = "5s"', SMALL, ".call", "CallOutOfRange", "from 10s to 1h"),
    ('second_vote = "0h"', SMALL, ".second_vote", "DurationZero", "longer than nothing"),
    ("consensus = 10", SMALL, ".consensus", "DurationUnreadable", "such as 90s"),
    ('pause = "1h"', SMALL, ".pause", "UnknownKey", "not known"),
    ('kind = "sanctions"', SMALL, ".kind", "ProcedureKindNotForBody", "cannot stand in “assembly”"),
    ('kind = "procedure"', WITH_IMPACT, ".kind", "ProcedureKindAsksMore", "without a statement of impact"),
    ('kind = "procedure"', WITH_MEMBER, ".kind", "ProcedureKindAsksMore", "need not name a member"),
    ('kind = "sanctions"', changed(SANCTIONS, SILENCE), ".kind", "ProcedureKindNotVoted", "“sanctions” is not"),
    ('kind = "sanctions"', changed(SANCTIONS, RANKED), ".kind", "ProcedureKindNotVoted", "“sanctions” is not"),
]
"""What the table of procedure says, in which charter, and the fault."""


@pytest.mark.parametrize(("said", "charter", "key", "message", "told"), OF_PROCEDURE)
def test_each_fault_of_the_procedure_is_told_with_its_line_key_and_sentence(
    said: str, charter: str, key: str, message: str, told: str
) -> None:
    text = with_procedure(said, charter)
    line = text[: text.index("[procedure]")].count("\n") + 2
    assert faults(text) == [(line, f"procedure{key}", f"charter.{message}")]
    (sentence,) = sentences(text)
    assert told in sentence


CALLED = 'concerned = "votes"\nurgent = { voting = "12h" }'
OF_CONSULTATION = [
    ("", 'kind = "x"', ".kind", "ConsultationKindNotKnown", "no kind x"),
    ("", 'kind = "sanctions"', ".kind", "ConsultationKindNotUrgent", "urgently"),
    (CALLED, "", ".kind", "MissingKey", "missing"),
    (CALLED, 'kind = "sanctions"\ntime = "soon"', ".time", "DurationUnreadable", "such as 90s"),
    ('urgent = { voting = "12h" }', 'kind = "sanctions"', ".kind", "ConsultationKindOnNobody", "no member"),
    (f"{CALLED}\nimpact = true", 'kind = "sanctions"', ".kind", "ConsultationKindAsksMore", "impact"),
    (CALLED, 'kind = "sanctions"\nbody = "senate"', ".body", "ConsultationBodyNotKnown", "no body senate"),
]
"""What is added to the kind of sanctions, what the table of consultation says, and the fault."""


@pytest.mark.parametrize(("added", "said", "key", "message", "told"), OF_CONSULTATION)
def test_each_fault_of_the_consultation_is_told_with_its_sentence(
    added: str, said: str, key: str, message: str, told: str
) -> None:
    text = f"{changed(*kind(added))}\n[consultation]\n{said}\n"
    assert [(where, what) for _, where, what in faults(text)] == [(f"consultation{key}", f"charter.{message}")]
    (sentence,) = sentences(text)
    assert told in sentence


def test_consultation_has_the_body_of_its_kind_and_a_day_unless_it_says_otherwise() -> None:
    text = f'{changed(*kind(CALLED))}\n[consultation]\nkind = "sanctions"\n'
    read = parse_charter(text).consultation
    assert read == Consultation(body=BodyName("council"), kind=KindName("sanctions"), time=timedelta(hours=24))
    other = parse_charter(f'{text}body = "assembly"\ntime = "90m"\n').consultation
    assert other == Consultation(body=BodyName("assembly"), kind=KindName("sanctions"), time=timedelta(minutes=90))


@pytest.mark.parametrize(
    ("said", "key", "message", "told"),
    [
        ('day = "monday"', ".day", "WeekdayUnreadable", "mon, tue"),
        ('at = "9"', ".at", "TimeUnreadable", "such as 09:00"),
        ('late = "7d"', ".late", "DigestTooLate", "more than six days late"),
        ('late = "0h"', ".late", "DurationZero", "longer than nothing"),
        ('zone = "UTC"', ".zone", "UnknownKey", "not known"),
    ],
)
def test_each_fault_of_the_digest_is_told_with_its_sentence(said: str, key: str, message: str, told: str) -> None:
    text = f"{SMALL}\n[digest]\n{said}\n"
    assert [(where, what) for _, where, what in faults(text)] == [(f"digest{key}", f"charter.{message}")]
    (sentence,) = sentences(text)
    assert told in sentence


def test_digest_is_due_on_monday_at_nine_unless_it_says_otherwise() -> None:
    assert parse_charter(SMALL).digest is None
    assert parse_charter(f"{SMALL}\n[digest]\n").digest == DigestRule()
    other = parse_charter(f'{SMALL}\n[digest]\nday = "fri"\nat = "07:30"\nlate = "12h"\n').digest
    assert other == DigestRule(day=4, at=time(7, 30), late=timedelta(hours=12))


def test_unknown_kind_of_procedure_is_told_beside_other_faults() -> None:
    text = with_procedure('kind = "points"', changed("version = 1", "version = 2"))
    assert [where for _, where, _ in faults(text)] == ["charter.version", "procedure.kind"]


def test_rule_that_counts_seats_serves_for_procedure_where_every_body_has_them() -> None:
    text = changed(f'[bodies.assembly]\ntitle = {{ en = "Assembly", {ASSEMBLY}\n', "")
    text = text.replace('body = "assembly"', 'body = "council"')
    assert faults(with_procedure('kind = "sanctions"', text)) == []


def test_kind_at_fault_is_not_blamed_on_the_procedure() -> None:
    text = with_procedure('kind = "sanctions"', changed(SANCTIONS, 'adopt = "ten yes"'))
    assert faults(text) == [(25, "kinds.sanctions.adopt", "charter.RuleUnreadable")]


def test_body_at_fault_is_not_blamed_on_its_kinds_and_their_elections() -> None:
    text = changed(*kind(f'{NAMING}\nelects = "chair"')).replace(SEATS, 'seats = "x"\nrotation = "01-01"')
    assert faults(text) == [(15, "bodies.council.seats", "charter.WrongValue")]


def test_kind_that_names_nobody_it_concerns_is_told_once() -> None:
    text = changed(*kind('effect = "binding"\nnames_member = true\nconfers = "active"'))
    assert faults(text) == [(27, "kinds.sanctions.names_member", "charter.NamesNoMember")]


def test_silence_that_no_working_hours_could_end_is_a_fault() -> None:
    """One minute a week: seventy-two hours of it are eighty years."""
    _, narrow = hours('{ days = ["mon"], from = "09:00", to = "09:01" }')
    text = changed(SANCTIONS, SILENCE).replace(WEIGHTS, narrow)
    assert faults(text) == [(23, "kinds.sanctions.voting", "charter.SilenceTooLong")]
    assert "longer than ten years" in sentences(text)[0]
    _, week = hours('{ days = ["mon"], from = "09:00", to = "17:00" }')
    assert faults(changed(SANCTIONS, SILENCE).replace(WEIGHTS, week)) == []
    assert faults(changed(WEIGHTS, narrow)) == [], "a vote does not run in working hours"


def test_defaults_give_no_wait_to_a_kind_that_is_always_urgent() -> None:
    text = changed('debate = "72h"', 'debate = "72h"\nnotice = "1d"\nseconds = { needed = 2, within = "1h" }')
    read = parse_charter(text.replace(SANCTIONS, f"{SANCTIONS}\n{URGENT}"))
    urgent, ordinary = read.kinds[KindName("sanctions")], read.kinds[KindName("procedure")]
    assert (urgent.seconds.needed, urgent.wait) == (0, timedelta(0))
    assert (ordinary.seconds.needed, ordinary.wait) == (2, timedelta(hours=72))


def test_defaults_take_votes_by_note_verbale_for_votes_only() -> None:
    read = parse_charter(changed('debate = "72h"', "notes = true").replace(SANCTIONS, SILENCE))
    assert [kind.notes for kind in read.kinds.values()] == [False, True]


def test_keys_are_read_as_they_are_meant() -> None:
    text = changed(*hours('{ days = ["fri", "mon"], from = "09:30", to = "17:00" }'))
    text = text.replace(SEATS, f'{SEATS}\nrotation = "07-15"\nchair = {{ by = "elected" }}')
    text = text.replace(ASSEMBLY, f'{ASSEMBLY}\nchair = {{ by = "fixed", chair = "EST", vice = "FIN" }}')
    text = text.replace(SANCTIONS, f'{SANCTIONS}\n{NAMING}\nconfers = "suspended"\nelects = "chair"\nnotes = true')
    read = parse_charter(with_procedure('kind = "procedure"\ncall = "90s"\nreconsideration = "30d"', text))
    council, assembly = read.bodies[BodyName("council")], read.bodies[BodyName("assembly")]
    assert read.working_hours == WorkingHours(days=frozenset({0, 4}), opens=time(9, 30), closes=time(17))
    assert (council.rotation, council.chairing) == (YearlyDay(month=7, day=15), Chairing(by=ChairBy.ELECTED))
    assert assembly.chairing == Chairing(by=ChairBy.FIXED, chair=MemberCode("EST"), vice=MemberCode("FIN"))
    assert read.procedure == RulesOfProcedure(
        kind=KindName("procedure"), call=timedelta(seconds=90), reconsideration=timedelta(days=30)
    )
    sanctions = read.kinds[KindName("sanctions")]
    assert (sanctions.confers, sanctions.refuses, sanctions.elects) == (Status.SUSPENDED, None, Office.CHAIR)
    assert (sanctions.notes, sanctions.takes_effect) == (True, None)


def test_rotation_of_the_chair_counts_from_the_first_of_its_month() -> None:
    read = parse_charter(changed(*chair('{ by = "rotating", first_month = "2026-04" }')))
    assert read.bodies[BodyName("council")].chairing == Chairing(by=ChairBy.ROTATING, first_month=date(2026, 4, 1))


def test_text_may_take_effect_with_its_adoption() -> None:
    """Nothing is not the same as no time: a text that says nothing takes no effect of its own."""
    read = parse_charter(changed(*kind('takes_effect = "0h"')))
    assert [kind.takes_effect for kind in read.kinds.values()] == [timedelta(0), None]


def test_tie_left_to_a_chair_that_is_not_there_draws_a_warning() -> None:
    text = changed(*kind('tie = "chair"'))
    (warning,) = charter_warnings(text)
    assert (warning.line, warning.where, warning.message_id) == (26, f"{KIND}.tie", "charter.TieWithoutChair")
    assert "“council” has none" in fault_sentence(warning)
    assert charter_warnings(text.replace(SEATS, f'{SEATS}\nchair = {{ by = "fixed", chair = "EST" }}')) == ()


def test_chair_whom_nobody_elects_draws_a_warning() -> None:
    text = changed(*chair('{ by = "elected" }'))
    (warning,) = charter_warnings(text)
    assert (warning.line, warning.where, warning.message_id) == (16, CHAIR, "charter.NobodyElectsChair")
    assert fault_sentence(warning).endswith("add a kind with elects = “chair”")
    assert charter_warnings(text.replace(SANCTIONS, f'{SANCTIONS}\n{NAMING}\nelects = "chair"')) == ()
    vice = text.replace(SANCTIONS, f'{SANCTIONS}\n{NAMING}\nelects = "vice-chair"')
    assert len(charter_warnings(vice)) == 1


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('seconds = { needed = 2, within = "1h" }', "leave out seconds"),
        ('notice = "7d"\ndebate = "1h"', "leave out notice and debate"),
        ("", ""),
    ],
)
def test_wait_before_an_urgent_vote_draws_a_warning(said: str, told: str) -> None:
    """Nobody waits for it. It is no fault, since an alliance may have been founded with it."""
    warnings = charter_warnings(changed(*kind(f"{URGENT}\n{said}")))
    assert [(warning.line, warning.message_id) for warning in warnings] == (
        [(26, "charter.WaitsThoughUrgent")] if said else []
    )
    assert all(told in fault_sentence(warning) for warning in warnings)


def test_members_asked_for_what_is_always_urgent_draw_a_warning() -> None:
    (warning,) = charter_warnings(changed(*kind('urgent = { voting = "12h", requested_by = 3, always = true }')))
    assert (warning.line, warning.where, warning.message_id) == (26, f"{KIND}.urgent", "charter.NobodyNeedAsk")
    assert "leave requested_by out" in fault_sentence(warning)


def test_veto_in_a_body_without_seats_draws_a_warning() -> None:
    (warning,) = charter_warnings(changed(ASSEMBLY, f"{ASSEMBLY}\npermanent_veto = true"))
    assert (warning.line, warning.where) == (12, "bodies.assembly.permanent_veto")
    assert "core seats" in fault_sentence(warning)


def test_charter_of_an_alliance_founded_earlier_is_still_read() -> None:
    """It is read from the record each time: what an earlier release took for sound stays readable."""
    founded = 0
    for line in (Path(__file__).parents[2] / "data" / "schema" / "0002.jsonl").read_text(encoding="utf-8").splitlines():
        for text in texts_in(json.loads(line)):
            if "[kinds." in text and text.lstrip().startswith(("[charter]", "#")):
                assert faults(text) == []
                founded += 1
    assert founded


def texts_in(value: object) -> Iterator[str]:
    """Give every text of a JSON value, those written as JSON themselves opened."""
    match value:
        case dict():
            for each in value.values():
                yield from texts_in(each)
        case list():
            for each in value:
                yield from texts_in(each)
        case str() if value.startswith("{"):
            yield from texts_in(json.loads(value))
        case str():
            yield value
        case _:
            return
