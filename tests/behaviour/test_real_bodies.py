"""Real bodies fail a motion in the way that their own rule makes it fail, from the table to the card of the result."""

from datetime import timedelta

from bot.domain.ids import KindName
from bot.domain.membership import Status
from bot.domain.phases import Phase
from storage.database import Database
from tests.behaviour.cast import SECRETARY
from tests.behaviour.sitting import Sitting, head_of, sitting

COUNCIL = "un-security-council"
PERMANENT = ("CHN", "FRA", "GBR", "RUS", "USA")


async def decided(body: Sitting, motion: str, *, adopted: bool) -> str:
    """Let the clock close a vote whose outcome must be this one; give its announcement."""
    told = await body.result(motion)
    assert told.split(":")[0] == ("✔ Adopted" if adopted else "✘ Not adopted"), told
    return told


async def test_one_permanent_member_outweighs_fourteen_others(sqlite_database: Database) -> None:
    """UN Charter, Article 27(3): nine votes are not enough where a permanent member votes no."""
    async with sitting(sqlite_database, COUNCIL) as council:
        motion = await council.table("substantive")
        await council.vote(motion, yes=council.others("FRA"), no=["FRA"])
        told = await decided(council, motion, adopted=False)
        assert "“at least 9 of 15 seats”: needed 9, had 14, met." in told
        assert "“no permanent member against”: allowed 0, had 1, not met." in told


async def test_eight_votes_are_not_enough_though_nobody_vetoes(sqlite_database: Database) -> None:
    """UN Charter, Article 27(3): nine votes, however many of the others stay away."""
    async with sitting(sqlite_database, COUNCIL) as council:
        motion = await council.table("substantive")
        await council.vote(motion, yes=[*PERMANENT, "BHR", "COL", "COD"])
        told = await decided(council, motion, adopted=False)
        assert "“at least 9 of 15 seats”: needed 9, had 8, not met." in told
        assert "“no permanent member against”: allowed 0, had 0, met." in told


async def test_procedural_motion_passes_over_a_permanent_member(sqlite_database: Database) -> None:
    """UN Charter, Article 27(2): nine votes, whoever casts them; there is no veto on procedure."""
    async with sitting(sqlite_database, COUNCIL) as council:
        motion = await council.table("procedural")
        nine = council.others(*PERMANENT)[:9]
        await council.vote(motion, yes=nine, no=PERMANENT)
        told = await decided(council, motion, adopted=True)
        assert "Rule: at least 9 of 15 seats. Needed 9, had 9." in told
        again = await council.table("procedural")
        await council.vote(again, yes=nine[1:], no=["CHN"])
        assert "Needed 9, had 8." in await decided(council, again, adopted=False)


async def test_abstention_of_permanent_members_is_no_veto(sqlite_database: Database) -> None:
    """Practice since 1946 and the Namibia opinion of 1971: only a no is a veto."""
    async with sitting(sqlite_database, COUNCIL) as council:
        motion = await council.table("substantive")
        await council.vote(motion, yes=council.others(*PERMANENT)[:9], abstain=PERMANENT)
        assert "allowed 0, had 0, met." in await decided(council, motion, adopted=True)


async def test_permanent_member_that_is_party_to_a_dispute_can_neither_vote_nor_veto(
    sqlite_database: Database,
) -> None:
    """UN Charter, the end of Article 27(3); a resolution under Chapter VII knows no such bar."""
    async with sitting(sqlite_database, COUNCIL) as council:
        motion = await council.table("pacific-settlement", concerns="RUS")
        assert "Russian Federation is the member that M-1 is about" in await council.cast(motion, "RUS", "no")
        await council.vote(motion, yes=council.others("RUS")[:9])
        assert "not participating 1" in await decided(council, motion, adopted=True)
        measure = await council.table("substantive", concerns="RUS")
        await council.vote(measure, yes=council.others("RUS"), no=["RUS"])
        await decided(council, measure, adopted=False)


