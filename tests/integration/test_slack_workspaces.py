"""Several workspaces served at once: each by its own token, and one that is lost takes none of the others along."""

import logging
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from adapters.slack.checking import SlackNotInstalled, SlackWorkspaceRefused, SlackWorkspaceScopesMissing
from adapters.slack.notifier import SlackNotifier
from bot.cards.card import Card
from bot.commands.administration import give_credential, link_channel
from bot.domain.addresses import Account, Channel, Platform, Purpose
from bot.domain.blockages import Obstacle
from bot.domain.credentials import Role
from bot.domain.ids import MemberCode, MotionNumber
from bot.jobs.alarms import blocked
from bot.ports import NotRecorded, Postponed, Undeliverable, UnitOfWork
from storage.engines import Use
from tests.behaviour.storage.tampering import by_hand
from tests.e2e.scene import CODE
from tests.integration.installing_world import PEOPLE, InstallingWorld, add_people, open_installing
from tests.servers.slack import Fault

POST = Card(title="M-1 · Open skies")
SLACK = frozenset({Platform.SLACK})
NOT_LINKED = "ask it to link this one"


@pytest.fixture
async def world(sqlite_url: str) -> AsyncIterator[InstallingWorld]:
    """Give a house on SQLite that is reached over HTTP."""
    async with open_installing(sqlite_url) as opened:
        yield opened


def teams_of(world: InstallingWorld, method: str) -> list[str | None]:
    return [call.team for call in world.slack.calls_of(method)]


async def test_same_ids_in_another_workspace_are_a_stranger_in_an_unlinked_channel(world: InstallingWorld) -> None:
    """Whoever installs the app elsewhere gets nothing of any alliance, though user and channel bear the same ids."""
    await world.install("T1")
    await world.install("T2")
    await world.table()
    for line in ("/vote M-1 yes", "/motion show M-1", "/motion list", "/council show"):
        told = await world.say("T2", "UEST", line)
        assert NOT_LINKED in told
        assert "Open skies" not in told
    assert "Ballot recorded" in await world.say("T1", "UEST", "/vote M-1 yes")
    assert "Ballot recorded" not in str(world.slack.ephemerals("UEST", team="T2"))


async def test_uninstalling_in_one_workspace_leaves_the_other_served(world: InstallingWorld) -> None:
    """The token is forgotten at once, with everything that people gave there."""
    await world.install("T1")
    await world.install("T2", user="UBOSS")
    heard = await world.slack.uninstall("T2")
    assert all(each.acknowledged for each in heard)
    assert await world.places() == ["T1"]
    given = await world.house.writer.read(lambda uow: uow.installations.newest("T2"))
    assert given is None
    await world.table()
    await world.shown("Open skies")
    assert world.told.ended == []


async def test_act_in_a_workspace_without_installation_is_told_so(world: InstallingWorld) -> None:
    """As where the database came back from a backup: Slack still sends what people do."""
    await world.install("T1")
    lost = await world.type("T2", "UEST", "/motion list")
    assert lost.acknowledged
    assert "has to install the app again" in (await lost.answer()).text
    assert "Nothing was done" in (await lost.answer()).text


async def test_old_news_of_an_end_takes_no_new_installation_away(world: InstallingWorld) -> None:
    """Whoever removes the app and installs it again may be told of both in any order, and by a redelivery."""
    await world.install("T2")
    old, _ = await world.slack.uninstall("T2")
    await world.install("T2")
    assert (await old.redeliver()).acknowledged
    assert (await world.slack.event({"type": "app_uninstalled"}, team="T2")).acknowledged
    assert await world.places() == ["T2"]
    assert NOT_LINKED in await world.say("T2", "UEST", "/motion list")


async def test_end_of_which_slack_cannot_be_asked_forgets_nothing(world: InstallingWorld) -> None:
    """A token that may be good is kept; one that is not shows at the next post."""
    await world.install("T2")
    world.slack.fail_next("auth.test", 503)
    await world.slack.event({"type": "app_uninstalled"}, team="T2")
    world.slack.fail_next("auth.test", "ratelimited")
    await world.slack.event({"type": "app_uninstalled"}, team="T2")
    assert await world.places() == ["T2"]


