"""What a card becomes on Discord: inside every limit, and nothing in a user's text is obeyed."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord import limits
from adapters.discord.components import view_of
from adapters.discord.escaping import escaped, fitted, size
from adapters.discord.forms import modal_of, read_answers, read_id
from adapters.discord.render import mark_of, render
from bot.cards.card import Button, Card, Field, Form, FormField, Table, Tone
from bot.cards.motions import motion_card, motion_details
from bot.cards.results import result_card
from bot.cards.votes import status_card
from bot.cards.whole import Rest, rest_words
from bot.locales.catalogue import LANGUAGES, Interpreter
from tests.hostile import TEXTS as HOSTILE
from tests.integration.discord_world import unescaped
from tests.servers.discord.limits import demand_message, demand_modal
from tests.servers.discord.refusals import Json
from tests.unit.discord import cards

MARKUP = re.compile(r"(?<!\\)(?:\\\\)*([*_~|`<\[\]])")
"""A sign of markup that no backslash makes plain."""
SAY = Interpreter("en", cards.view(1).alliance.time_zone)
PIECES = st.sampled_from([*HOSTILE, "a", " ", "\n", "\\", "`", "🇪🇪", "é", "https://a.example/_b_", "1."])
TEXTS = st.lists(PIECES, max_size=40).map("".join)


def _message(card: Card, *, mark: str = "") -> Json:
    rendered = render(card, mark=mark)
    view = view_of(rendered)
    components: list[Json] = [] if view is None else view.to_components()
    body: Json = {"embeds": [dict(embed.to_dict()) for embed in rendered.embeds], "components": components}
    demand_message(body)
    return body


def _texts(card: Card) -> str:
    body = _message(card)
    return "\n".join(
        text
        for embed in body["embeds"]
        for text in (
            embed.get("title", ""),
            embed.get("description", ""),
            *(value for field in embed.get("fields", []) for value in (field["name"], field["value"])),
            embed.get("footer", {}).get("text", ""),
        )
    )


def _total(body: Json) -> int:
    return sum(
        size(text)
        for embed in body["embeds"]
        for text in (
            embed.get("title", ""),
            embed.get("description", ""),
            *(value for field in embed.get("fields", []) for value in (field["name"], field["value"])),
            embed.get("footer", {}).get("text", ""),
        )
    )


@pytest.mark.parametrize("hostile", HOSTILE)
def test_text_of_a_user_is_never_obeyed(hostile: str) -> None:
    """Names, links, headings, quotes and lists stay text, and read as they were typed."""
    safe = escaped(hostile)
    bare = re.sub(r"https?://[A-Za-z0-9._~:/?#@!$&'+,;=%-]*[A-Za-z0-9_/=-]", "", safe)
    assert not MARKUP.search(bare)
    assert not re.search(r"@(everyone|here)", safe)
    assert not re.search(r"(?m)^[ \t]*(#|>|[-+] |-#|\d+[.)])", safe)
    kept = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "�", hostile)
    assert unescaped(safe) == kept.replace("\u200b", "")


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_hostile_card_keeps_every_limit(hostile: str) -> None:
    """A user's text breaks no card, wherever it stands and however long it is."""
    long = hostile * 400
    card = Card(
        title=long,
        paragraphs=((long, cards.MOMENT), (hostile,)),
        fields=tuple(Field(name=long, value=(long,)) for _ in range(30)),
        table=Table(columns=(long, hostile, hostile), rows=((hostile, long, hostile),) * 50),
        buttons=(Button(label=hostile * 9, action="v1:motion.show:1"),),
        footer=(long,),
    )
    assert _total(_message(card, mark="#123456789abc")) <= limits.EMBED_TOTAL


@given(
    title=TEXTS,
    paragraphs=st.lists(TEXTS, max_size=3),
    values=st.lists(TEXTS, max_size=30),
    rows=st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=30),
    foot=TEXTS,
    with_moment=st.booleans(),
)
def test_any_card_keeps_every_limit(
    *,
    title: str,
    paragraphs: list[str],
    values: list[str],
    rows: list[tuple[str, str, str]],
    foot: str,
    with_moment: bool,
) -> None:
    """Whatever stands in a card, Discord takes it."""
    card = Card(
        title=title or "T",
        paragraphs=tuple((text, cards.MOMENT) for text in paragraphs),
        fields=tuple(Field(name="Name", value=(text,)) for text in values),
        table=Table(columns=("A", "B", "C"), rows=tuple(rows)),
        footer=(foot, cards.MOMENT) if with_moment else (foot,),
    )
    embeds = [dict(embed.to_dict()) for embed in render(card, mark="#123456789abc").embeds]
    demand_message({"embeds": embeds})
    assert _total({"embeds": embeds}) <= limits.EMBED_TOTAL