async def test_presidency_passes_on_by_the_month_and_steps_aside(sqlite_database: Database) -> None:
    """Rules 18 and 20: the English alphabetical order of names; the next in order where the own State is concerned."""
    async with sitting(sqlite_database, COUNCIL) as council:
        assert await council.chair("council") == "LVA"
        assert await council.chair("council", concerned="LVA") == "LBR"
        await council.world.pass_time(timedelta(days=8))
        assert await council.chair("council") == "LBR"


async def test_important_question_is_missed_by_one_vote(sqlite_database: Database) -> None:
    """UN Charter, Article 18(2), rule 86: two thirds of yes and no; who abstains is present and not voting."""
    async with sitting(sqlite_database, "un-general-assembly") as assembly:
        motion = await assembly.table("important-question")
        states = assembly.others()
        await assembly.vote(motion, yes=states[:49], no=states[49:74], abstain=states[74:97])
        told = await decided(assembly, motion, adopted=False)
        assert "“more than 1/2 of all members present”: needed 97, had 97, met." in told
        assert "“at least 2/3 of members present and voting”: needed 50, had 49, not met." in told


async def test_ordinary_question_carries_where_an_important_one_fails(sqlite_database: Database) -> None:
    """UN Charter, Article 18(3): the same ballots are a majority; rule 67: one Member fewer is no quorum."""
    async with sitting(sqlite_database, "un-general-assembly") as assembly:
        states = assembly.others()
        motion = await assembly.table("resolution")
        await assembly.vote(motion, yes=states[:49], no=states[49:74], abstain=states[74:97])
        await decided(assembly, motion, adopted=True)
        short = await assembly.table("resolution")
        await assembly.vote(short, yes=states[:49], no=states[49:74], abstain=states[74:96])
        told = await assembly.result(short)
        assert told.split(":")[0] == "✘ No quorum"
        assert "needed 97, had 96, not met." in told


FEW_PEOPLE = (
    "AUT", "BEL", "BGR", "CZE", "DNK", "ESP", "FIN", "GRC", "HUN", "PRT", "ROU", "SWE",
)  # fmt: skip
"""Twelve states of the Union: the other fifteen are 55% of the members, with 64.7% of the people."""


async def test_enough_states_without_enough_people_do_not_carry(sqlite_database: Database) -> None:
    """TEU 16(4): 55% of the members, and 65% of the people."""
    async with sitting(sqlite_database, "eu-council") as council:
        motion = await council.table("qualified-majority")
        await council.vote(motion, yes=council.others(*FEW_PEOPLE), no=FEW_PEOPLE)
        told = await decided(council, motion, adopted=False)
        assert "“at least 55% of entitled members”: needed 15, had 15, met." in told
        assert "“at least 65% of the population of entitled members”: needed 292648200, had 291115000, not met." in told
        assert "“at most 3 entitled members not in favour”: allowed 3, had 12, not met." in told


async def test_four_states_with_more_than_a_third_of_the_people_block(sqlite_database: Database) -> None:
    """TEU 16(4): a blocking minority has at least four members; abstaining is not in favour."""
    async with sitting(sqlite_database, "eu-council") as council:
        motion = await council.table("qualified-majority")
        await council.vote(motion, yes=council.others("DEU", "FRA", "BEL", "MLT"), no=["DEU", "FRA"], abstain=["BEL"])
        told = await decided(council, motion, adopted=False)
        assert "“at least 55% of entitled members”: needed 15, had 23, met." in told
        assert "“at most 3 entitled members not in favour”: allowed 3, had 4, not met." in told


async def test_three_states_with_more_than_a_third_of_the_people_do_not_block(sqlite_database: Database) -> None:
    """TEU 16(4): failing a fourth member the majority is deemed attained, with 63.6% of the people."""
    async with sitting(sqlite_database, "eu-council") as council:
        motion = await council.table("qualified-majority")
        await council.vote(motion, yes=council.others("DEU", "FRA", "BEL"), no=["DEU", "FRA", "BEL"])
        told = await decided(council, motion, adopted=True)
        assert "needed 292648200, had 286300000, not met." in told
        assert "“at most 3 entitled members not in favour”: allowed 3, had 3, met." in told


