"""The charters that ship say what the founding documents say (spec: rules, the two charters)."""

from datetime import timedelta
from fractions import Fraction

import pytest

from bot.charters.load import (
    UnknownCharter,
    charter_warnings,
    parse_charter,
    shipped_charter,
    shipped_charters,
)
from bot.domain.charter import Charter, Closing, Concerned, Effect, MidVoteLoss, Procedure
from bot.domain.ids import BodyName, KindName
from bot.domain.membership import Right, Status
from bot.domain.outages import OutageRule

POLITICAL = "alliance-of-democracies"
MILITARY = "democratic-defense-alliance"

MILITARY_RULE = (
    "at least 2/3 of entitled members and at least 65% of the population of entitled members "
    "and at least 1/2 of all members, "
    "or at least 2/3 of entitled members and at most 3 entitled members not in favour "
    "and at least 1/2 of all members"
)


@pytest.fixture(params=[POLITICAL, MILITARY])
def charter(request: pytest.FixtureRequest) -> Charter:
    return parse_charter(shipped_charter(request.param))


def test_both_charters_ship() -> None:
    assert {POLITICAL, MILITARY} <= set(shipped_charters())


def test_charter_that_does_not_ship_is_not_guessed() -> None:
    with pytest.raises(UnknownCharter):
        shipped_charter("../load")


@pytest.mark.parametrize("name", shipped_charters())
def test_shipped_charter_draws_no_warning(name: str) -> None:
    assert charter_warnings(shipped_charter(name)) == ()


@pytest.mark.parametrize(
    ("name", "kinds", "body", "rule"),
    [
        (POLITICAL, "resolution statement support", "council", "at least 10 of 15 seats"),
        (
            POLITICAL,
            "sanctions joint-fund admission suspension reinstatement non-renewal internal-rules",
            "council",
            "at least 12 of 15 seats",
        ),
        (POLITICAL, "charter-change", "assembly", "at least 3/4 of members in good standing"),
        (POLITICAL, "procedure", "council", "more for than against"),
        (POLITICAL, "routine", "council", "no objection"),
        (POLITICAL, "at-large-seats", "assembly", "None"),
        (MILITARY, "resolution statement", "assembly", "more than 1/2 of members in good standing"),
        (MILITARY, "sanctions joint-fund", "assembly", "at least 2/3 of members in good standing"),
        (MILITARY, "military-action collective-defence", "assembly", MILITARY_RULE),
        (
            MILITARY,
            "admission suspension non-renewal internal-rules",
            "assembly",
            "at least 2/3 of all other members",
        ),
        (MILITARY, "reinstatement", "assembly", "at least 2/3 of other members in good standing"),
        (MILITARY, "charter-change", "assembly", "at least 3/4 of members in good standing"),
        (MILITARY, "procedure", "assembly", "more for than against"),
        (MILITARY, "routine", "assembly", "no objection"),
    ],
)
def test_rules_print_as_the_table_of_the_spec(name: str, kinds: str, body: str, rule: str) -> None:
    charter = parse_charter(shipped_charter(name))
    for kind in kinds.split():
        told = charter.kinds[KindName(kind)]
        assert (told.body, str(told.adopt)) == (body, rule)


@pytest.mark.parametrize(("name", "count"), [(POLITICAL, 14), (MILITARY, 14)])
def test_charter_has_no_kind_beyond_the_table(name: str, count: int) -> None:
    assert len(parse_charter(shipped_charter(name)).kinds) == count


def test_only_procedure_has_a_quorum_and_a_late_quorum(charter: Charter) -> None:
    """Where a fixed base is counted, a quorum would make staying away beat voting no."""
    for kind in charter.kinds.values():
        assert (kind.quorum is not None) == (kind.name == "procedure")
        assert (kind.late_quorum is not None) == (kind.name == "procedure")
    procedure = charter.kinds[KindName("procedure")]
    assert str(procedure.quorum) == "at least 1/2 of entitled members voted"
    assert procedure.late_quorum is not None
    assert procedure.late_quorum.window == timedelta(hours=6)
    assert procedure.late_quorum.extension == timedelta(hours=24)