@given(text=TEXTS, style=st.sampled_from("fT"), limit=st.integers(min_value=1, max_value=60))
def test_cut_text_ends_visibly_and_breaks_no_escape(text: str, style: str, limit: int) -> None:
    """No backslash is left without its sign, and no instant without its end."""
    cut = fitted(f"{escaped(text)}<t:1796400000:{style}>", limit)
    assert size(cut) <= limit
    if cut.endswith("…"):
        assert (len(cut[:-1]) - len(cut[:-1].rstrip("\\"))) % 2 == 0
        assert not re.search(r"(?<!\\)(?:\\\\)*<(?!t:1796400000:[fT]>)", cut)


@pytest.mark.parametrize("exact", [False, True])
def test_instant_is_whole_or_left_out(exact: bool) -> None:
    """However near the limit it comes: half of one would be shown as its signs."""
    instant = replace(cards.MOMENT, exact=exact)
    for length in range(limits.FIELD_VALUE - 20, limits.FIELD_VALUE + 1):
        field = Field(name="Deadline", value=("x" * length, instant, " or later"))
        shown = _texts(replace(cards.motion_card(), paragraphs=(), fields=(field,), footer=()))
        assert "<t:" not in re.sub(r"<t:1796400000:[fT]>", "", shown)


def test_instant_is_shown_in_each_readers_own_zone() -> None:
    """Discord writes ``<t:…:f>`` in the reader's zone; in a foot, which has no markup, the instant moves up."""
    texts = _texts(cards.motion_card())
    assert texts.count("<t:1796400000:f>") == 3
    assert "17:00 CET" not in texts


def test_tone_has_a_colour_of_its_own() -> None:
    """Five tones, five colours; the words say the same."""
    colours = {str(render(Card(title="T", tone=tone)).embeds[0].colour) for tone in Tone}
    assert len(colours) == len(Tone)


@pytest.mark.parametrize("number", [40, 193])
@pytest.mark.parametrize("text", ["Be it resolved.", "x" * 4000, "*_" * 2000], ids=["short", "long", "hostile"])
async def test_forty_and_all_states_fit(number: int, text: str) -> None:
    """Every card of a motion fits, and every state is on it, by name where there is room and by code where not."""
    running, decided = cards.view(number, text=text), cards.view(number, text=text, decided=True)
    for card in (motion_card(running, SAY), status_card(running, SAY), result_card(decided, SAY)):
        assert _total(_message(card)) <= limits.EMBED_TOTAL
    texts = _texts(motion_details(running, SAY))
    assert all(member.code in texts for member in cards.members(number))


async def test_forty_states_are_a_line_each() -> None:
    """A table of forty reads as on paper."""
    texts = _texts(motion_details(cards.view(40), SAY))
    assert "🇦🇫\u00a0Afghanistan · AFG · yes" in texts


async def test_all_states_are_gathered_by_their_ballot() -> None:
    """A table too long for lines names the codes under each ballot."""
    texts = _texts(motion_details(cards.view(193, text="x" * 4000), SAY))
    assert "**yes** (97) " in texts
    assert " AFG " in texts


def test_table_that_cannot_be_gathered_says_how_much_is_missing() -> None:
    """Nothing is dropped silently."""
    rows = tuple((f"command {place}", f"does {place} " + "x" * 60) for place in range(193))
    card = Card(title="T", table=Table(columns=("A", "B"), rows=rows))
    assert re.search(r"\n… \+\d+\n", _texts(card))
    assert render(card).folded
    assert _texts(card).endswith(rest_words(card, Rest.NOWHERE))


def test_mark_is_read_back() -> None:
    """The mark at the end of the foot survives with and without a foot of the card's own."""
    for footer in ((), ("a foot",), ("until ", cards.MOMENT)):
        card = replace(cards.refusal(), footer=footer)
        assert mark_of(render(card, mark="#123").embeds, "#") == "#123"
        assert mark_of(render(card).embeds, "#") == ""