async def test_end_that_cannot_be_recorded_is_told_again_by_slack(world: InstallingWorld, sqlite_url: str) -> None:
    """Slack repeats what was not taken; the second time the database answers."""
    await world.install("T2")
    with by_hand(sqlite_url, Use.MIGRATE) as connection:
        connection.execute(text("ALTER TABLE installation RENAME TO elsewhere"))
    heard = await world.slack.uninstall("T2")
    assert [each.failure for each in heard] == ["dispatch_failed: 500"] * 2
    with by_hand(sqlite_url, Use.MIGRATE) as connection:
        connection.execute(text("ALTER TABLE elsewhere RENAME TO installation"))
    assert await world.places() == ["T2"]
    assert (await heard[0].redeliver()).acknowledged
    assert await world.places() == []


async def test_revoked_token_of_a_person_is_forgotten_alone(world: InstallingWorld) -> None:
    """The app stays installed."""
    await world.install("T2", user="UBOSS")
    revoked = {"type": "tokens_revoked", "tokens": {"oauth": ["UBOSS"], "bot": []}}
    assert (await world.slack.event(revoked, team="T2")).acknowledged
    assert await world.places() == ["T2"]
    assert await world.house.writer.read(lambda uow: uow.installations.find("T2", holder="UBOSS")) is None


async def test_post_to_a_workspace_without_installation_waits_and_is_told_once(
    world: InstallingWorld, caplog: pytest.LogCaptureFixture
) -> None:
    """Somebody has to install the app; then the post is written, with nothing lost."""
    await world.install("T2")
    await world.until(lambda _: any(isinstance(fault, SlackNotInstalled) for fault in world.told.faults))
    told = [fault for fault in world.told.faults if isinstance(fault, SlackNotInstalled)]
    assert [fault.workspace for fault in told] == ["T1"]
    for _ in range(2):
        with pytest.raises(Postponed) as waits:
            await world.front.notifier.post(Channel("slack:T1:C1"), POST, key="card:1")
        assert waits.value.pause == timedelta(minutes=15)
        assert waits.value.obstacle is Obstacle.NOT_INSTALLED
        assert "not installed in T1" in waits.value.reason
    assert caplog.messages.count("slack_workspace_not_installed") == 1
    await world.install("T1")
    await world.front.notifier.post(Channel("slack:T1:C1"), POST, key="card:1")
    await world.shown("Open skies")


async def test_token_that_dies_takes_its_workspace_alone_away(
    world: InstallingWorld, caplog: pytest.LogCaptureFixture
) -> None:
    """The service goes on, what is owed there waits, the operator is told once, and a new token is taken at once."""
    await world.install("T1")
    await world.install("T2")
    world.slack.revoke("T1")
    for _ in range(3):
        with pytest.raises(Postponed):
            await world.front.notifier.post(Channel("slack:T1:C1"), POST, key="card:1")
    assert teams_of(world, "chat.postMessage") == [None]
    assert caplog.messages.count("slack_workspace_lost") == 1
    await world.front.notifier.post(Channel("slack:T2:C1"), POST, key="card:2")
    await world.house.beat()
    assert world.told.ended == []
    await world.install("T1")
    await world.front.notifier.post(Channel("slack:T1:C1"), POST, key="card:1")
    assert teams_of(world, "chat.postMessage") == [None, "T2", "T1"]


async def test_one_word_of_a_dead_token_ends_nothing_where_slack_takes_it(world: InstallingWorld) -> None:
    """As while Slack mends something of its own: the token is asked about before the workspace is given up."""
    await world.install("T1")
    world.slack.fail_next("chat.postMessage", "account_inactive")
    with pytest.raises(Postponed) as waits:
        await world.front.notifier.post(Channel("slack:T1:C1"), POST, key="card:1")
    assert waits.value.obstacle is None
    await world.front.notifier.post(Channel("slack:T1:C1"), POST, key="card:1")
    await world.shown("Open skies")


async def test_token_that_slack_takes_again_is_used_after_the_next_look(world: InstallingWorld) -> None:
    """An account that was closed by mistake and opened again: nobody has to start the bot anew."""
    await world.install("T1")
    token = world.slack.world.workspaces["T1"].bot_token
    world.slack.revoke("T1")
    for _ in range(2):
        with pytest.raises(Postponed):
            await world.front.notifier.post(Channel("slack:T1:C1"), POST, key="card:1")
    await world.house.beat()
    with pytest.raises(Postponed):
        await world.front.notifier.post(Channel("slack:T1:C1"), POST, key="card:1")
    world.slack.world.revoked_tokens.discard(token)
    world.slack.world.workspaces["T1"].bot_token = token
    await world.house.beat()
    await world.front.notifier.post(Channel("slack:T1:C1"), POST, key="card:1")
    await world.shown("Open skies")


