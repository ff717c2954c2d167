"""What goes with a card as files: its document, set as a PDF on A4 with page numbers, and a folded card as text.

The letters are those of DejaVu Sans, which comes with matplotlib: Latin, Greek, Cyrillic, Georgian, Armenian, Hebrew
and Arabic, the last two from right to left and joined. Letters that it lacks stand as an empty box; the same document
as Markdown has them. The same document is the same bytes: its date is that of what it tells. One document is set
at a time, away from the event loop.
"""

import asyncio
import logging
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

from bot.cards.card import Card
from bot.cards.document import Block, BlockKind, Document, markdown
from bot.cards.whole import file_name, whole

if TYPE_CHECKING:
    from fpdf import FPDF

log: Final = logging.getLogger(__name__)

FAMILY: Final = "DejaVu"
FACES: Final = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf", "I": "DejaVuSans-Oblique.ttf"}
MARGIN: Final = 20
"""Millimetres."""
BODY: Final = 9.5
"""Points."""
LEADING: Final = 5.0
"""Millimetres from line to line of the body."""
SIZES: Final = {BlockKind.TITLE: 17.0, BlockKind.HEADING: 13.0, BlockKind.SUBHEADING: 10.5}
BOX: Final = "\N{WHITE SQUARE}"
SPACES: Final = "\n\t "
RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})
"""Letters of these classes of Unicode are written from right to left."""
LONGEST_CELL: Final = 1200
"""Characters."""
_FLAG: Final = re.compile("[\N{REGIONAL INDICATOR SYMBOL LETTER A}-\N{REGIONAL INDICATOR SYMBOL LETTER Z}]{2} ?")
RULE: Final = (190, 190, 190)
HEAD: Final = (235, 238, 242)

