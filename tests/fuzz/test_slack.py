"""What Slack's payloads may hold, read as acts and answered: by the front's own parts, then by the whole real front."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack import forms, parse
from adapters.slack.elements import answers
from adapters.slack.parse import Place
from bot.cards.card import Card, Form, Tone
from bot.cards.refusals import refusal_card
from bot.dispatch import Chosen, Invocation
from bot.domain.errors import Refusal
from tests.behaviour.cast import EST_HEAD, SECRETARY
from tests.behaviour.fronts import open_slack
from tests.fuzz import texts
from tests.fuzz.conftest import UTC_ENGLISH, Door, many
from tests.fuzz.showing import FAILURES, encodable, show
from tests.integration.slack_world import SlackWorld
from tests.servers.slack.rules import check_view

PEOPLE = st.sampled_from(("U0010", "U0001"))
pytestmark = pytest.mark.xdist_group("fuzz slack")
IDS = st.one_of(st.sampled_from(("UEST", "U0010", "W1", "C1", "D1", "T1", "", "U1:U2", "u1")), texts.WORD)
TEAMS = st.one_of(st.none(), st.just("T1"), st.just("T1"), IDS)
SAY = UTC_ENGLISH


def answered(door: Door, read: Any) -> Card | Form:  # noqa: ANN401 - any of the front's readers
    """Read a payload and act on it as the front does; ids that are none are refused."""
    try:
        invocation: Invocation = read()
    except Refusal as refusal:
        card = refusal_card(refusal, SAY)
        show(card)
        return card
    return door.act(invocation)


@many(800)
@given(line=texts.LINES, user=IDS, channel=IDS, team=TEAMS, enterprise=TEAMS, command=texts.WORD)
def test_any_slash_command_is_answered(
    door: Door, line: str, user: str, channel: str, team: str | None, enterprise: str | None, command: str
) -> None:
    noun, _, rest = line.partition(" ")
    body = {
        "team_id": team, "enterprise_id": enterprise, "user_id": user, "channel_id": channel,
        "command": noun if noun.startswith("/") else command, "text": rest, "trigger_id": f"{hash(line)}",
        "response_url": "https://hooks.example/1",
    }  # fmt: skip
    answered(door, lambda: parse.slash_invocation(body, prefix="x-", received_at=door.world.clock.now()))
    parse.slash_place(body)


@many(400)
@given(action=texts.ACTIONS, text=texts.LINES, user=IDS, channel=IDS, valued=st.booleans())
def test_any_button_and_mention_is_answered(
    door: Door, action: str, text: str, user: str, channel: str, *, valued: bool
) -> None:
    now = door.world.clock.now()
    pressed: dict[str, Any] = {
        "team": {"id": "T1"}, "user": {"id": user, "team_id": "T1"}, "trigger_id": f"{hash(action)}",
        "channel": {"id": channel} if channel else None, "container": {"channel_id": channel},
        "actions": [{"action_id": action, **({"value": action} if valued else {})}],
    }  # fmt: skip
    answered(door, lambda: parse.press_invocation(pressed, received_at=now))
    parse.press_place(pressed)
    said = {"user": user, "channel": channel, "text": text.replace("vote", "<@UBOT> vote")}
    mention: dict[str, Any] = {"team_id": "T1", "event_id": f"{hash(text)}", "event": said}
    answered(door, lambda: parse.mention_invocation(mention, bot_user="UBOT", received_at=now))


@many(600)
@given(sent=texts.FORMS, metadata=st.one_of(st.none(), texts.VALUE), menu=st.booleans(), person=PEOPLE)
def test_any_form_is_answered_and_given_back_whole(
    door: Door, sent: tuple[str, dict[str, str]], metadata: str | None, person: str, *, menu: bool
) -> None:
    """A refused form comes back with all that was entered, and can be opened again."""
    path, values = sent
    form = door.ask(Chosen(path=path, values={}), SECRETARY, form=True)
    if not isinstance(form, Form):
        return
    view = forms.form_view(form, Place(user=person, channel="C1"))
    view |= {"state": {"values": dict(_state(values, menu=menu))}}
    if metadata is not None:
        view["private_metadata"] = metadata
    body: dict[str, Any] = {
        "team": {"id": "T1"}, "user": {"id": person, "team_id": "T1"}, "trigger_id": str(hash(str(sent))), "view": view,
    }  # fmt: skip
    place = forms.place_of(body)
    reply = answered(
        door,
        lambda: parse.form_invocation(
            body,
            path=forms.path_of(view),
            values=answers(view, "T1"),
            channel=place.channel,
            received_at=door.world.clock.now(),
        ),
    )
    assert isinstance(reply, Card)
    shown = (forms.refused_view if reply.tone is Tone.REFUSAL else forms.told_view)(view, reply)
    for each in (shown, forms.working_view(view)):
        sendable = {**each, "private_metadata": ""}
        assert (refusal := check_view(sendable)) is None, refusal
        encodable(sendable)


def _state(values: dict[str, str], *, menu: bool) -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if menu and name == "ballot":
            yield name, {name: {"type": "static_select", "selected_option": {"value": value} if value else None}}
        else:
            yield name, {name: {"type": "plain_text_input", "value": value or None}}


@pytest.fixture(scope="module")
def slack(door: Door) -> Iterator[SlackWorld]:
    """Give the whole front, over signed HTTP, before the same house."""
    opening = open_slack(door.world, "signed http")
    front = door.runner.run(opening.__aenter__())
    yield front
    door.runner.run(opening.__aexit__(None, None, None))


@many(150)
@given(line=texts.LINES, mentioned=st.booleans())
def test_the_whole_front_answers_any_line(door: Door, slack: SlackWorld, line: str, *, mentioned: bool) -> None:
    """The real Bolt app, over its own HTTP, against a local Slack that refuses what Slack refuses."""
    noun, _, rest = line.encode("utf-8", "replace").decode().partition(" ")
    known = noun if noun in {"/alliance", "/motion", "/vote"} else "/vote"
    asked = slack.mention(EST_HEAD, rest) if mentioned else slack.say(SECRETARY, f"{known} {rest}")
    told = door.runner.run(asked)
    assert told
    assert not any(failure in told for failure in FAILURES)
    assert door.errors.records == []
    assert slack.server.violations == []