async def test_workspace_that_is_lost_is_told_elsewhere_once_and_once_when_it_is_back(world: InstallingWorld) -> None:
    """However many channels and people wait there; what waits is tried as soon as the app is installed again."""
    await world.install("T1")
    await world.install("T2")
    now = world.clock.now()
    world.slack.add_channel("C2", members=PEOPLE, team="T2")
    world.slack.add_channel("C3", members=PEOPLE, team="T1")

    def link(uow: UnitOfWork) -> None:
        link_channel(uow, CODE, channel=Channel("slack:T2:C2"), purpose=Purpose.SECRETARIAT, now=now)
        link_channel(uow, CODE, channel=Channel("slack:T1:C3"), purpose=Purpose.ANNOUNCEMENTS, now=now)

    await world.house.writer.write(link)
    world.slack.revoke("T1")
    await world.table()
    for _ in range(4):
        world.clock.advance(timedelta(minutes=16))
        await world.house.relay.run(SLACK)
    told = office(world)
    assert [title for title in told if "cannot write there" in title] == told
    assert len(told) == 1
    assert "all of the Slack workspace T1" in told[0]
    assert "install it again" in told[0]
    await world.install("T1")
    await world.house.relay.run(SLACK)
    await world.shown("Open skies")
    await world.house.relay.run(SLACK)
    await world.shown("can write there again", channel="C2", team="T2")
    assert len(office(world)) == 2
    assert "can write there again" in office(world)[1]
    assert await world.house.writer.read(lambda uow: uow.outbox.dead()) == ()


def office(world: InstallingWorld) -> list[str]:
    """Give what the secretariat's channel in T2 shows."""
    return [str(message.blocks) for message in world.slack.messages("C2", team="T2")]


async def test_organisation_whose_app_is_installed_opens_its_workspaces_again(world: InstallingWorld) -> None:
    """The alliance was told of a workspace; the app came back to the whole organisation."""
    add_people(world.slack, "T3", organisation="E1")
    await world.install("T2")
    now = world.clock.now()
    world.slack.add_channel("C2", members=PEOPLE, team="T2")

    def link(uow: UnitOfWork) -> None:
        link_channel(uow, CODE, channel=Channel("slack:T2:C2"), purpose=Purpose.SECRETARIAT, now=now)
        blocked(uow, CODE, Channel("slack:T3:C1"), obstacle=Obstacle.NOT_INSTALLED, reason="the app is gone", now=now)

    await world.house.writer.write(link)
    await world.house.relay.run(SLACK)
    await world.shown("cannot write there", channel="C2", team="T2")
    await world.house.beat()
    assert len(await world.house.writer.read(lambda uow: uow.blockages.every_open(CODE))) == 1
    await world.install("T3", whole=True)
    assert await world.house.writer.read(lambda uow: uow.blockages.every_open(CODE)) == ()


async def test_what_is_owed_to_a_lost_workspace_is_posted_after_its_return(world: InstallingWorld) -> None:
    """The motion is tabled although its card cannot be shown; the outbox keeps it for as long as it takes."""
    await world.install("T1")
    world.slack.revoke("T1")
    await world.table()
    await world.until(lambda uow: uow.outbox.next_due(platforms=SLACK) == world.clock.now() + timedelta(seconds=5))
    world.clock.advance(timedelta(seconds=5))
    await world.house.relay.run(SLACK)
    next_try = await world.house.writer.read(lambda uow: uow.outbox.next_due(platforms=SLACK))
    assert next_try == world.clock.now() + timedelta(minutes=15)
    assert world.slack.messages("C1") == []
    await world.install("T1")
    await world.house.relay.run(SLACK)
    await world.shown("Open skies")
    assert await world.house.writer.read(lambda uow: uow.outbox.dead()) == ()


async def test_slack_that_is_away_is_told_of_all_workspaces_at_once(world: InstallingWorld) -> None:
    """Whether Slack answers at all is asked without any token, however many workspaces there are."""
    await world.install("T1")
    assert await world.front.in_reach() is None
    world.slack.set_weather(lambda method: Fault(status=503) if method == "api.test" else Fault())
    assert await world.front.in_reach() == "fault"
    world.slack.set_weather(lambda _method: Fault())
    before = len(world.slack.calls_of("auth.test"))
    assert await world.front.in_reach() is None
    assert len(world.slack.calls_of("auth.test")) == before