async def test_abstention_does_not_prevent_unanimity_but_one_no_does(sqlite_database: Database) -> None:
    """TFEU 238(4); the quorum of the rules of procedure is a majority of those who may vote."""
    async with sitting(sqlite_database, "eu-council") as council:
        motion = await council.table("unanimity")
        await council.vote(motion, yes=council.others("HUN"), abstain=["HUN"])
        await decided(council, motion, adopted=True)
        motion = await council.table("unanimity")
        await council.vote(motion, yes=council.others("HUN"), no=["HUN"])
        assert "“no objection”: allowed 0, had 1, not met." in await decided(council, motion, adopted=False)
        motion = await council.table("unanimity")
        await council.vote(motion, yes=council.others()[:13])
        assert (await council.result(motion)).startswith("✘ No quorum")


async def test_member_concerned_is_not_counted_in_the_four_fifths(sqlite_database: Database) -> None:
    """TFEU 354: 21 of the 26 others; counted among 27 it would take 22."""
    async with sitting(sqlite_database, "eu-council") as council:
        motion = await council.table("clear-risk", concerns="HUN")
        others = council.others("HUN")
        await council.vote(motion, yes=others[:20], abstain=others[20:])
        assert "Needed 21, had 20." in await decided(council, motion, adopted=False)
        motion = await council.table("clear-risk", concerns="HUN")
        await council.vote(motion, yes=others[:21])
        assert "Needed 21, had 21." in await decided(council, motion, adopted=True)
        assert await council.status("HUN") is Status.ACTIVE


async def test_suspension_needs_two_thirds_with_the_state_concerned_in_the_base(sqlite_database: Database) -> None:
    """Democratic Charter, Article 21: 23 of the 34 Member States; among the 33 others 22 would be enough."""
    async with sitting(sqlite_database, "oas") as assembly:
        others = assembly.others("HND")
        motion = await assembly.table("suspension", concerns="HND")
        await assembly.vote(motion, yes=others[:22], abstain=others[22:])
        assert "Needed 23, had 22." in await decided(assembly, motion, adopted=False)
        assert await assembly.status("HND") is Status.ACTIVE
        motion = await assembly.table("suspension", concerns="HND")
        await assembly.vote(motion, yes=others[:23])
        assert "Needed 23, had 23." in await decided(assembly, motion, adopted=True)
        assert await assembly.status("HND") is Status.SUSPENDED


async def test_suspended_state_still_counts_against_its_own_return(sqlite_database: Database) -> None:
    """Democratic Charter, Article 22: two thirds of the Member States, of which the suspended one still is one."""
    async with sitting(sqlite_database, "oas") as assembly:
        others = assembly.others("HND")
        motion = await assembly.table("suspension", concerns="HND")
        await assembly.vote(motion, yes=others[:23])
        await decided(assembly, motion, adopted=True)
        motion = await assembly.table("lifting", concerns="HND")
        assert "suspended" in await assembly.cast(motion, "HND", "yes")
        await assembly.vote(motion, yes=others[:22])
        assert "Needed 23, had 22." in await decided(assembly, motion, adopted=False)
        motion = await assembly.table("lifting", concerns="HND")
        await assembly.vote(motion, yes=others[:23])
        await decided(assembly, motion, adopted=True)
        assert await assembly.status("HND") is Status.ACTIVE


async def test_one_ally_breaks_the_silence_of_thirty_one_others(sqlite_database: Database) -> None:
    """NATO decides by consensus, without a vote: one objection in writing, by name, and there is no decision."""
    async with sitting(sqlite_database, "nato") as council:
        motion = await council.open("decision")
        told = await council.say(head_of("TUR"), f'/motion object {motion} "Paragraph 1 goes too far."')
        assert "broken the silence" in told
        told = await decided(council, motion, adopted=False)
        assert "Türkiye" in told
        motion = await council.open("decision")
        await decided(council, motion, adopted=True)
        assert (await council.world.motion(2)).phase(council.world.clock.now()) is Phase.ADOPTED_WITHOUT_VOTE