async def test_buttons_stand_in_rows_of_five() -> None:
    """What is too much is counted in the foot."""
    buttons = tuple(Button(label="B" * 99, action=f"v1:motion.show:{place}") for place in range(27))
    body = _message(Card(title="T", buttons=buttons))
    assert [len(row["components"]) for row in body["components"]] == [5] * 5
    assert body["embeds"][-1]["footer"]["text"].startswith("… +2 · Shortened here")


@pytest.mark.parametrize("rest", Rest)
@pytest.mark.parametrize("language", LANGUAGES)
def test_folded_card_says_where_the_whole_is(rest: Rest, language: str) -> None:
    """In the reader's language, in the foot before the mark."""
    card = Card(title="M-1", paragraphs=(("word " * 4000,),), footer=("A foot.",), language=language)
    rendered = render(card, mark="ref.1", rest=rest)
    assert rendered.folded
    assert rendered.embeds[-1].footer.text == f"A foot. · {rest_words(card, rest)} · ref.1"


async def test_card_that_fits_is_not_folded() -> None:
    """No file, and no word of one."""
    for card in (cards.motion_card(), cards.announcement(), cards.refusal(), motion_details(cards.view(40), SAY)):
        assert not render(card).folded


def test_title_too_long_for_a_title_is_given_in_full_below() -> None:
    """An embed's title takes 256 characters; the rest is not lost."""
    card = Card(title="Measures on trade " * 20)
    assert card.title in _texts(card)
    assert not render(card).folded


def _field(name: str, value: str = "", *, required: bool = False) -> FormField:
    return FormField(name=name, label="L" * 60, hint="h" * 120, required=required, value=value)


async def test_form_keeps_every_limit_and_every_value() -> None:
    """Five questions, the open ones among them; the shortest values given travel in the id."""
    given_values = {f"o{place}": "v" * place for place in range(1, 8)}
    fields = (_field("open", required=True), *(_field(name, value) for name, value in given_values.items()))
    modal = modal_of(Form(title="T" * 60, submit="Send", action="motion.open", fields=fields))
    assert modal is not None
    payload = modal.to_dict()
    demand_modal(payload)
    found = read_id(modal.custom_id)
    assert found is not None
    asked = {part["component"]["custom_id"]: part["component"].get("value") for part in payload["components"]}
    assert "open" in asked
    assert {**found[1], **{name: value for name, value in asked.items() if value}} == given_values


async def test_form_has_an_id_of_its_own_for_what_it_shows() -> None:
    """A phone shows again what it first saw under an id; the same form keeps what a person had begun to type."""

    def shown(value: str, label: str = "Text") -> str:
        field = replace(_field("text", value, required=True), label=label)
        modal = modal_of(Form(title="T", submit="Send", action="motion.open", fields=(field,)))
        assert modal is not None
        return modal.custom_id

    assert shown("one message") == shown("one message")
    assert len({shown("one message"), shown("another"), shown("another", "Texte")}) == 3
    assert read_id(shown("another")) == ("motion.open", {})
    assert read_id("v1f:motion.open?body=council") == ("motion.open", {"body": "council"})


async def test_form_that_would_lose_a_value_is_no_modal() -> None:
    """Better asked in words than half forgotten."""
    fields = tuple(_field(f"o{place}", "é" * 90) for place in range(9))
    assert modal_of(Form(title="T", submit="Send", action="motion.open", fields=fields)) is None
    required = tuple(_field(f"o{place}", required=True) for place in range(6))
    assert modal_of(Form(title="T", submit="Send", action="motion.open", fields=required)) is None


def test_answers_are_read_from_either_shape_of_a_modal() -> None:
    """Labels as sent now, rows as clients sent before; an empty answer is none."""
    components: list[Json] = [
        {"type": 18, "component": {"type": 4, "custom_id": "text", "value": "peace"}},
        {"type": 18, "component": {"type": 3, "custom_id": "ballot", "values": ["no"]}},
        {"type": 1, "components": [{"type": 4, "custom_id": "title", "value": ""}]},
        {"type": 10},
    ]
    assert read_answers(components) == {"text": "peace", "ballot": "no"}


def test_foreign_form_is_not_ours() -> None:
    """An id without our prefix belongs to somebody else."""
    assert read_id("reasons") is None
