"""The text form: what a line is read as, and what is wrong with one."""

import sys
import unicodedata
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards.action import ACTION_LIMIT, action, read_action
from bot.commands.refusals import (
    RepeatedOption,
    TooManyWords,
    UnclosedQuote,
    UnknownCommand,
    UnknownOption,
    UnknownSubcommand,
)
from bot.commands.register import REGISTRY
from bot.commands.registry import OptionType
from bot.commands.text import parse_line, split_words
from bot.domain.errors import Refusal
from bot.locales.signs import visible

YES = {"motion": "M-1", "ballot": "yes"}

READINGS = [
    ("/vote cast M-12 yes", "vote.cast", {"motion": "M-12", "ballot": "yes"}),
    ("vote cast M-12 yes", "vote.cast", {"motion": "M-12", "ballot": "yes"}),
    ("/vote M-12 yes", "vote.cast", {"motion": "M-12", "ballot": "yes"}),
    ("/vote yes M-12", "vote.cast", {"motion": "M-12", "ballot": "yes"}),
    ("/vote cast yes 12", "vote.cast", {"motion": "12", "ballot": "yes"}),
    ("/VOTE Ca m12 OUI", "vote.cast", {"motion": "m12", "ballot": "OUI"}),
    ("/vote cast motion:M-1 ballot:no", "vote.cast", {"motion": "M-1", "ballot": "no"}),
    ("/vote cast M-1 yes explanation:“we agree”", "vote.cast", {**YES, "explanation": "we agree"}),
    ("/vote cast M-1 yes explanation:'it’s ours'", "vote.cast", {**YES, "explanation": "it’s ours"}),
    ("/vote\u00a0cast M-1\u00a0yes", "vote.cast", {"motion": "M-1", "ballot": "yes"}),
    ('/motion open k «Un titre» "One\ntwo"', "motion.open", {"kind": "k", "title": "Un titre", "text": "One\ntwo"}),
    (
        "/motion open k t x document:https://example.org/a:b",
        "motion.open",
        {"kind": "k", "title": "t", "text": "x", "document": "https://example.org/a:b"},
    ),
    ('/motion decline M-3 "too far"', "motion.decline", {"motion": "M-3", "reason": "too far"}),
    ("/motion challenge M-3 k ours", "motion.challenge", {"motion": "M-3", "kind": "k", "reason": "ours"}),
    ("/vote rank M-3 EST LVA FIN", "vote.rank", {"election": "M-3", "names": "EST, LVA, FIN"}),
    ("/vote rank M-3 'Costa Rica' LVA", "vote.rank", {"election": "M-3", "names": "Costa Rica, LVA"}),
    ("/vote rank M-3 FIN, Costa Rica, LVA", "vote.rank", {"election": "M-3", "names": "FIN, Costa Rica, LVA"}),
    ("/motion list voting", "motion.list", {"status": "voting"}),
    ("/motion list", "motion.list", {}),
    ("/motion M-3", "motion.show", {"motion": "M-3"}),
    ("/alliance help", "alliance.help", {}),
    ("/term call vote EST", "term.call-vote", {"member": "EST"}),
    ("/Review Benchmark Meet EST 2", "review.benchmark-meet", {"member": "EST", "benchmark": "2"}),
    ("/review benchmark-meet EST 2", "review.benchmark-meet", {"member": "EST", "benchmark": "2"}),
]


@pytest.mark.parametrize(("line", "path", "values"), READINGS)
def test_line_is_read_as(line: str, path: str, values: dict[str, str]) -> None:
    """Quotes, curly quotes, non-breaking spaces, capitals, prefixes and both orders are understood."""
    parsed = parse_line(REGISTRY, line)
    assert (parsed.command.path, parsed.values) == (path, values)