_setting = Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A file as it is sent: its name with its ending, and its bytes."""

    name: str
    content: bytes


def whole_paper(card: Card) -> Paper:
    """Give all that a card says as a file, for a message that has no room for it."""
    return Paper(name=file_name(card), content=whole(card).encode())


async def papers_of(card: Card) -> tuple[Paper, ...]:
    """Give the files of a card: its document as Markdown and as PDF, and its file for programs."""
    document = () if card.document is None else await _set_papers(card.document)
    return (
        *document,
        *(() if card.file is None else (Paper(name=card.file.name, content=card.file.content.encode()),)),
    )


async def _set_papers(document: Document) -> tuple[Paper, ...]:
    """Give a document as Markdown and as PDF; without the second where it could not be set."""
    plain = Paper(name=f"{document.name}.md", content=markdown(document).encode())
    try:
        return (plain, Paper(name=f"{document.name}.pdf", content=await asyncio.to_thread(pdf, document)))
    except Exception:
        log.exception("setting_failed", extra={"document": document.name})
        return (plain,)


PAGES: Final = "{#number-of-pages#}"
"""What the number of pages is put in the place of: nothing that a person would write."""


def pdf(document: Document) -> bytes:
    """Set a document; give the bytes of a PDF."""
    with _setting:
        paper = _paper(document)
        for block in document.blocks:
            _set(block, paper)
        return bytes(paper.output())


def _paper(document: Document) -> "FPDF":
    from fpdf import FPDF  # noqa: PLC0415 - at the first document: it takes a while to load

    class Sheets(FPDF):
        def footer(self) -> None:
            self.set_y(-MARGIN + 5)
            self.set_font(FAMILY, size=8)
            self.cell(0, 5, f"{self.page_no()}/{PAGES}", align="R")

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    logging.getLogger("fpdf").setLevel(logging.ERROR)
    paper = Sheets(format="A4")
    paper.alias_nb_pages(PAGES)
    for style, name in FACES.items():
        paper.add_font(FAMILY, style, _fonts() / name)
    paper.set_margins(MARGIN, MARGIN, MARGIN)
    paper.set_auto_page_break(auto=True, margin=MARGIN)
    paper.set_title(document.title)
    paper.set_lang(document.language)
    paper.set_creation_date(document.dated)
    paper.set_draw_color(*RULE)
    paper.add_page()
    return paper


@lru_cache(maxsize=1)
def _fonts() -> Path:
    import matplotlib as mpl  # noqa: PLC0415 - the same

    return Path(mpl.get_data_path()) / "fonts" / "ttf"


def _set(block: Block, paper: "FPDF") -> None:
    match block.kind:
        case BlockKind.TITLE | BlockKind.HEADING | BlockKind.SUBHEADING:
            _heading(block, paper)
        case BlockKind.TABLE:
            _table(block.rows, paper)
        case BlockKind.QUOTE:
            _words(block.text, paper, indent=6)
        case BlockKind.ITEM:
            _words(f"•  {block.text}", paper, indent=3)
        case BlockKind.NOTE:
            _words(block.text, paper, style="I")
        case BlockKind.TEXT:
            _words(block.text, paper)


def _heading(block: Block, paper: "FPDF") -> None:
    """Set a heading, on the next page where no line of what it heads would fit beneath it."""
    size = SIZES[block.kind]
    if paper.will_page_break(size + 2 * LEADING):
        paper.add_page()
    elif block.kind is not BlockKind.TITLE:
        paper.ln(3 if block.kind is BlockKind.HEADING else 1)
    paper.set_font(FAMILY, "B", size)
    paper.multi_cell(0, size * 0.5, _whole(block.text, paper), align="L", new_x="LMARGIN", new_y="NEXT")
    paper.ln(1.5)


def _words(text: str, paper: "FPDF", *, style: str = "", indent: int = 0) -> None:
    paper.set_font(FAMILY, style, BODY)
    paper.set_left_margin(MARGIN + indent)
    paper.set_x(MARGIN + indent)
    paper.multi_cell(0, LEADING, _whole(text, paper) or " ", align="L", new_x="LMARGIN", new_y="NEXT")
    paper.set_left_margin(MARGIN)
    paper.set_x(MARGIN)
    paper.ln(1.5)


def _table(rows: Sequence[Sequence[str]], paper: "FPDF") -> None:
    from fpdf.fonts import FontFace  # noqa: PLC0415 - the same

    paper.set_font(FAMILY, "", BODY)
    heading = FontFace(emphasis="BOLD", fill_color=HEAD)
    widths = _widths(rows)
    told = [[_cell(cell, paper) for cell in cells] for cells in rows]
    _shape("".join(cell for cells in told for cell in cells), paper)
    with paper.table(
        text_align="LEFT", headings_style=heading, line_height=LEADING, padding=0.8, col_widths=widths
    ) as table:
        for cells in told:
            row = table.row()
            for cell in cells:
                row.cell(cell)
    paper.ln(2.5)


def _widths(rows: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """Share the width of a table by the longest cell of each column, none too narrow and none with nearly all."""
    longest = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return tuple(min(max(length, 8), 60) for length in longest)


def _whole(text: str, paper: "FPDF") -> str:
    """Put an empty box in the place of letters that the font lacks, as those of some scripts are.

    Flags are left out: they stand beside a name or a code. Right-to-left letters are shaped; all others are set as they
    are, which is quicker.
    """
    known = getattr(paper.fonts[FAMILY.lower()], "cmap", {})
    told: list[str] = []
    for letter in _FLAG.sub("", text):
        shown = letter if letter in SPACES or ord(letter) in known else BOX
        if shown != BOX or told[-1:] != [BOX]:
            told.append(shown)
    _shape(told, paper)
    return "".join(told)


def _shape(letters: Iterable[str], paper: "FPDF") -> None:
    paper.set_text_shaping(any(unicodedata.bidirectional(letter) in RIGHT_TO_LEFT for letter in letters))


def _cell(text: str, paper: "FPDF") -> str:
    """Give what stands in a cell of a table, which must fit on a page."""
    told = " ".join(text.split())
    return _whole(told if len(told) <= LONGEST_CELL else f"{told[:LONGEST_CELL]}…", paper)