async def test_slack_is_not_asked_who_the_bot_is_at_each_act(world: InstallingWorld) -> None:
    """It signs what it sends, and who the bot is there came with the installation."""
    await world.install("T1")
    await world.say("T1", "UEST", "/motion list")
    before = len(world.slack.calls_of("auth.test"))
    for _ in range(3):
        await world.say("T1", "UEST", "/motion list")
    mention = await world.slack.mention("UEST", "C1", "motion list", team="T1")
    await mention.answer()
    assert len(world.slack.calls_of("auth.test")) == before


async def test_form_opens_by_the_token_of_its_workspace(world: InstallingWorld) -> None:
    """A trigger of one workspace is worth nothing with the token of another."""
    await world.install("T1")
    await world.install("T2")
    asked = await world.type("T1", "USEC", "/motion open")
    await asked.opened_view()
    assert teams_of(world, "views.open") == ["T1"]


async def test_act_is_answered_while_the_database_does_not_give_the_token(
    world: InstallingWorld, sqlite_url: str
) -> None:
    """What was known last serves; a workspace that was never seen waits."""
    await world.install("T1")
    await world.install("T2")
    await world.say("T1", "UEST", "/motion list")
    with by_hand(sqlite_url, Use.MIGRATE) as connection:
        connection.execute(text("ALTER TABLE installation RENAME TO elsewhere"))
    assert NOT_LINKED not in await world.say("T1", "UEST", "/motion list")
    unknown = await world.type("T2", "UEST", "/motion list")
    assert "cannot act in this workspace at the moment" in (await unknown.answer()).text
    with pytest.raises(NotRecorded):
        await world.front.workspaces.of(Channel("slack:T2:C1"))
    with pytest.raises(Postponed) as waits:
        await world.front.notifier.post(Channel("slack:T2:C1"), POST, key="card:1")
    assert waits.value.pause == timedelta(seconds=5)
    assert await world.front.in_reach() is None


async def test_check_names_each_workspace_with_its_fault(world: InstallingWorld) -> None:
    """A token that is dead, one without a right, and a linked channel where the app is not installed."""
    add_people(world.slack, "T3")
    await world.install("T2")
    await world.install("T3")
    world.slack.revoke("T2")
    world.slack.world.workspaces["T3"].scopes = frozenset({"commands"})
    faults = await world.front.check([Channel("slack:T1:C1"), Channel("discord:1:2")])
    [refused] = [fault for fault in faults if isinstance(fault, SlackWorkspaceRefused)]
    assert (refused.workspace, refused.reason) == ("T2", "token_revoked")
    [lacking] = [fault for fault in faults if isinstance(fault, SlackWorkspaceScopesMissing)]
    assert lacking.workspace == "T3"
    assert "chat:write" in lacking.scopes
    [missing] = [fault for fault in faults if isinstance(fault, SlackNotInstalled)]
    assert missing.workspace == "T1"
    assert len(faults) == 3


async def test_same_person_in_two_workspaces_is_written_to_in_each(world: InstallingWorld) -> None:
    """A user's id says nothing without the workspace's."""
    await world.install("T1")
    await world.install("T2")
    for team in ("T1", "T2"):
        await world.front.notifier.post(Account(f"slack:{team}:UEST"), Card(title=f"To {team}"), key=f"to:{team}")
    for team, other in (("T1", "T2"), ("T2", "T1")):
        told = str(world.slack.direct_messages("UEST", team=team))
        assert f"To {team}" in told
        assert f"To {other}" not in told


async def test_direct_messages_that_are_gone_are_opened_once_more(world: InstallingWorld) -> None:
    """A conversation that was known may be replaced, as when a workspace joins an organisation."""
    await world.install("T1")
    to = Account("slack:T1:UEST")
    await world.front.notifier.post(to, Card(title="First"), key="to:1")
    world.slack.fail_next("chat.postMessage", "channel_not_found")
    await world.front.notifier.post(to, Card(title="Second"), key="to:2")
    assert "Second" in str(world.slack.direct_messages("UEST", team="T1"))
    world.slack.fail_next("conversations.history", "channel_not_found")
    found = await world.front.notifier.find(to, key="to:2", since=world.clock.now() - timedelta(minutes=1))
    assert found is not None
    assert len(world.slack.calls_of("conversations.open")) == 3