async def test_consensus_that_fails_leaves_it_to_two_thirds(sqlite_database: Database) -> None:
    """Protocol, Article 8(6) and (13): the chair of the month asks; one objects; then ten of fifteen decide."""
    async with sitting(sqlite_database, "african-union-peace-and-security-council") as council:
        assert await council.chair("council") == "GMB"
        motion, members = await council.open("decision"), council.others()
        await council.say(head_of("GMB"), f"/motion consensus {motion}")
        await council.say(head_of("UGA"), f'/motion object {motion} "We need a vote."')
        await council.world.pass_time(timedelta(hours=24))
        await council.vote(motion, yes=members[:10], no=members[10:])
        assert "needed 10, had 10, met." in await decided(council, motion, adopted=True)
        motion = await council.open("decision")
        await council.say(head_of("GMB"), f"/motion consensus {motion}")
        await council.world.pass_time(timedelta(hours=1, seconds=1))
        assert (await council.world.motion(2)).phase(council.world.clock.now()) is Phase.ADOPTED_WITHOUT_VOTE


async def test_nine_of_fourteen_are_not_two_thirds_and_the_party_is_barred(sqlite_database: Database) -> None:
    """Protocol, Article 8(9) and (13): two thirds of those voting, without the member that is party to the matter."""
    async with sitting(sqlite_database, "african-union-peace-and-security-council") as council:
        motion, others = await council.table("decision", concerns="ETH"), council.others("ETH")
        assert "Ethiopia is the member that M-1 is about" in await council.cast(motion, "ETH", "no")
        await council.vote(motion, yes=others[:9], no=others[9:])
        told = await decided(council, motion, adopted=False)
        assert "“at least 2/3 of members present and voting”: needed 10, had 9, not met." in told
        assert "not participating 1" in told
        motion = await council.table("decision", concerns="ETH")
        await council.vote(motion, yes=others[:10], no=others[10:])
        assert "needed 10, had 10, met." in await decided(council, motion, adopted=True)


async def test_two_thirds_of_fifteen_must_be_there(sqlite_database: Database) -> None:
    """Protocol, Article 8(8) and (13): nine agree and are too few; a procedural matter goes by simple majority."""
    async with sitting(sqlite_database, "african-union-peace-and-security-council") as council:
        motion, members = await council.table("decision"), council.others()
        await council.vote(motion, yes=members[:9])
        told = await council.result(motion)
        assert told.startswith("✘ No quorum")
        assert "“at least 2/3 of 15 seats present”: needed 10, had 9, not met." in told
        motion = await council.table("procedural")
        await council.vote(motion, yes=members[:6], no=members[6:10])
        await decided(council, motion, adopted=True)


async def test_two_thirds_of_those_voting_are_not_a_majority_of_those_entitled_to_sit(
    sqlite_database: Database,
) -> None:
    """Statute of the Council of Europe, Article 20(d): 20 to 5 of 46 does not carry, 24 to 12 does."""
    async with sitting(sqlite_database, "council-of-europe-committee-of-ministers") as committee:
        motion, members = await committee.table("resolution"), committee.others()
        await committee.vote(motion, yes=members[:20], no=members[20:25], abstain=members[25:])
        told = await decided(committee, motion, adopted=False)
        assert "“at least 2/3 of members present and voting”: needed 17, had 20, met." in told
        assert "“more than 1/2 of members in good standing”: needed 24, had 20, not met." in told
        motion = await committee.table("resolution")
        await committee.vote(motion, yes=members[:24], no=members[24:36])
        await decided(committee, motion, adopted=True)


