"""Every fault of a charter is told at once, with its line (spec: terminal, ``charter check``)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.cli.terminal import fault_line, fault_sentence
from bot.charters.faults import CharterFaults
from bot.charters.load import charter_warnings, parse_charter
from tests.unit.charters.texts import SANCTIONS, SMALL, changed, faults, sentences

FIVE_FAULTS = """\
[charter]
version = 1
title = { en = "League" }

[rights]
active = [
    "vote",
    "rule",
]

[bodies.council]
title = { en = "Council", fr = "Conseil" }
seats = 15

[kinds.sanctions]
title = { en = "Sanctions", fr = "Sanctions" }
body = "council"
adopt = "at least 12 of 16 seats"
voting = "72h"
colour = "red"

[kinds.statement]
title = { en = "Statement", fr = "Déclaration" }
body = "senate"
adopt = "more for than against"
voting = "72h"
"""


def test_small_charter_has_no_fault() -> None:
    assert faults(SMALL) == []


def test_five_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    assert faults(FIVE_FAULTS) == [
        (3, "charter.title.fr", "charter.MissingKey"),
        (8, "rights.active[2]", "charter.WrongValue"),
        (18, "kinds.sanctions.adopt", "charter.RuleUnreadable"),
        (20, "kinds.sanctions.colour", "charter.UnknownKey"),
        (24, "kinds.statement.body", "charter.BodyNotKnown"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "where", "message"),
    [
        ("version = 1", "version = 2", 2, "charter.version", "VersionNotKnown"),
        ("version = 1", 'version = "1"', 2, "charter.version", "WrongValue"),
        ("version = 1", "edition = 1\nversion = 1", 2, "charter.edition", "UnknownKey"),
        ('weights = ["population"]', 'weights = ["of"]', 4, "charter.weights[1]", "WeightName"),
        ('weights = ["population"]', 'weights = ["seat"]', 4, "charter.weights[1]", "WeightName"),
        (
            'weights = ["population"]',
            'weights = ["population"]\noutage = { share = "1/4" , pause = "1h" }',
            5,
            "charter.outage.pause",
            "UnknownKey",
        ),
        (
            'weights = ["population"]',
            'weights = ["population"]\noutage = { share = 0.25 }',
            5,
            "charter.outage.share",
            "ShareUnreadable",
        ),
        (
            'weights = ["population"]',
            'weights = ["population"]\noutage = { share = "5/4" }',
            5,
            "charter.outage.share",
            "ShareUnreadable",
        ),
        (
            'weights = ["population"]',
            'weights = ["population"]\noutage = { share = "0" }',
            5,
            "charter.outage.share",
            "ShareUnreadable",
        ),
        (
            'weights = ["population"]',
            'weights = ["population"]\noutage = { share = "1/0" }',
            5,
            "charter.outage.share",
            "ShareUnreadable",
        ),
        (
            'weights = ["population"]',
            'weights = ["population"]\noutage = { tolerance = "0s" }',
            5,
            "charter.outage.tolerance",
            "DurationZero",
        ),
        ('active = ["vote", "propose"]', 'active = ["veto"]', 7, "rights.active[1]", "WrongValue"),
        ("candidate = [", "guest = [", 8, "rights.guest", "WrongValue"),
        ("seats = 15", "seats = 15.0", 15, "bodies.council.seats", "WrongValue"),
        ("seats = 15", "seats = 0", 15, "bodies.council.seats", "WrongValue"),
        ("seats = 15", "seats = 1001", 15, "bodies.council.seats", "WrongValue"),
        ("seats = 15", "chairs = 15\nseats = 15", 15, "bodies.council.chairs", "UnknownKey"),
        ('debate = "72h"', 'debate = "3 days"', 18, "defaults.debate", "DurationUnreadable"),
        ('debate = "72h"', "debate = 72", 18, "defaults.debate", "DurationUnreadable"),
        ('debate = "72h"', 'debate = "999999999w"', 18, "defaults.debate", "DurationUnreadable"),
        ('voting = "72h"', 'voting = "0h"', 19, "defaults.voting", "DurationZero"),
        ('"24h", "1h"', '"96h"', 20, "defaults.reminders", "LongerThanVoting"),
        ('debate = "72h"', 'title = "x"', 18, "defaults.title", "UnknownKey"),
        ('title = { en = "Sanctions", ', "title = { ", 23, "kinds.sanctions.title.en", "MissingKey"),
        ('body = "council"', 'body = "senate"', 24, "kinds.sanctions.body", "BodyNotKnown"),
        ('body = "council"\n', "", 22, "kinds.sanctions.body", "MissingKey"),
        (SANCTIONS + "\n", "", 22, "kinds.sanctions.adopt", "RuleMissing"),
        (SANCTIONS, 'adopt = "ten yes"', 25, "kinds.sanctions.adopt", "RuleUnreadable"),
        (SANCTIONS, 'adopt = "at least 10 of 14 seats"', 25, "kinds.sanctions.adopt", "RuleUnreadable"),
        (SANCTIONS, 'adopt = "at least 16 of 15 seats"', 25, "kinds.sanctions.adopt", "CountAboveSeats"),
        (
            SANCTIONS,
            'adopt = "at least 1/2 of the wealth of all members"',
            25,
            "kinds.sanctions.adopt",
            "RuleUnreadable",
        ),
        (
            SANCTIONS,
            'adopt = "at least 9 of 15 seats and no permanent member against"',
            25,
            "kinds.sanctions.adopt",
            "VetoNotKnown",
        ),
        ('"more for than against"', '"at least 3 of 4 seats"', 30, "kinds.procedure.adopt", "SeatsNotKnown"),
        ("members voted", "members", 31, "kinds.procedure.quorum", "RuleUnreadable"),
        ("entitled members voted", "seats voted", 31, "kinds.procedure.quorum", "SeatsNotKnown"),
        (SANCTIONS, SANCTIONS + '\ntie = "coin"', 26, "kinds.sanctions.tie", "WrongValue"),
        (SANCTIONS, SANCTIONS + "\nnames_member = true", 26, "kinds.sanctions.names_member", "NamesNoMember"),
        (SANCTIONS, SANCTIONS + "\nimpact = 1", 26, "kinds.sanctions.impact", "WrongValue"),
        (SANCTIONS, SANCTIONS + '\nvoting = "12h"', 22, "kinds.sanctions.reminders", "LongerThanVoting"),
        (SANCTIONS, SANCTIONS + '\nmin_open = "73h"', 26, "kinds.sanctions.min_open", "LongerThanVoting"),
        (SANCTIONS, SANCTIONS + '\nclose = "decided"', 26, "kinds.sanctions.close", "ClosesWhileChangeable"),
        (SANCTIONS, SANCTIONS + '\nprocedure = "ranked"', 25, "kinds.sanctions.adopt", "RuleNotTaken"),
        (
            SANCTIONS,
            SANCTIONS + '\nprocedure = "silence"',
            25,
            "kinds.sanctions.adopt",
            "SilenceCountsObjections",
        ),
        (
            SANCTIONS,
            SANCTIONS + "\nseconds = { needed = 2 }",
            26,
            "kinds.sanctions.seconds.within",
            "SecondsWithoutTime",
        ),
        (
            SANCTIONS,
            SANCTIONS + '\nurgent = { voting = "12h", requested_by = -1 }',
            26,
            "kinds.sanctions.urgent.requested_by",
            "WrongValue",
        ),
        (
            SANCTIONS,
            SANCTIONS + '\nlate_quorum = { window = "6h", extension = "24h" }',
            26,
            "kinds.sanctions.late_quorum",
            "LateQuorumWithoutQuorum",
        ),
        ("[kinds.procedure]", "[kinds.Points-of-Order]", 27, "kinds.Points-of-Order", "WrongValue"),
    ],
)
def test_each_fault_is_told_with_its_line_and_key(old: str, new: str, line: int, where: str, message: str) -> None:
    assert faults(changed(old, new)) == [(line, where, f"charter.{message}")]


def test_second_vote_and_casting_vote_are_no_faults() -> None:
    for tie in ("chair", "second-vote"):
        assert faults(changed(SANCTIONS, f'{SANCTIONS}\ntie = "{tie}"')) == []


def test_veto_clause_is_valid_where_the_body_has_permanent_members() -> None:
    text = changed(SANCTIONS, 'adopt = "at least 9 of 15 seats and no permanent member against"')
    assert faults(text.replace("seats = 15", "seats = 15\npermanent_veto = true")) == []


def test_number_too_long_to_read_is_a_fault_and_no_crash() -> None:
    assert [message for *_, message in faults(f"version = {'9' * 5000}")] == ["charter.Syntax"]


def test_urgency_that_nobody_need_ask_for_is_valid() -> None:
    text = changed(SANCTIONS, SANCTIONS + '\nurgent = { voting = "12h", requested_by = 0 }')
    assert faults(text) == []


def test_text_that_is_not_toml_is_told_with_its_line() -> None:
    assert faults(changed("version = 1", "version = ")) == [(2, "", "charter.Syntax")]


def test_key_given_twice_is_told_with_its_line() -> None:
    assert faults(changed("version = 1", "version = 1\nversion = 1")) == [(3, "", "charter.Syntax")]


def test_file_cut_short_is_told_at_its_last_line() -> None:
    assert faults('[charter]\ntitle = "') == [(2, "", "charter.Syntax")]


def test_empty_file_names_each_missing_table() -> None:
    assert [where for _, where, _ in faults("")] == ["charter", "rights", "bodies", "kinds"]


def test_body_at_fault_does_not_blame_its_kinds() -> None:
    """A rule is not judged against a body that cannot be read itself."""
    text = changed("seats = 15", 'seats = "fifteen"')
    assert faults(text) == [(15, "bodies.council.seats", "charter.WrongValue")]


def test_default_at_fault_is_told_once() -> None:
    text = changed('voting = "72h"', 'voting = "soon"')
    assert faults(text) == [(19, "defaults.voting", "charter.DurationUnreadable")]


def test_sentence_of_an_unreadable_rule_says_where_and_what_was_expected() -> None:
    (told,) = sentences(changed(SANCTIONS, 'adopt = "at least 10 of 14 seats"'))
    assert told == (
        "“at least 10 of 14 seats” cannot be read: at character 16, expected 15, the seats of the body, found “14”"
    )


def test_sentence_of_a_wrong_choice_lists_what_is_accepted() -> None:
    (told,) = sentences(changed(SANCTIONS, SANCTIONS + '\ntie = "coin"'))
    assert told == "expected one of these: reject, chair, and second-vote; found “coin”"


def test_sentence_of_an_unknown_status_quotes_the_status() -> None:
    (told,) = sentences(changed("candidate = [", "guest = ["))
    assert told.endswith("found “guest”")


def test_faults_read_as_lines_of_the_terminal() -> None:
    with pytest.raises(CharterFaults) as caught:
        parse_charter(changed('body = "council"', 'body = "senate"'))
    assert [fault_line(fault) for fault in caught.value.faults] == [
        "line 24, kinds.sanctions.body: the charter has no body “senate”; it has assembly and council"
    ]


def test_fault_of_the_whole_file_names_no_key() -> None:
    with pytest.raises(CharterFaults) as caught:
        parse_charter(changed("version = 1", "version = "))
    (fault,) = caught.value.faults
    assert fault_line(fault) == "line 2: this is not valid TOML: Invalid value"


def test_refusal_carries_the_number_of_faults_and_their_places() -> None:
    """A log has them without any words."""
    with pytest.raises(CharterFaults) as caught:
        parse_charter(changed('body = "council"', 'body = "senate"'))
    assert caught.value.facts == {"count": 1, "places": ("24 kinds.sanctions.body charter.BodyNotKnown",)}


def test_kind_in_a_charter_without_bodies_is_told_so() -> None:
    text = changed('[bodies.assembly]\ntitle = { en = "Assembly", fr = "Assemblée" }\n', "")
    text = text.replace('[bodies.council]\ntitle = { en = "Council", fr = "Conseil" }\nseats = 15\n', "[bodies]\n")
    assert [fault for fault in faults(text) if fault[1].startswith("kinds")] == [
        (20, "kinds.sanctions.body", "charter.NoBodies"),
        (25, "kinds.procedure.body", "charter.NoBodies"),
    ]


WHOLE = f"""{SMALL}
tie = "reject"
effect = "advisory"
coalition = false
concerned = "none"
names_member = false
impact = false
procedure = "vote"
seconds = {{ needed = 0 }}
notice = "1h"
debate = "1h"
voting = "30h"
changeable = true
close = "deadline"
min_open = "1h"
live_tally = true
reminders = ["1h"]
urgent = {{ voting = "12h", requested_by = 1 }}
late_quorum = {{ window = "6h", extension = "24h" }}
notes = true
takes_effect = "1h"

