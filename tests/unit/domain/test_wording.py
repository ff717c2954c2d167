"""Texts and their changes: paragraphs, differences, distances, and amendments carried over from one text to another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.wording import ChangeKind, difference, distance, merged, paragraph, paragraphs, without_paragraph

THREE = "Recalling the past,\n1. Skies open.\n  As far as they go.\n2. Seas open.\n3. Roads open."

lines = st.sampled_from(["1. Skies open.", "2. Seas open.", "3) Roads open.", "Recalling,", "", "as far", "as far "])
texts = st.lists(lines, min_size=1, max_size=8).map("\n".join)


@pytest.mark.parametrize(
    ("text", "number", "told"),
    [
        (THREE, 1, "1. Skies open.\n  As far as they go."),
        (THREE, 3, "3. Roads open."),
        (THREE, 4, None),
        ("No number at all.", 1, None),
        ("In 2026. It was so.", 2026, None),
        ("2) Seas open.", 2, "2) Seas open."),
        ("1.5 million people.", 1, None),
        ("1. One.\n1. One again.", 1, "1. One."),
        ("", 1, None),
    ],
)
def test_paragraph_begins_on_a_numbered_line(text: str, number: int, told: str | None) -> None:
    """Its lines go up to the next number; of two with one number the first is meant."""
    assert paragraph(text, number) == told


@pytest.mark.parametrize(
    ("text", "number", "left"),
    [
        (THREE, 1, "Recalling the past,\n2. Seas open.\n3. Roads open."),
        (THREE, 3, "Recalling the past,\n1. Skies open.\n  As far as they go.\n2. Seas open."),
        (THREE, 4, None),
        ("1. Skies open.", 1, None),
        ("Recalling the past,\n1. Skies open.", 1, None),
        ("1. One.\n1. One again.", 1, "1. One again."),
    ],
)
def test_struck_paragraph_leaves_the_numbers_of_the_others(text: str, number: int, left: str | None) -> None:
    """None where there is no such paragraph, or no other: a preamble by itself is no text to vote on."""
    assert without_paragraph(text, number) == left


@given(texts, st.integers(min_value=1, max_value=4))
def test_only_the_struck_paragraph_is_gone(text: str, number: int) -> None:
    """Exactly its lines leave the text, whatever else stands there."""
    left = without_paragraph(text, number)
    every = paragraphs(text)
    if left is None:
        numbered = [each.number for each in every if each.number is not None]
        assert paragraph(text, number) is None or numbered == [number]
        return
    place = [each.number for each in every].index(number)
    assert list(paragraphs(left)) == [*every[:place], *every[place + 1 :]]


@given(texts)
def test_paragraphs_together_are_the_text(text: str) -> None:
    """Nothing is lost or added by taking a text apart."""
    assert "\n".join(each.text for each in paragraphs(text)) == text


@given(texts, texts)
def test_difference_holds_both_texts(old: str, new: str) -> None:
    """What is kept and removed is the old text; what is kept and added the new one."""
    changes = difference(old, new)
    assert "\n".join(each.text for each in changes if each.kind is not ChangeKind.ADDED) == old
    assert "\n".join(each.text for each in changes if each.kind is not ChangeKind.REMOVED) == new


@given(texts, texts)
def test_distance_is_nothing_between_equal_texts_alone(old: str, new: str) -> None:
    """Every change counts, white space too."""
    assert (distance(old, new) == 0) is (old == new)
    assert distance(old, new) >= 0


@pytest.mark.parametrize(
    ("old", "new", "far"),
    [
        ("1. Skies open.", "1. Skies wide open.", 5),
        ("1. Skies open.", "1. Seas open.", 9),
        ("1. Skies open.", "1. Skies open.\n2. Seas open.", 14),
    ],
)
def test_distance_counts_the_characters_of_what_changes(old: str, new: str, far: int) -> None:
    """A word put in counts once, a word replaced twice: out and in."""
    assert distance(old, new) == far


@given(texts, texts)
def test_change_to_a_text_that_stayed_is_that_change(original: str, changed: str) -> None:
    """Carried over to the original itself, or by a text that changes nothing, nothing else comes out."""
    assert merged(original, original, changed) == changed
    assert merged(original, changed, original) == changed


@given(texts, texts, texts)
def test_two_changes_are_merged_in_either_order_alike(original: str, one: str, other: str) -> None:
    """Which was accepted first makes no difference to the text, nor to whether they exclude each other."""
    assert merged(original, one, other) == merged(original, other, one)


@given(texts, texts)
def test_one_change_made_twice_is_one(original: str, changed: str) -> None:
    """Two amendments with one wording leave that wording."""
    assert merged(original, changed, changed) == changed


@pytest.mark.parametrize(
    ("accepted", "other", "told"),
    [
        ("1. A.\n2. b.\n3. c.", "1. a.\n2. b.\n3. C.", "1. A.\n2. b.\n3. C."),
        ("1. A.\n2. b.\n3. c.", "1. Z.\n2. b.\n3. c.", None),
        ("2. b.\n3. c.", "1. A.\n2. b.\n3. c.", None),
        ("1. a.\n2. b.\n3. c.\n4. d.", "1. a.\n2. b.\n3. c.\n4. e.", None),
        ("1. a.\n2. b.\n3. c.\n4. d.", "0. z.\n1. a.\n2. b.\n3. c.", "0. z.\n1. a.\n2. b.\n3. c.\n4. d."),
        ("1. A.\n2. b.\n3. c.", "1. A.\n2. b.\n3. C.", "1. A.\n2. b.\n3. C."),
        ("1. a.\n3. c.", "1. a.\n2. b.", "1. a."),
    ],
)
def test_changes_to_the_same_lines_exclude_each_other(accepted: str, other: str, told: str | None) -> None:
    """Those of other lines are carried over; two additions at one place have no order."""
    assert merged("1. a.\n2. b.\n3. c.", accepted, other) == told


WORDS = st.lists(st.sampled_from(["a", "bb", "ccc", " ", "\n", "  "]), max_size=9).map("".join)


@given(old=WORDS, new=WORDS, third=WORDS)
def test_distance_is_a_distance(old: str, new: str, third: str) -> None:
    """Nothing for equal texts alone, the same both ways, and no longer than by way of a third text."""
    assert (distance(old, new) == 0) == (old == new)
    assert distance(old, new) == distance(new, old) <= len(old) + len(new)
    assert distance(old, new) <= distance(old, third) + distance(third, new)


def test_texts_made_to_take_long_are_compared_all_the_same() -> None:
    """Texts as long as may be, alike in every other word and line: ``difflib`` would take minutes."""
    assert distance("a " * 2000, "b " * 2000) == 4000
    old, new = "a\n\n" * 1333, "b\n\n" * 1333
    assert sum(change.kind is ChangeKind.REMOVED for change in difference(old, new)) == 1333
    assert merged(old, old, new) == new


ORIGINAL = "1. a\n2. b\n3. c\n4. d"


@pytest.mark.parametrize(
    ("accepted", "other", "together"),
    [
        ("1. A\n2. b\n3. c\n4. d", "1. a\n2. b\n3. c\n4. D", "1. A\n2. b\n3. c\n4. D"),
        ("1. A\n2. b\n3. c\n4. d", "1. X\n2. b\n3. c\n4. d", None),
        ("1. A\n2. b\n3. c\n4. d", "1. A\n2. b\n3. c\n4. D", "1. A\n2. b\n3. c\n4. D"),
        ("1. A\n2. B\n3. c\n4. d", "1. A\n2. b\n3. c\n4. D", "1. A\n2. B\n3. c\n4. D"),
        ("1. A\n2. B\n3. c\n4. d", "1. A\n2. X\n3. c\n4. d", None),
        ("1. A\n2. b\n3. c\n4. d", "1. a\n2. B\n3. c\n4. d", "1. A\n2. B\n3. c\n4. d"),
        ("1. a\n3. c\n4. d", "1. a\n2. B\n3. c\n4. d", None),
        ("1. a\n3. c\n4. d", "1. a\n2. b\n3. c", "1. a\n3. c"),
        ("1. a\n2. b\n3. c\n4. d\n5. e", "1. a\n2. b\n3. c\n4. d\n5. f", None),
        ("1. a\n2. b\n3. c\n4. d\n5. e", "0. z\n1. a\n2. b\n3. c\n4. d", "0. z\n1. a\n2. b\n3. c\n4. d\n5. e"),
        ("1. a\n2. b", "3. c\n4. d", None),
    ],
)
def test_amendment_is_carried_over_unless_its_lines_were_changed(
    accepted: str, other: str, together: str | None
) -> None:
    """One made void by another's adoption falls: the same lines differently, one place added to, or nothing left."""
    assert merged(ORIGINAL, accepted, other) == together
    assert merged(ORIGINAL, other, accepted) == together
