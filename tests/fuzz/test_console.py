"""Whatever is typed at a terminal, by whoever it says it is, and whatever its questions are answered with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.console.app import ConsoleFront
from tests.fuzz import texts
from tests.fuzz.conftest import UTC_ENGLISH, Door, many
from tests.fuzz.showing import FAILURES

pytestmark = pytest.mark.xdist_group("fuzz discord")
SPEAKERS = st.one_of(
    st.sampled_from(("EST", "secretariat", "REVIEWER", "xyz", "a" * 40, "a" * 41, "", ".")), texts.WORD
)


@many(300)
@given(speaker=SPEAKERS, line=texts.LINES, answers=st.lists(st.one_of(texts.VALUE, st.none()), max_size=3))
def test_any_terminal_line_is_answered(door: Door, speaker: str, line: str, answers: list[str | None]) -> None:
    """As a state, an office, an account of any name; where a form is asked, with any answers, or none."""
    written: list[str] = []
    given = iter(answers)

    async def ask(question: str) -> str | None:
        question.encode()
        return next(given, None)

    front = ConsoleFront(
        dispatcher=door.world.house.dispatcher,
        writer=door.world.house.writer,
        clock=door.world.clock,
        alliance=door.world.code,
        write=written.append,
        say=UTC_ENGLISH,
    )
    door.runner.run(front.line(f"@{speaker} {line}", ask))
    shown = "\n".join(written)
    shown.encode()
    assert not any(failure in shown for failure in FAILURES)
    assert door.errors.records == []