async def test_direct_messages_that_stay_gone_are_given_up(world: InstallingWorld) -> None:
    """They are opened once more, not for ever."""
    await world.install("T1")
    world.slack.fail_next("chat.postMessage", "channel_not_found", times=2)
    with pytest.raises(Undeliverable) as refused:
        await world.front.notifier.post(Account("slack:T1:UEST"), POST, key="to:1")
    assert refused.value.reason == "channel_not_found"
    assert len(world.slack.calls_of("chat.postMessage")) == 2


async def test_token_is_renewed_before_it_runs_out(world: InstallingWorld, caplog: pytest.LogCaptureFixture) -> None:
    """Token rotation: the beat buys the next token once, and whatever is posted afterwards is by that one."""
    caplog.set_level(logging.INFO)
    world.slack.oauth.token_life = 3600
    await world.install("T1")
    first = world.slack.world.workspaces["T1"].bot_token
    world.slack.oauth.token_life = 12 * 3600
    await world.house.beat()
    second = world.slack.world.workspaces["T1"].bot_token
    assert second != first
    assert caplog.messages.count("slack_token_renewed") == 1
    await world.house.beat()
    assert world.slack.world.workspaces["T1"].bot_token == second
    world.slack.world.revoked_tokens.add(first)
    await world.table()
    await world.shown("Open skies")


async def test_token_that_cannot_be_renewed_now_is_used_and_tried_again(world: InstallingWorld) -> None:
    """Slack that does not answer takes nothing away; the refresh token is spent when it does."""
    world.slack.oauth.token_life = 3600
    await world.install("T1")
    for order in (503, "invalid_refresh_token", "cut-after-accept"):
        world.slack.fail_next("oauth.v2.access", order)
        await world.house.beat()
    await world.table()
    await world.shown("Open skies")
    assert world.told.ended == []


