import io
import json
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.cli.calculator.line import BadLine, checked_line
from adapters.cli.calculator.reading import Reader, read_whole
from adapters.cli.decide import answer_lines, exact_weight, run_decide

EXAMPLE: dict[str, object] = {
    "id": "S/2017/172",
    "adopt": "at least 9 of 15 seats and no permanent member against",
    "quorum": None,
    "seats": 15,
    "members": [
        {"id": "FRA", "permanent": True, "weights": {"population": 68000000}},
        {"id": "SWE"},
        {"id": "XXX", "entitled": False, "reason": "suspended"},
    ],
    "ballots": {"FRA": "yes", "SWE": "no"},
    "present": ["FRA", "SWE"],
    "concerned": None,
    "tie": "reject",
    "chair": None,
    "closed": True,
}
SHORT: dict[str, object] = {
    "id": "short",
    "adopt": "more for than against",
    "members": [{"id": "AAA"}, {"id": "BBB"}],
    "ballots": {"AAA": "yes"},
}


def answered(*lines: dict[str, object] | str) -> list[dict[str, object]]:
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    return [json.loads(answer) for answer, _ in answer_lines(texts)]


def answer(**changes: object) -> dict[str, object]:
    return answered({**SHORT, **changes})[0]


def test_example_is_answered_as_specified() -> None:
    """The worked line of the specification, key by key."""
    assert answered(EXAMPLE) == [
        {
            "id": "S/2017/172",
            "outcome": "not adopted",
            "certainty": "fail",
            "reasons": [
                {
                    "option": 1,
                    "clause": "at least 9 of 15 seats",
                    "base": "15",
                    "needed": "9",
                    "had": "1",
                    "met": False,
                },
                {
                    "option": 1,
                    "clause": "no permanent member against",
                    "base": None,
                    "needed": "0",
                    "had": "0",
                    "met": True,
                },
            ],
            "tally": {"yes": 1, "no": 1, "abstain": 0, "silent": 0, "not_entitled": 1, "vacant": 12},
            "sentence": "Not adopted: at least 9 of 15 seats (1 had, 9 needed).",
            "would_take": {"yes_votes": 8, "possible": False},
        }
    ]


def test_short_line_takes_the_defaults() -> None:
    """Required: id, adopt, members, ballots."""
    found = answer()
    assert (found["outcome"], found["certainty"], found["would_take"]) == ("adopted", "carry", None)
    assert found["sentence"] == "Adopted: more for than against (1 had, 1 needed)."