async def test_one_no_prevents_a_recommendation_where_abstentions_do_not(sqlite_database: Database) -> None:
    """Statute of the Council of Europe, Article 20(a): unanimity of those voting, and a majority of all."""
    async with sitting(sqlite_database, "council-of-europe-committee-of-ministers") as committee:
        motion, members = await committee.table("recommendation"), committee.others()
        await committee.vote(motion, yes=members[:45], no=members[45:])
        assert "“no objection”: allowed 0, had 1, not met." in await decided(committee, motion, adopted=False)
        motion = await committee.table("recommendation")
        await committee.vote(motion, yes=members[:24], abstain=members[24:])
        await decided(committee, motion, adopted=True)


async def test_bill_passes_below_and_lacks_the_quorum_above(sqlite_database: Database) -> None:
    """Each chamber by its own rule and its own quorum: seven of twenty below, five of nine seats above."""
    async with sitting(sqlite_database, "two-chambers") as parliament:
        lower = await parliament.table("bill")
        await parliament.vote(lower, yes=["AUS", "BRA", "EST", "LVA"], no=["FIN", "IRL"], abstain=["URY"])
        await decided(parliament, lower, adopted=True)
        upper = await parliament.table("upper-bill")
        assert "had no place in this body" in await parliament.cast(upper, "LVA", "yes")
        await parliament.vote(upper, yes=["AUS", "BRA", "CAN", "EST"])
        told = await parliament.result(upper)
        assert told.startswith("✘ No quorum")
        assert "“more than 1/2 of 9 seats present”: needed 5, had 4, not met." in told


async def test_who_abstains_above_is_present_and_not_in_favour(sqlite_database: Database) -> None:
    """Two thirds of those present: three of five, with two abstaining, is not enough, and four of six is."""
    async with sitting(sqlite_database, "two-chambers") as parliament:
        upper = await parliament.table("upper-bill")
        await parliament.vote(upper, yes=["AUS", "BRA", "CAN"], abstain=["EST", "GHA"])
        assert "“at least 2/3 of members present”: needed 4, had 3, not met." in await decided(
            parliament, upper, adopted=False
        )
        upper = await parliament.table("upper-bill")
        await parliament.vote(upper, yes=["AUS", "BRA", "CAN", "EST"], abstain=["GHA", "IND"])
        await decided(parliament, upper, adopted=True)


async def test_each_chamber_elects_its_own_speaker(sqlite_database: Database) -> None:
    """Whoever was elected last holds the office, in the chamber that elected it."""
    async with sitting(sqlite_database, "two-chambers") as parliament:
        assert (await parliament.chair("lower"), await parliament.chair("upper")) == (None, None)
        below = await parliament.table("speaker", concerns="LVA")
        above = await parliament.table("upper-speaker", concerns="EST")
        await parliament.vote(below, yes=parliament.others()[:7])
        await parliament.vote(above, yes=["AUS", "BRA", "CAN", "EST", "GHA"])
        await decided(parliament, below, adopted=True)
        await decided(parliament, above, adopted=True)
        assert (await parliament.chair("lower"), await parliament.chair("upper")) == ("LVA", "EST")


async def test_bill_forwarded_to_the_upper_chamber_fails_there_by_its_quorum(sqlite_database: Database) -> None:
    """What one chamber adopts goes to the other, which decides by its own rule; the links run both ways."""
    async with sitting(sqlite_database, "two-chambers") as parliament:
        lower = await parliament.table("bill")
        await parliament.vote(lower, yes=parliament.others()[:7])
        await decided(parliament, lower, adopted=True)
        await parliament.say(SECRETARY, f"/motion forward {lower} upper-bill")
        await parliament.world.pass_time(parliament.charter.kinds[KindName("upper-bill")].wait)
        await parliament.vote("M-2", yes=["AUS", "BRA", "CAN", "EST"])
        told = await parliament.result("M-2")
        assert told.startswith("✘ No quorum")
        assert "“more than 1/2 of 9 seats present”: needed 5, had 4, not met." in told
        assert "M-1" in await parliament.say(SECRETARY, "/motion show M-2")
        assert "M-2" in await parliament.say(SECRETARY, "/motion show M-1")