async def test_new_token_is_not_lost_while_the_database_does_not_take_it(
    world: InstallingWorld, sqlite_url: str
) -> None:
    """A refresh token holds once: what it bought is kept in memory and saved at the next beat."""
    world.slack.oauth.token_life = 3600
    await world.install("T1")
    world.slack.oauth.token_life = 12 * 3600
    with by_hand(sqlite_url, Use.MIGRATE) as connection:
        connection.execute(
            text("CREATE TRIGGER full BEFORE UPDATE ON installation BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
        )
        connection.execute(
            text("CREATE TRIGGER full2 BEFORE INSERT ON installation BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
        )
    await world.house.beat()
    second = world.slack.world.workspaces["T1"].bot_token
    with by_hand(sqlite_url, Use.MIGRATE) as connection:
        connection.execute(text("DROP TRIGGER full"))
        connection.execute(text("DROP TRIGGER full2"))
    await world.house.beat()
    assert world.slack.world.workspaces["T1"].bot_token == second
    kept = await world.house.writer.read(lambda uow: uow.installations.find("T1"))
    assert kept is not None
    assert second in kept.facts


async def test_organisation_has_the_app_in_all_of_its_workspaces(world: InstallingWorld) -> None:
    """One installation: acts in any workspace, channels of any, and people by the organisation's id."""
    add_people(world.slack, "T3", organisation="E1")
    add_people(world.slack, "T4", organisation="E1")
    world.slack.add_channel("C4", team="T4")
    done = await world.install("T3", whole=True)
    assert "in the organisation Organisation E1" in done.text
    assert await world.places() == ["E1"]
    await world.front.notifier.post(Channel("slack:T4:C4"), POST, key="card:4")
    assert "Open skies" in str(world.slack.messages("C4", team="T4"))
    for team in ("T3", "T4"):
        assert NOT_LINKED in await world.say(team, "UEST", "/motion list")
    await world.front.notifier.post(Account("slack:E1:UEST"), POST, key="to:est")
    assert "Open skies" in str(world.slack.direct_messages("UEST", team="T3"))
    with pytest.raises(Postponed):
        await world.front.notifier.post(Channel("slack:T9:C1"), POST, key="card:9")


async def test_organisation_takes_the_app_away_as_a_whole(world: InstallingWorld) -> None:
    """The news names the organisation."""
    add_people(world.slack, "T3", organisation="E1")
    add_people(world.slack, "T4", organisation="E1")
    await world.install("T3", whole=True)
    token = world.slack.world.workspaces["T3"].bot_token
    world.slack.world.revoked_tokens.add(token)
    await world.slack.event({"type": "app_uninstalled"}, team="T4")
    assert await world.places() == []


async def test_organisation_whose_workspaces_cannot_be_listed_waits(world: InstallingWorld) -> None:
    """The post is put off, not given up, and written when Slack tells."""
    add_people(world.slack, "T3", organisation="E1")
    await world.install("T3", whole=True)
    world.slack.set_weather(lambda method: Fault(error="ratelimited" if method == "auth.teams.list" else ""))
    with pytest.raises(Postponed) as waits:
        await world.front.notifier.post(Channel("slack:T3:C1"), POST, key="card:1")
    assert waits.value.obstacle is None
    world.slack.set_weather(lambda _method: Fault())
    await world.front.notifier.post(Channel("slack:T3:C1"), POST, key="card:1")
    assert "Open skies" in str(world.slack.messages("C1", team="T3"))


async def test_person_of_an_organisation_is_found_in_whichever_workspace_knows_them(world: InstallingWorld) -> None:
    """Accounts of an organisation bear its id; the app may be installed in some of its workspaces alone."""
    add_people(world.slack, "T3", organisation="E1")
    add_people(world.slack, "T4", organisation="E1")
    world.slack.add_user("UFIN", team="T3")
    await world.install("T3")
    await world.install("T4")
    to = Account("slack:E1:UFIN")
    message = await world.front.notifier.post(to, POST, key="to:fin")
    assert "Open skies" in str(world.slack.direct_messages("UFIN", team="T3"))
    again = SlackNotifier(world.front.workspaces, pace=timedelta(0))
    await again.edit(to, message, Card(title="M-1 · Closed"))
    assert "Closed" in str(world.slack.direct_messages("UFIN", team="T3"))


async def test_alliance_meets_in_two_workspaces(world: InstallingWorld) -> None:
    """A channel of each is linked, people of each have credentials: one motion, a card in both, one result."""
    await world.install("T1")
    await world.install("T2")
    now = world.clock.now()

    def join(uow: UnitOfWork) -> None:
        link_channel(uow, CODE, channel=Channel("slack:T2:C1"), purpose=Purpose.MOTIONS, now=now)
        account, role, member = Account("slack:T2:ULVA"), Role.HEAD, MemberCode("LVA")
        give_credential(uow, CODE, account=account, role=role, member=member, until=None, now=now)

    await world.house.writer.write(join)
    await world.table()
    for team in ("T1", "T2"):
        await world.shown("Open skies", team=team)
    assert "Ballot recorded" in await world.say("T1", "UEST", "/vote M-1 yes")
    assert "Ballot recorded" in await world.say("T2", "ULVA", "/vote M-1 no")
    refused = await world.say("T2", "UEST", "/vote M-1 yes")
    assert "Ballot recorded" not in refused
    ballots = await world.house.writer.read(lambda uow: uow.ballots.of_motion(CODE, MotionNumber(1)))
    assert sorted(ballot.member for ballot in ballots) == ["EST", "LVA"]


async def test_person_is_spoken_to_in_the_language_chosen_in_that_workspace(world: InstallingWorld) -> None:
    """The same id is another person elsewhere, and what Slack said of one is not taken for the other."""
    await world.install("T1")
    await world.install("T2")
    world.slack.add_user("UEST", team="T2", locale="fr-FR")
    assert "There is nothing to list" in await world.say("T1", "UEST", "/motion list")
    told = await world.say("T2", "UEST", "/motion list")
    assert "demandez-lui" in told
    assert teams_of(world, "users.info") == ["T1", "T2"]


async def test_page_of_the_bot_is_shown_by_the_token_of_its_workspace(world: InstallingWorld) -> None:
    """The App Home is a workspace's own."""
    await world.install("T1")
    await world.install("T2")
    opened = {"type": "app_home_opened", "user": "UEST", "channel": "D1", "tab": "home"}
    assert (await world.slack.event(opened, team="T2")).acknowledged
    await world.slack.wait_for(lambda slack: slack.home("UEST", team="T2"))
    assert world.slack.home("UEST", team="T1") is None
    assert teams_of(world, "views.publish") == ["T2"]