MEMBERS = [{"id": "AAA"}, {"id": "BBB"}]
POPULATION = "at least 65% of the population of all members"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"colour": "red"}, "unknown key colour"),
        ({"members": [{"id": "AAA", "flag": "x"}]}, "unknown key members.0.flag"),
        ({"members": [{"id": "AAA"}, {"id": "AAA"}]}, "AAA is listed twice"),
        ({"members": [{"id": ""}]}, "members.0.id"),
        ({"members": [{}]}, "members.0.id is missing"),
        ({"members": {}}, "members"),
        ({"ballots": {"ZZZ": "yes"}}, "ZZZ has a ballot but is not a member"),
        ({"ballots": {"AAA": "maybe"}}, "ballots.AAA"),
        ({"ballots": {"AAA": None}}, "ballots.AAA"),
        ({"members": [{"id": "AAA", "entitled": False, "reason": "recused"}]}, "AAA is not entitled to vote"),
        ({"members": [{"id": "AAA", "reason": "recused"}]}, "AAA is entitled but has a reason"),
        ({"members": [{"id": "AAA", "entitled": False, "reason": "asleep"}]}, "members.0.reason"),
        ({"members": [{"id": "AAA", "permanent": "yes"}]}, "members.0.permanent"),
        ({"seats": 1}, "more members (2) than seats (1)"),
        ({"seats": 0}, "at least 1 seat"),
        ({"seats": 15.5}, "seats"),
        ({"seats": True}, "seats"),
        ({"seats": 15, "adopt": "at least 2 of 3 seats"}, "expected 15, the seats of the body"),
        ({"adopt": "at least 2 of 3 seats", "quorum": "at least 2 of 4 seats voted"}, "contradict"),
        ({"adopt": "at least 2/3 of seats"}, "number of seats is not given"),
        ({"adopt": "two thirds"}, "expected “at least”"),
        ({"quorum": "two thirds"}, "expected “at least”"),
        ({"adopt": POPULATION}, "AAA has no population"),
        ({"members": [{"id": "AAA", "weights": {"gdp": -1}}]}, "never negative"),
        ({"members": [{"id": "AAA", "weights": {"gdp": "1/0"}}]}, "divided by 0"),
        ({"members": [{"id": "AAA", "weights": {"gdp": "much"}}]}, "a weight is a number"),
        ({"members": [{"id": "AAA", "weights": {"gdp": True}}]}, "a weight is a number"),
        ({"members": [{"id": "AAA", "weights": {"gdp": 1, "GDP": 2}}]}, "weight twice"),
        ({"present": ["ZZZ"]}, "ZZZ is present but is not a member"),
        ({"tie": "coin"}, "tie"),
        ({"chair": "maybe"}, "chair"),
        ({"closed": "no"}, "closed"),
        ({"id": 7}, "id"),
        ({"id": ""}, "id"),
        (
            {
                "adopt": "at least 2/3 of members in good standing",
                "members": [{"id": "AAA"}, {"id": "BBB", "entitled": False}],
            },
            "BBB is not entitled",
        ),
    ],
)
def test_bad_line_gives_its_id_and_an_error(changes: dict[str, object], says: str) -> None:
    """A bad line gives a line with id and error, nothing else."""
    found = answer(**changes)
    assert set(found) == {"id", "error"}
    assert found["id"] == (
        changes["id"] if isinstance(changes.get("id"), str) else None if "id" in changes else "short"
    )
    assert says in str(found["error"])


@pytest.mark.parametrize("key", ["id", "adopt", "members", "ballots"])
def test_missing_key_is_named(key: str) -> None:
    """Four keys are required."""
    (found,) = answered({name: value for name, value in SHORT.items() if name != key})
    assert found["error"] == f"{key} is missing"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "not JSON"),
        ("[]", "a line is a JSON object"),
        ("null", "a line is a JSON object"),
        ('{"id": NaN}', "NaN is not a number"),
        ("[" * 100_000, "nested too deep"),
        ('{"id": "\udcff"}', "not UTF-8"),
        ("1" * 5000, "not JSON"),
    ],
)
def test_line_that_is_no_json_object_has_no_id(line: str, says: str) -> None:
    """What cannot be read gives a line of its own, with id null."""
    (found,) = answered(line)
    assert found["id"] is None
    assert says in str(found["error"])


def test_key_given_twice_is_refused() -> None:
    """Two ballots of one member in one line contradict."""
    line = json.dumps(SHORT).replace('{"AAA": "yes"}', '{"AAA": "yes", "AAA": "no"}')
    assert answered(line) == [{"id": "short", "error": "the key AAA is given twice"}]


def test_id_of_an_earlier_line_is_refused() -> None:
    """Answers are told apart by their id."""
    first, second = answered(SHORT, SHORT)
    assert first["outcome"] == "adopted"
    assert second == {"id": "short", "error": "the id short was used by an earlier line"}


def test_lines_are_answered_in_order_and_blank_ones_skipped() -> None:
    """One answer a line, in order; a bad line does not stop the others."""
    lines = ["", json.dumps(SHORT | {"id": "1"}), "   \n", "{", json.dumps(SHORT | {"id": "2"}), "\n"]
    answers = list(answer_lines(lines))
    assert [json.loads(text)["id"] for text, _ in answers] == ["1", None, "2"]
    assert [decided for _, decided in answers] == [True, False, True]