[kinds.election]
title = {{ en = "Election", fr = "Élection" }}
body = "council"
adopt = "more for than against"
concerned = "votes"
names_member = true
effect = "binding"
confers = "active"
refuses = "refused"
elects = "chair"

[procedure]
kind = "procedure"
second_vote = "48h"
casting_vote = "24h"
declaration = "2h"
contest = "2h"
consensus = "10m"
call = "2m"
reconsideration = "183d"
""".replace(
    'weights = ["population"]',
    """weights = ["population"]
working_hours = { days = ["mon"], from = "09:00", to = "17:00" }
outage = { tolerance = "10m" }
mid_vote_loss = "keep\"""",
).replace(
    "seats = 15",
    """seats = 15
chair = { by = "elected" }
rotation = "01-01"
permanent_veto = true""",
)
"""SMALL with every key written out."""

VALUES = (
    "1", "0", "-1", "1001", "9" * 60, "1.5", "inf", "nan", "true", "1979-05-27", "07:32:00", "1979-05-27T07:32:00Z",
    '""', '"x"', '"no objection"', '"{x} of {seats}"', f'"{"a" * 300}"', "[]", "[1]", '["x"]', '[["x"]]', '["", ""]',
    '"0000-01"', '"2026-01"', '"02-30"', '"24:00"', '"mon"', '["mon", "mon"]', '{ by = "fixed" }',
    '{ by = "rotating" }', '{ days = ["mon"], from = "09:00", to = "08:00" }', '"EST"',
    "{}", "{ a = 1 }", '{ en = "", fr = 1 }', "{ needed = 1 }", '{ window = "99h", extension = "0h" }',
)  # fmt: skip
LINES = tuple(re.findall(r"^\w+ = .+$", WHOLE, re.MULTILINE))


