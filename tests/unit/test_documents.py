"""Documents as Markdown and as PDF: what a person typed stays text, and the same document is the same bytes."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from adapters.drawing import paper
from adapters.drawing.paper import papers_of, pdf
from bot.cards.card import Card
from bot.cards.document import Block, BlockKind, Document, File, escaped, markdown


def document(*blocks: Block) -> Document:
    """Make a document of some blocks."""
    dated = datetime(2026, 12, 15, 10, tzinfo=UTC)
    return Document(name="minutes-S-1-en", title="Minutes – été", language="en", dated=dated, blocks=blocks)


WHOLE = document(
    Block(kind=BlockKind.TITLE, text="Minutes"),
    Block(kind=BlockKind.HEADING, text="1. First"),
    Block(kind=BlockKind.SUBHEADING, text="Text"),
    Block(kind=BlockKind.TEXT, text="Œuvre, ñ, Ελλάδα, Україна, საქართველო, Հայաստան, ישראל, العربية, 日本 🇪🇪"),
    Block(kind=BlockKind.QUOTE, text="1. One.\n2. Two.\n\nThree."),
    Block(kind=BlockKind.ITEM, text="an item"),
    Block(kind=BlockKind.ITEM, text="another"),
    Block(kind=BlockKind.TABLE, rows=(("State", "Vote"), *((f"State {number}", "yes") for number in range(80)))),
    Block(kind=BlockKind.NOTE, text="A note."),
)
CARD = Card(title="Minutes", document=WHOLE)


def test_markdown_has_each_block_in_its_form() -> None:
    text = markdown(WHOLE)
    assert text.startswith("# Minutes\n\n## 1. First\n\n### Text\n\n")
    assert "> 1\\. One.\\\n> 2\\. Two.\n>\n> Three." in text
    assert "- an item\n- another\n\n| State | Vote |\n| --- | --- |\n| State 0 | yes |" in text
    assert text.endswith("*A note.*\n")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("# no heading", "\\# no heading"),
        ("- no item", "\\- no item"),
        ("3. no list", "3\\. no list"),
        ("> no quote", "\\> no quote"),
        ("*no* [link](x) `code` <b> a|b ~~s~~", "\\*no\\* \\[link\\](x) \\`code\\` \\<b\\> a\\|b \\~\\~s\\~\\~"),
        ("---", "\\---"),
        ("plain, 3.5 # and - words", "plain, 3.5 # and - words"),
    ],
)
def test_what_a_person_typed_is_no_markup(typed: str, written: str) -> None:
    assert escaped(typed) == written


def test_cell_stays_one_cell() -> None:
    table = Block(kind=BlockKind.TABLE, rows=(("a", "b"), ("x | y\nz", "")))
    assert "| x \\| y z |  |" in markdown(document(table))


def test_pdf_is_the_same_bytes_for_the_same_document() -> None:
    """Its date is that of what it tells, so that anybody can make it again."""
    first = pdf(WHOLE)
    assert first.startswith(b"%PDF-")
    assert pdf(WHOLE) == first


@pytest.mark.parametrize("text", ["", " ", "\n\n", "x" * 5000, "a\tb", "\u200b", "日本語" * 400, "🇪🇪", "(\\)"])
def test_pdf_takes_any_text(text: str) -> None:
    """An empty one, a word longer than the page, letters that the font lacks."""
    blocks = [Block(kind=kind, text=text) for kind in BlockKind if kind is not BlockKind.TABLE]
    table = Block(kind=BlockKind.TABLE, rows=(("Head", text), (text, "yes")))
    assert pdf(document(*blocks, table)).startswith(b"%PDF-")


async def test_files_are_named_after_the_document() -> None:
    assert [each.name for each in await papers_of(CARD)] == ["minutes-S-1-en.md", "minutes-S-1-en.pdf"]
    assert await papers_of(replace(CARD, document=None)) == ()


async def test_document_that_cannot_be_set_goes_as_markdown_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the fonts are gone: the words are what matters."""
    monkeypatch.setitem(paper.FACES, "", "gone.ttf")
    assert [each.name for each in await papers_of(CARD)] == ["minutes-S-1-en.md"]


async def test_file_for_programs_goes_as_it_is() -> None:
    """Beside the document, where a card has both."""
    both = replace(CARD, file=File(name="motions.csv", content="é,1\r\n", instead="It is missing."))
    *_, last = await papers_of(both)
    assert (last.name, last.content.decode()) == ("motions.csv", "é,1\r\n")
    assert both.instead_of_files == (markdown(WHOLE), "It is missing.")