ROSTERS: tuple[list[dict[str, object]], ...] = (
    [{"id": "AAA", "permanent": True, "weights": {"gdp": 1}}, {"id": "BBB", "weights": {"gdp": 0.5}}, {"id": "CCC"}],
    [{"id": "AAA", "permanent": 1, "weights": {"gdp": 1}}, {"id": "BBB", "weights": {"gdp": 0.5}}, {"id": "CCC"}],
    [{"id": "AAA", "permanent": True, "weights": {"gdp": True}}, {"id": "BBB", "weights": {"gdp": "1/2"}}],
    [{"id": "AAA"}, {"id": "BBB", "entitled": False, "reason": "recused"}],
    [{"id": "AAA"}, {"id": "AAA"}],
    [],
)
"""Lists of members that are good, bad, and alike but for a type."""

LINES = st.fixed_dictionaries(
    {
        "id": st.just("line"),
        "adopt": st.sampled_from(
            ["no permanent member against", "more for than against", "more than 1/2 of the gdp of entitled members"]
        ),
        "members": st.sampled_from(ROSTERS),
        "ballots": st.dictionaries(st.sampled_from(["AAA", "BBB", "CCC"]), st.sampled_from(["yes", "no", "abstain"])),
    },
    optional={
        "present": st.lists(st.sampled_from(["AAA", "BBB", "CCC"])),
        "concerned": st.sampled_from([None, "AAA", "", 7]),
        "closed": st.booleans(),
    },
)
SPACING = st.sampled_from([(", ", ": "), (",", ":"), (" ,\t", " : ")])


@settings(max_examples=200, deadline=None)
@given(lines=st.lists(st.tuples(LINES, SPACING), max_size=8))
def test_line_is_answered_the_same_whatever_was_read_before(
    lines: list[tuple[dict[str, object], tuple[str, str]]],
) -> None:
    """Members listed again are not read again; a list that differs by as little as a type is another list."""
    texts = [json.dumps(line, separators=spacing) for line, spacing in lines]
    alone = [read_alone(text, Reader()) for text in texts]
    reader = Reader()
    assert [read_alone(text, reader) for text in texts] == alone


@settings(max_examples=400, deadline=None)
@given(line=LINES, spacing=SPACING, data=st.data())
def test_quick_reading_agrees_with_reading_the_whole(
    line: dict[str, object], spacing: tuple[str, str], data: st.DataObject
) -> None:
    """Wherever a line is spoilt, and with whatever, it says the same or is refused with the same words."""
    text = json.dumps(line, separators=spacing)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(start + 12, len(text))))
    put = data.draw(
        st.sampled_from(["", '"', ",", ":", "}", "]", "{", "\\", " ", "\n", "\x00", "1", "true", "NaN", "é", "\udcff"])
    )
    repeat = data.draw(st.sampled_from(["", '"id": "twice", ', '"closed": true, ', '"members": [], ']))
    spoilt = (text[:start] + put + text[end:]).replace("{", "{" + repeat, 1)
    assert read_alone(spoilt, Reader()) == read_alone(spoilt, None)


def read_alone(text: str, reader: Reader | None) -> tuple[object, ...]:
    """Give what a line says or why it is refused, read by a reader or, where there is none, as a whole."""
    try:
        value, twice = read_whole(text) if reader is None else reader.read(text)
        line = checked_line(value)
    except BadLine as refused:
        return (str(refused),)
    members = line.members.voters(line.ballots, line.present)
    return (line.model_dump(exclude={"members"}), members, twice)


@pytest.mark.parametrize("half", ["0.5", '"0.5"', '"1/2"', "5e-1"])
def test_weights_are_read_exactly(half: str) -> None:
    """A half canton weighs 1/2, however it is written."""
    line = (
        '{"id": "c", "adopt": "more than 1/2 of the cantons of all members", "ballots": {"OW": "yes"},'
        ' "members": [{"id": "OW", "weights": {"cantons": HALF}},'
        ' {"id": "NW", "weights": {"cantons": HALF}}]}'
    ).replace("HALF", half)
    (found,) = answered(line)
    assert found["outcome"] == "not adopted"
    assert found["reasons"] == [
        {
            "option": 1,
            "clause": "more than 1/2 of the cantons of all members",
            "base": "1",
            "needed": "1/2",
            "had": "1/2",
            "met": False,
        }
    ]
    assert "0.5 had, more than 0.5 needed" in str(found["sentence"])