def test_whole_charter_has_no_fault() -> None:
    assert faults(WHOLE) == []


@pytest.mark.parametrize("line", LINES)
def test_catalogue_has_words_for_any_value_of_any_key(line: str) -> None:
    """Whatever stands behind a key is accepted or told in a sentence; nothing falls out of the catalogue."""
    key = line.partition(" = ")[0]
    told = [sentence for value in VALUES for sentence in sentences(WHOLE.replace(line, f"{key} = {value}", 1))]
    assert told
    assert all(told)


@given(st.text(max_size=60))
def test_catalogue_has_words_for_any_text(text: str) -> None:
    assert all(sentences(text))


def test_rounded_share_draws_a_warning_that_suggests_the_fraction() -> None:
    text = changed(SANCTIONS, 'adopt = "at least 66.67% of entitled members"')
    (warning,) = charter_warnings(text)
    assert (warning.line, warning.where) == (25, "kinds.sanctions.adopt")
    assert "2/3" in fault_sentence(warning)


def test_quorum_added_to_a_share_of_a_fixed_base_draws_a_warning() -> None:
    """There, staying away would beat voting no (spec: rules, deciding 2)."""
    text = changed(SANCTIONS, SANCTIONS + '\nquorum = "at least 8 of entitled members voted"')
    (warning,) = charter_warnings(text)
    assert (warning.line, warning.message_id) == (26, "charter.QuorumRewardsAbsence")
    assert fault_sentence(warning).endswith("leave the quorum out")


def test_small_charter_draws_no_warning() -> None:
    assert charter_warnings(SMALL) == ()
