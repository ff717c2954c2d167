"""The charters that ship say what the founding documents say (spec: rules, the two charters)."""

from datetime import time, timedelta
from fractions import Fraction

import pytest

from bot.charters.load import (
    UnknownCharter,
    charter_warnings,
    parse_charter,
    shipped_charter,
    shipped_charters,
)
from bot.charters.values import read_duration
from bot.domain.chairing import Office
from bot.domain.charter import (
    AtLarge,
    ChairBy,
    Chairing,
    Charter,
    Closing,
    Concerned,
    Consultation,
    DigestRule,
    Effect,
    Kind,
    LateQuorum,
    MidVoteLoss,
    Procedure,
    RulesOfProcedure,
    SeatsBy,
    Summit,
    Urgency,
    YearlyDay,
)
from bot.domain.ids import BodyName, KindName
from bot.domain.membership import Right, Status
from bot.domain.outages import OutageRule
from bot.domain.rules import Tie

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
        (MILITARY, "reinstatement lifting", "assembly", "at least 2/3 of other members in good standing"),
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


@pytest.mark.parametrize(("name", "count", "elections"), [(POLITICAL, 14, 5), (MILITARY, 15, 2)])
def test_charter_has_no_kind_beyond_the_table_but_elections(name: str, count: int, elections: int) -> None:
    kinds = parse_charter(shipped_charter(name)).kinds.values()
    assert len([kind for kind in kinds if not elects(kind)]) == count
    assert len([kind for kind in kinds if elects(kind)]) == elections


def test_only_procedure_and_elections_have_a_quorum_and_a_late_quorum(charter: Charter) -> None:
    """Where a fixed base is counted, a quorum would make staying away beat voting no."""
    for kind in charter.kinds.values():
        by_those_who_vote = kind.name == "procedure" or elects(kind)
        assert (kind.quorum is not None) == (kind.late_quorum is not None) == by_those_who_vote
        if kind.quorum is not None:
            assert str(kind.quorum) == "at least 1/2 of entitled members voted"
            assert kind.late_quorum == LateQuorum(window=timedelta(hours=6), extension=timedelta(hours=24))


def test_every_body_elects_its_chair_and_its_vice_chair(charter: Charter) -> None:
    """The chair steps aside where its own state is concerned; then somebody must be there to preside."""
    for body in charter.bodies.values():
        assert body.chairing == Chairing(by=ChairBy.ELECTED)
        elections = {kind.elects: kind for kind in charter.kinds.values() if kind.body == body.name and kind.elects}
        assert set(elections) == set(Office)
        for kind in elections.values():
            assert (str(kind.adopt), kind.concerned, kind.names_member) == (
                "more for than against", Concerned.VOTES, True
            )  # fmt: skip


def test_decisions_on_membership_change_the_status_they_are_about(charter: Charter) -> None:
    """The table of moves: admission, suspension and its lifting, reinstatement and non-renewal, and nothing else."""
    conferring = {str(kind.name): (kind.confers, kind.refuses) for kind in charter.kinds.values() if kind.confers}
    lifted = dict.fromkeys(LIFTING & set(charter.kinds), (Status.ACTIVE, None))
    assert conferring == lifted | {
        "admission": (Status.ACTIVE, Status.REFUSED),
        "suspension": (Status.SUSPENDED, None),
        "reinstatement": (Status.ACTIVE, None),
        "non-renewal": (Status.EXPIRED, None),
    }
    assert {kind.name for kind in charter.kinds.values() if kind.refuses} == {"admission"}


def test_questions_of_procedure_are_decided_as_their_kind_says(charter: Charter) -> None:
    """The body of the motion that they come up in decides; the figures are those of the decision rules."""
    assert charter.procedure == RulesOfProcedure(
        kind=KindName("procedure"),
        second_vote=timedelta(hours=48),
        casting_vote=timedelta(hours=24),
        declaration=timedelta(hours=2),
        contest=timedelta(hours=2),
    )


def test_no_text_takes_effect_later(charter: Charter) -> None:
    assert {kind.takes_effect for kind in charter.kinds.values()} == {None}


def test_council_rotates_every_year_without_immediate_reelection() -> None:
    charter = parse_charter(shipped_charter(POLITICAL))
    council = charter.bodies[BodyName("council")]
    assert council.rotation == YearlyDay(month=1, day=1)
    assert council.at_large == AtLarge(
        by=SeatsBy.RANKED,
        kind=KindName("at-large-seats"),
        term=1,
        immediate_reelection=False,
        reminders=(60, 30, 7, 1),
    )
    assert charter.summit == Summit(day=YearlyDay(month=6, day=15), reminders=(60, 30, 7, 1))
    assert {kind.name for kind in charter.kinds.values() if kind.fills == council.name} == {"vacant-seat"}