@pytest.mark.parametrize("value", [1.5, None, "1e5", "-1", "½", "9" * 200, 10**100, [1]])
def test_other_weights_are_refused(value: object) -> None:
    """A float is never read: JSON numbers arrive as exact decimals."""
    with pytest.raises(ValueError, match="a weight"):
        exact_weight(value)


def test_weight_with_a_vast_exponent_is_refused() -> None:
    """Exactness has a price that nobody can make the calculator pay."""
    line = json.dumps(SHORT).replace('{"id": "AAA"}', '{"id": "AAA", "weights": {"gdp": 1e999999999}}')
    assert "a weight is a number" in str(answered(line)[0]["error"])


def test_reason_is_needed_only_where_good_standing_counts() -> None:
    """Whether a member is in good standing matters only to a rule that asks."""
    members = [{"id": "AAA"}, {"id": "BBB", "entitled": False}]
    assert answer(members=members)["outcome"] == "adopted"


@pytest.mark.parametrize(
    ("changes", "outcome", "certainty"),
    [
        ({"closed": False}, "open", "open"),
        ({"closed": False, "final": True, "adopt": "at least 1 of 2 seats"}, "open", "carry"),
        ({"closed": False, "adopt": "at least 3 of 4 seats"}, "open", "fail"),
        ({"quorum": "at least 2 of 2 seats voted"}, "no quorum", "fail"),
        ({"ballots": {"AAA": "yes", "BBB": "no"}}, "not adopted", "fail"),
        ({"ballots": {"AAA": "yes", "BBB": "no"}, "tie": "second-vote"}, "tied", "open"),
        ({"ballots": {"AAA": "yes", "BBB": "no"}, "tie": "chair"}, "not adopted", "fail"),
        ({"ballots": {"AAA": "yes", "BBB": "no"}, "tie": "chair", "chair": "yes"}, "adopted", "carry"),
        ({"ballots": {"AAA": "yes", "BBB": "no"}, "chair": "yes"}, "not adopted", "fail"),
        ({"concerned": "BBB", "adopt": "at least 1/1 of all other members"}, "adopted", "carry"),
    ],
)
def test_outcome_and_certainty(changes: dict[str, object], outcome: str, certainty: str) -> None:
    """Every outcome the calculator knows, in one plain sentence each."""
    found = answer(**changes)
    assert (found["outcome"], found["certainty"]) == (outcome, certainty)
    assert (found["would_take"] is None) is (outcome == "adopted")
    sentence = str(found["sentence"])
    assert sentence[0].isupper()
    assert sentence.endswith(".")


def test_exit_status_tells_a_bad_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """0 where every line was decided, 1 where one was bad; the others still run."""
    good, bad = tmp_path / "good.jsonl", tmp_path / "bad.jsonl"
    good.write_text("\ufeff" + json.dumps(SHORT) + "\n\n", encoding="utf-8")
    bad.write_bytes(b'{"id": "\xff"}\n' + json.dumps(SHORT).encode() + b"\n")
    assert run_decide(good) == 0
    assert run_decide(bad) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["short", None, "short"]


def test_file_that_cannot_be_read_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The calculator says which file, and ends with status 2."""
    assert run_decide(tmp_path / "missing.jsonl") == 2
    assert "missing.jsonl" in capsys.readouterr().err


def test_standard_input_is_read_where_no_file_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Lines may be piped in."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(SHORT).encode())))
    assert run_decide(None) == 0
    assert json.loads(capsys.readouterr().out)["outcome"] == "adopted"
