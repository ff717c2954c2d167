"""What two sequences share, and the edits that make one of the other."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.alignment import edits, shared

LETTERS = st.text(alphabet="ab\n", max_size=8)


def longest(old: str, new: str) -> int:
    """Find the length of the longest common subsequence by trying everything."""
    if not old or not new:
        return 0
    if old[0] == new[0]:
        return 1 + longest(old[1:], new[1:])
    return max(longest(old[1:], new), longest(old, new[1:]))


@given(old=LETTERS, new=LETTERS)
def test_as_much_is_shared_as_can_be(old: str, new: str) -> None:
    """The same as a search through all ways, and the same both ways."""
    assert shared(old, new) == shared(new, old) == longest(old, new)


@given(old=LETTERS, new=LETTERS)
def test_edits_make_the_new_of_the_old_and_keep_the_most(old: str, new: str) -> None:
    """Applied backwards; what lies between two of them is kept."""
    text = old
    found = edits(old, new)
    for edit in reversed(found):
        text = text[: edit.start] + new[edit.begin : edit.stop] + text[edit.end :]
    assert text == new
    assert len(old) - sum(edit.end - edit.start for edit in found) == shared(old, new)
    assert all(one.end < other.start for one, other in pairwise(found))