@pytest.mark.parametrize(
    ("charter", "body", "kind"), [(POLITICAL, "council", "support"), (MILITARY, "assembly", "collective-defence")]
)
def test_request_for_support_goes_to_the_body_of_its_kind(charter: str, body: str, kind: str) -> None:
    read = parse_charter(shipped_charter(charter))
    assert read.consultation == Consultation(body=BodyName(body), kind=KindName(kind), time=timedelta(hours=24))
    assert {status for status in Status if read.grants(status, Right.REQUEST_SUPPORT)} == {Status.ACTIVE}


def test_digest_comes_on_monday_morning(charter: Charter) -> None:
    assert charter.digest == DigestRule(day=0, at=time(9, 0), late=timedelta(days=4))


LIFTING = {"lifting"}
"""Where a suspension comes of itself, there is a vote against it (docs/adr/0027)."""

ORDINARY = (2, "0h", "72h", "72h")
WITH_NOTICE = (2, "7d", "72h", "72h")
URGENT = (0, "0h", "0h", "12h")
ELECTION = (0, "0h", "0h", "72h")
PROCEDURE = (0, "0h", "0h", "24h")
DURATIONS = {
    ORDINARY: "resolution statement joint-fund admission reinstatement lifting non-renewal internal-rules",
    WITH_NOTICE: "sanctions military-action suspension charter-change",
    URGENT: "support collective-defence",
    ELECTION: "chair vice-chair assembly-chair assembly-vice-chair vacant-seat",
    PROCEDURE: "procedure",
    (0, "0h", "72h", "72h"): "at-large-seats",
}
"""Seconds, notice, debate and voting of each kind; the routine texts go by silence and are told elsewhere."""


def test_each_kind_has_the_durations_of_the_decision_rules(charter: Charter) -> None:
    told = {name: figures for figures, names in DURATIONS.items() for name in names.split()}
    for name, kind in charter.kinds.items():
        if kind.procedure is not Procedure.SILENCE:
            seconds, *periods = told[name]
            assert kind.seconds.needed == seconds, name
            assert [kind.notice, kind.debate, kind.voting] == [read_duration(period) for period in periods], name


def test_urgent_vote_is_half_a_day_and_asked_for_by_three(charter: Charter) -> None:
    """No seconds, no debate period, voting 12 hours; nobody need ask where a kind is urgent by nature."""
    for kind in charter.kinds.values():
        if kind.procedure is not Procedure.VOTE:
            assert kind.urgent is None
            continue
        always = kind.name in {"support", "collective-defence"}
        assert kind.urgent == Urgency(voting=timedelta(hours=12), requested_by=0 if always else 3, always=always)


def test_ballots_may_change_until_the_deadline_closes_the_vote(charter: Charter) -> None:
    for kind in charter.kinds.values():
        assert (kind.changeable, kind.closing, kind.tie, kind.notes) == (True, Closing.DEADLINE, Tie.REJECT, False)


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


def elects(kind: Kind) -> bool:
    """Tell whether a kind elects the member it is about, to an office or to a seat."""
    return kind.elects is not None or kind.fills is not None


def test_kinds_urgent_by_nature_are_open_to_the_member_concerned(charter: Charter) -> None:
    always = {kind.name for kind in charter.kinds.values() if kind.urgent and kind.urgent.always}
    voting = {kind.name for kind in charter.kinds.values() if kind.concerned is Concerned.VOTES and not elects(kind)}
    assert always == voting == {"support", "collective-defence"} & set(charter.kinds)


def test_member_concerned_is_excluded_from_decisions_on_it(charter: Charter) -> None:
    excluded = {kind.name for kind in charter.kinds.values() if kind.concerned is Concerned.EXCLUDED}
    on_membership = {"admission", "suspension", "reinstatement", "non-renewal"}
    assert excluded == {"resolution", "sanctions"} | on_membership | (LIFTING & set(charter.kinds))


def test_member_is_named_where_a_decision_has_no_other_subject(charter: Charter) -> None:
    """Sanctions and resolutions may be on a state that is no member."""
    naming = {kind.name for kind in charter.kinds.values() if kind.names_member and not elects(kind)}
    always = {"admission", "suspension", "reinstatement", "non-renewal"}
    assert naming == always | (({"support", "collective-defence"} | LIFTING) & set(charter.kinds))


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