def test_ordinary_kind_has_the_ordinary_durations(charter: Charter) -> None:
    kind = charter.kinds[KindName("resolution")]
    assert (kind.seconds.needed, kind.seconds.within) == (2, timedelta(hours=72))
    assert (kind.debate, kind.voting, kind.notice) == (timedelta(hours=72), timedelta(hours=72), timedelta(0))
    assert kind.urgent is not None
    assert (kind.urgent.voting, kind.urgent.requested_by, kind.urgent.always) == (
        timedelta(hours=12),
        3,
        False,
    )
    assert kind.reminders == (timedelta(hours=24), timedelta(hours=4), timedelta(hours=1))
    assert (kind.changeable, kind.closing) == (True, Closing.DEADLINE)


def test_week_of_notice_where_members_must_prepare(charter: Charter) -> None:
    with_notice = {kind.name for kind in charter.kinds.values() if kind.notice == timedelta(days=7)}
    expected = {"sanctions", "suspension", "charter-change", "military-action"} & set(charter.kinds)
    assert with_notice == expected


def test_kinds_urgent_by_nature_are_open_to_the_member_concerned(charter: Charter) -> None:
    always = {kind.name for kind in charter.kinds.values() if kind.urgent and kind.urgent.always}
    voting = {kind.name for kind in charter.kinds.values() if kind.concerned is Concerned.VOTES}
    assert always == voting == {"support", "collective-defence"} & set(charter.kinds)


def test_member_concerned_is_excluded_from_decisions_on_it(charter: Charter) -> None:
    excluded = {kind.name for kind in charter.kinds.values() if kind.concerned is Concerned.EXCLUDED}
    on_membership = {"admission", "suspension", "reinstatement", "non-renewal"}
    assert excluded == {"resolution", "sanctions"} | on_membership


def test_member_is_named_where_a_decision_has_no_other_subject(charter: Charter) -> None:
    """Sanctions and resolutions may be on a state that is no member."""
    naming = {kind.name for kind in charter.kinds.values() if kind.names_member}
    always = {"admission", "suspension", "reinstatement", "non-renewal"}
    assert naming == always | ({"support", "collective-defence"} & set(charter.kinds))


def test_decisions_on_the_alliance_itself_bind(charter: Charter) -> None:
    binding = {kind.name for kind in charter.kinds.values() if kind.effect is Effect.BINDING}
    advisory = {"resolution", "statement", "sanctions", "joint-fund", "support", "routine"}
    assert binding == set(charter.kinds) - advisory


def test_statement_of_impact_comes_with_what_costs_members_most() -> None:
    kinds = parse_charter(shipped_charter(POLITICAL)).kinds.values()
    assert {kind.name for kind in kinds if kind.impact} == {"sanctions", "joint-fund"}


def test_procedures_other_than_a_vote(charter: Charter) -> None:
    other = {kind.name: kind.procedure for kind in charter.kinds.values() if kind.procedure != Procedure.VOTE}
    expected = {"routine": Procedure.SILENCE, "at-large-seats": Procedure.RANKED}
    assert other == {name: how for name, how in expected.items() if name in charter.kinds}


def test_rights_by_status(charter: Charter) -> None:
    assert charter.rights == {
        Status.ACTIVE: frozenset(Right),
        Status.CANDIDATE: frozenset({Right.ATTEND}),
        Status.SUSPENDED: frozenset({Right.ATTEND, Right.SPEAK, Right.ANSWER}),
    }
    assert charter.mid_vote_loss is MidVoteLoss.REMOVE


def test_outages_have_the_figures_of_the_decision_rules(charter: Charter) -> None:
    """Ten minutes in the last quarter, at most a day, move a deadline to four hours after the return."""
    assert charter.outage == OutageRule(
        tolerance=timedelta(minutes=10), share=Fraction(1, 4), longest=timedelta(hours=24), extension=timedelta(hours=4)
    )


def test_council_has_fifteen_seats_and_no_veto() -> None:
    bodies = parse_charter(shipped_charter(POLITICAL)).bodies
    council = bodies[BodyName("council")]
    assert (council.seats, council.permanent_veto) == (15, False)
    assert bodies[BodyName("assembly")].seats is None


def test_titles_are_in_both_languages(charter: Charter) -> None:
    titles = [charter.title, *(body.title for body in charter.bodies.values())]
    for title in (*titles, *(kind.title for kind in charter.kinds.values())):
        assert title.en
        assert title.fr


def test_charter_keeps_its_text_word_for_word() -> None:
    text = shipped_charter(POLITICAL)
    assert parse_charter(text).text == text
