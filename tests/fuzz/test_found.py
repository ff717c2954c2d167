"""What the search for hostile input has found so far, each as it was mended."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from adapters.cli.main import app
from adapters.slack.escape import has_markup
from adapters.slack.forms import form_view, refused_view
from adapters.slack.parse import Place, typed_text
from bot.cards.card import Card, Form
from bot.dispatch import Chosen, Typed
from bot.locales.phrase import words
from tests.behaviour.cast import EST_HEAD, SECRETARY
from tests.fuzz.conftest import Door
from tests.fuzz.showing import encodable

pytestmark = pytest.mark.xdist_group("fuzz ids")
HALF = "\ud800"
"""Half of a sign, as JSON can carry it and no text can."""


@pytest.mark.parametrize("line", [HALF, f"/vote {HALF}", f"/motion list {HALF}", f"/vote cast {HALF} yes"])
def test_half_of_a_sign_is_refused_in_words_that_can_be_sent(door: Door, line: str) -> None:
    """A refusal repeats what was typed; no front could encode it, and its author got no answer."""
    assert isinstance(door.ask(Typed(line=line), EST_HEAD), Card)


@pytest.mark.parametrize("value", ["\0", HALF, "two\nlines"])
def test_form_is_never_filled_in_with_what_it_cannot_show(door: Door, value: str) -> None:
    """Where an option is missing and another one is unreadable, that is told before a form is opened."""
    reply = door.ask(Chosen(path="vote.cast", values={"motion": value}), EST_HEAD, form=True)
    assert isinstance(reply, Card)
    assert "cannot be seen" in words(reply.paragraphs[0])


def test_refused_form_comes_back_with_a_mark_for_what_cannot_be_shown(door: Door) -> None:
    """Everything that was entered is there again, and the form can be sent to Slack."""
    form = door.ask(Chosen(path="vote.cast", values={}), EST_HEAD, form=True)
    refusal = door.ask(Chosen(path="vote.cast", values={"motion": HALF, "ballot": "yes"}), EST_HEAD)
    assert isinstance(form, Form)
    assert isinstance(refusal, Card)
    view = form_view(form, Place(user="UEST", channel="C1"))
    entered = {"explanation": {"explanation": {"type": "plain_text_input", "value": f"because{HALF}"}}}
    shown = refused_view({**view, "state": {"values": entered}}, refusal)
    encodable(shown)
    assert "because�" in str(shown)


def test_long_line_of_half_references_is_read() -> None:
    """Each sign is looked at a few times, not once for every other one: this would run for hours otherwise."""
    for half in ("<!a^", "<a:b|", "<@U1", "<#C1|", "<"):
        assert typed_text(half * 200_000, "T1") == half * 200_000
    assert not has_markup(("\n" * 500_000,))


def test_console_reads_bytes_that_are_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line from a pipe in another encoding is answered like any other wrong one, and the next line is read."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLENARY_DATABASE_URL", f"sqlite:///{tmp_path}/plenary.db")
    CliRunner().invoke(app, ["init", "--charter", "alliance-of-democracies", "--name", "Alliance"])
    told = CliRunner().invoke(app, ["console"], input=b"/alliance \xff\xfe\n/motion list\n")
    assert told.exit_code == 0, told.output
    assert "/alliance does not take “��”" in told.output
    assert "nothing to list" in told.output


def test_secretary_of_the_suite_acts_in_this_house(door: Door) -> None:
    """The house of these tests does what it is asked: what is refused above is not refused for everyone."""
    assert "Open skies" in str(door.ask(Typed(line="/motion list"), SECRETARY))