REFUSED = [
    ("/vote rank 3 EST names:LVA", TooManyWords),
    ("", UnknownCommand),
    ("   ", UnknownCommand),
    ("/dance", UnknownCommand),
    ("/vote", UnknownSubcommand),
    ("/vote dance", UnknownSubcommand),
    ("/motion o:pen", UnknownSubcommand),
    ("/alliance yes", UnknownSubcommand),
    ("/vote cast M-1 yes no", TooManyWords),
    ("/motion decline M-3 too far", TooManyWords),
    ("/motion object M-3 not ours", TooManyWords),
    ("/vote cast M-1 yes colour:red", UnknownOption),
    ("/vote cast M-1 yes explanation:a explanation:b", RepeatedOption),
    ('/vote cast M-1 yes "never', UnclosedQuote),
    ('/vote cast M-1 yes explanation:"never', UnclosedQuote),
]


@pytest.mark.parametrize(("line", "refusal"), REFUSED)
def test_line_is_refused(line: str, refusal: type[Refusal]) -> None:
    """Each fault of a line has its own refusal."""
    with pytest.raises(refusal):
        parse_line(REGISTRY, line)


@settings(max_examples=400)
@given(st.text(max_size=80))
def test_any_line_is_read_or_refused(text: str) -> None:
    """No text a person can type raises anything but a refusal."""
    for line in (text, f"/vote cast {text}", f"/motion open {text}"):
        with suppress(Refusal):
            parse_line(REGISTRY, line)


@given(st.text(alphabet=st.characters(exclude_characters='"“”„«»', exclude_categories=["Cc", "Cs"]), min_size=1))
def test_quoted_text_comes_through_as_typed(text: str) -> None:
    """What stands between quotation marks is not touched."""
    assert [word.text for word in split_words(f'/motion "{text}"')] == ["/motion", text]


@given(st.integers(min_value=0, max_value=10**9), st.sampled_from(["yes", "a:b", "ü", ""]))
def test_button_says_what_it_was_made_to_say(number: int, value: str) -> None:
    """A button's id is read back as it was written."""
    written = action("vote.cast", number, value)
    assert len(written) <= ACTION_LIMIT
    assert read_action(written) == ("vote.cast", (str(number), value))


@pytest.mark.parametrize("text", ["", "v1", "v1:", "v0:vote.cast:1", "vote.cast", "v1:" + "x" * 100])
def test_forged_button_is_none_of_ours(text: str) -> None:
    """An id that this house never wrote is recognised."""
    assert read_action(text) is None


@pytest.mark.parametrize(
    ("text", "seen"),
    [("plain", True), ("עברית", True), ("🇪🇪 été", True), ("two\nlines", True), ("a\u202eb", False), ("a\x00b", False)],
)
def test_text_must_be_visible(text: str, seen: bool) -> None:
    """Right-to-left names are welcome; what turns the direction of the rest is not."""
    assert visible(text) is seen


def test_no_control_character_nor_half_of_one_is_visible() -> None:
    """Unicode's own classes decide, but for the ends of lines and tabs."""
    every = map(chr, range(sys.maxunicode + 1))
    unseen = {sign for sign in every if unicodedata.category(sign) in {"Cc", "Cs"}} - set("\n\t\r")
    assert not any(visible(f"a{sign}b") for sign in unseen)
    assert visible("".join(sign for sign in map(chr, range(0x2000)) if sign not in unseen))


def test_every_command_is_whole() -> None:
    """Required options come first, names are unique, and each fits its request."""
    for command in REGISTRY.commands:
        names = [option.name for option in command.options]
        required = [option.required for option in command.options]
        assert len(set(names)) == len(names)
        assert required == sorted(required, reverse=True)
        assert set(names) == set(getattr(command.request, "__dataclass_fields__", {}))
        assert command.verb.islower()


def test_ballots_stand_first_after_their_motion() -> None:
    """The two orders of a short vote rest on this."""
    command = REGISTRY.get("vote.cast")
    assert command is not None
    assert [option.type for option in command.options[:2]] == [OptionType.MOTION, OptionType.BALLOT]
