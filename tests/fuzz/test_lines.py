"""Typed lines, buttons and forms, whatever is in them: the reply can be shown, and nothing fails."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dispatch import Chosen, Pressed, Typed
from tests.behaviour.cast import EST_HEAD, LVA, PEOPLE, SECRETARY, Person
from tests.fuzz import texts
from tests.fuzz.conftest import MOTIONS, Door, many

pytestmark = pytest.mark.xdist_group("fuzz lines")

SOMEBODY = st.sampled_from((*(SECRETARY,) * 6, *(EST_HEAD, LVA) * 3, *PEOPLE))
"""Those who may do most come most often."""
LOCALES = st.sampled_from(("en", "fr", "fr-CA", "", "xx\0", "e" * 400))


@many(2500)
@given(line=texts.LINES, person=SOMEBODY, linked=st.booleans(), form=st.booleans(), locale=LOCALES)
def test_any_line_is_answered(door: Door, line: str, person: Person, *, linked: bool, form: bool, locale: str) -> None:
    door.ask(Typed(line=line), person, linked=linked, form=form, locale=locale)


@many(1500)
@given(action=texts.ACTIONS, person=SOMEBODY, linked=st.booleans(), form=st.booleans())
def test_any_button_is_answered(door: Door, action: str, person: Person, *, linked: bool, form: bool) -> None:
    door.ask(Pressed(action=action), person, linked=linked, form=form)


@many(1500)
@given(sent=texts.FORMS, person=SOMEBODY, linked=st.booleans(), form=st.booleans())
def test_any_form_is_answered(
    door: Door, sent: tuple[str, dict[str, str]], person: Person, *, linked: bool, form: bool
) -> None:
    path, values = sent
    door.ask(Chosen(path=path, values=values), person, linked=linked, form=form)


@many(100)
@given(title=texts.TEXT, text=texts.TEXT, explanation=texts.TEXT, locale=LOCALES)
def test_motion_in_any_words_is_shown_to_everyone(
    door: Door, title: str, text: str, explanation: str, locale: str
) -> None:
    """What is accepted from one person is on everybody's cards: in lists, in full, with its ballots."""
    door.reappoint(SECRETARY, EST_HEAD)
    link = "https://a.example/_b_"
    given = {"kind": "order", "title": title[:140], "text": text, "impact": text[:900], "document": link}
    door.ask(Chosen(path="motion.open", values=given), SECRETARY, locale=locale)
    number = door.latest()
    ballot = {"motion": number, "ballot": "yes", "explanation": explanation[:900]}
    door.ask(Chosen(path="vote.cast", values=ballot), EST_HEAD, locale=locale)
    for path in ("motion.show", "motion.list", "motion.needs", "vote.status", "vote.pending", "motion.close"):
        values = {} if path == "motion.list" else {"motion": number}
        door.ask(Chosen(path=path, values=values), SECRETARY, locale=locale)


def test_all_of_it_is_posted_and_decided(door: Door) -> None:
    """What was tabled and voted above is posted, and the clock has done to it all there was to do.

    What waits for a person, a draft or a debate that was put off, may wait on.
    """
    for _ in range(8):
        door.pass_time(timedelta(hours=24))
    with door.world.database.snapshot() as uow:
        motions = uow.motions.every(door.world.code)
        assert uow.outbox.dead() == ()
        assert uow.deadlines.due(door.world.code, door.world.clock.now(), limit=1) == ()
    assert door.posts.count >= len(motions) >= len(MOTIONS)
    assert any(motion.result is not None for motion in motions)
