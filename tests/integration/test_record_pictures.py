"""The pictures of the web record over HTTP: who may see which, what they hold, and how browsers keep them."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from typing import Final

import pytest
from PIL import Image

from adapters.web.record.access import Access
from storage.database import Database
from tests.behaviour.cast import EST_HEAD, LVA, POL, SECRETARY
from tests.behaviour.chamber import ELECTED, VOTING, elect
from tests.behaviour.charter import CHARTER
from tests.behaviour.test_criteria import CRITERIA, bring_in
from tests.integration.record_world import Page, Readers, readers_of

MASTER: Final = b"a secret of the operator, thirty-two or more"
OF_MOTION: Final = ("motions/1/board.png", "motions/1/votes.png", "motions/1/contributions.png")
IMAGE: Final = re.compile(r"<img [^>]*>")


@pytest.fixture
async def record(sqlite_database: Database) -> AsyncIterator[Readers]:
    """Give a house whose record everybody may read."""
    async with readers_of(sqlite_database) as made:
        yield made


async def adopted(record: Readers) -> None:
    """Have a resolution adopted, with contributions to it, and the figures of a member."""
    house = record.world
    await house.apply(CHARTER + CRITERIA)
    await bring_in(house, "EST,2024,fh_total,94,Free", "EST,2025,fh_total,95,Free")
    await house.front.say(SECRETARY, '/motion open resolution "Help" "1. Help."')
    await house.pass_time(timedelta(hours=5))
    await house.decide(1, est="yes", lva="yes", fin="yes", bra="no")
    for head in (EST_HEAD, LVA):
        await house.front.say(head, "/coalition join M-1 confirm:yes")
    await house.front.say(SECRETARY, "/contribution target M-1 '800 EUR'")
    await house.front.say(EST_HEAD, "/contribution add M-1 '300 EUR' 30d confirm:yes")


def described(page: Page) -> dict[str, str]:
    """Give the words of each picture of a page, by its file."""
    found = (re.search(r'src="([^"?]*)\?.*alt="([^"]*)"', tag, re.DOTALL) for tag in IMAGE.findall(page.html))
    return {each[1].rpartition("/")[2]: " ".join(each[2].replace("\xa0", " ").split()) for each in found if each}


async def title_of(record: Readers, path: str, language: str = "en") -> str:
    """Give the title that a picture bears in itself."""
    page = await record.get(path, language=language)
    assert page.status == 200, path
    return str(Image.open(BytesIO(page.body)).info["Title"]).replace("\xa0", " ")


@pytest.mark.parametrize("path", [*OF_MOTION, "members/EST/index.png"])
async def test_picture_is_a_png_with_the_headers_of_every_page(record: Readers, path: str) -> None:
    """It is kept by the reader's browser alone, which asks each time whether it is still the same."""
    await adopted(record)
    page = await record.get(path)
    assert (page.status, page.headers["Content-Type"]) == (200, "image/png")
    assert Image.open(BytesIO(page.body)).format == "PNG"
    assert page.headers["Cache-Control"] == "private, no-cache"
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self';")
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    head = await record.get(path, method="HEAD")
    assert (head.status, head.body, head.headers["ETag"]) == (200, b"", page.headers["ETag"])
    assert (await record.get(path, method="POST")).status in {404, 405}


async def test_picture_that_a_browser_has_is_not_sent_again(record: Readers) -> None:
    """Until there is something else on it."""
    await adopted(record)
    path = "motions/1/contributions.png"
    tag = (await record.get(path)).headers["ETag"]
    again = await record.get(path, known=tag)
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
    assert "default-src 'none'" in again.headers["Content-Security-Policy"]
    await record.world.front.say(LVA, "/contribution add M-1 '200 EUR' 30d confirm:yes")
    changed = await record.get(path, known=tag)
    assert changed.status == 200
    assert changed.headers["ETag"] != tag


async def test_pages_show_pictures_of_their_size_with_all_in_words(record: Readers) -> None:
    """Each has its own address; the page leaves room for it, and a reader who sees none hears what it shows."""
    await adopted(record)
    page = await record.get("motions/1", language="en")
    told = described(page)
    assert list(told) == ["board.png", "votes.png", "contributions.png"]
    assert "For 3, against 1, abstained 0, no ballot 0" in told["board.png"]
    assert "At the end: for 3, against 1, abstained 0, of 4 entitled." in told["votes.png"]
    assert "300 EUR of 800 EUR promised (37.5 %), by 1 member." in told["contributions.png"]
    member = await record.get("members/EST", language="en")
    assert "94 in 2024, 95 in 2025" in described(member)["index.png"]
    for tag in IMAGE.findall(page.html + member.html):
        said = dict(re.findall(r'([a-z]+)="([^"]*)"', tag))
        assert said["loading"] == "lazy"
        drawn = Image.open(BytesIO((await record.at(said["src"])).body))
        assert drawn.size == (int(said["width"]), int(said["height"]))
    assert "Estonia EST ✓ Yes" in page.read


async def test_pictures_are_in_the_language_of_their_page(record: Readers) -> None:
    """Its address names it, so that a page and its pictures never differ."""
    await adopted(record)
    french = await record.get("motions/1", language="fr")
    told = described(french)
    assert "À la fin : pour 3, contre 1, abstentions 0, sur 4 habilités à voter." in told["votes.png"]
    assert "votes.png?lang=fr" in french.html
    assert await title_of(record, "motions/1/votes.png?lang=fr") == "M-1 : votes au fil du temps"
    assert await title_of(record, "motions/1/votes.png", "fr") == "M-1 : votes au fil du temps"
    assert await title_of(record, "motions/1/votes.png") == "M-1: votes over time"
    assert await title_of(record, "motions/1/board.png?lang=fr") == "M-1 : Adoptée"


async def test_there_is_no_picture_of_what_is_not_there(record: Readers) -> None:
    """A motion without a ballot, a draft, a state without figures: the page that says so, and no picture on theirs."""
    house = record.world.front
    await house.say(SECRETARY, '/motion open order "Open skies" "1. Open."')
    await house.say(SECRETARY, '/motion open order "Hushed" "1. Nothing of this." draft:yes')
    for path in (
        *OF_MOTION,
        "motions/2/board.png",
        "motions/2/votes.png",
        "motions/9/votes.png",
        "motions/1/other.png",
        "motions/0/votes.png",
        "members/EST/index.png",
        "members/ZZZ/index.png",
        "members/%00/index.png",
    ):
        page = await record.get(path)
        assert page.status == 404, path
        assert page.headers["Content-Type"].startswith("text/html")
    for path in ("motions/1", "members/EST"):
        assert IMAGE.findall((await record.get(path)).html) == []


async def test_choices_that_are_kept_back_are_on_no_picture(record: Readers) -> None:
    """The very same picture, be the ballot yes or no; the board comes with the result."""
    house = record.world
    await house.front.say(SECRETARY, '/motion open quiet "Hushed count" "1. Count."')
    await house.pass_time(timedelta(hours=1))
    seen = []
    for choice in ("yes", "no", "abstain"):
        await house.vote(1, est=choice)
        votes = await record.get("motions/1/votes.png")
        assert votes.status == 200
        seen.append((votes.body, votes.headers["ETag"], described(await record.get("motions/1"))))
        assert (await record.get("motions/1/board.png")).status == 404
    assert seen[0] == seen[1] == seen[2]
    assert "1 ballot, of 5 entitled." in seen[0][2]["votes.png"]
    assert "against" not in seen[0][2]["votes.png"]
    await house.pass_time(timedelta(days=4))
    assert (await record.get("motions/1/board.png")).status == 200
    assert "abstained 1" in described(await record.get("motions/1"))["votes.png"]


async def test_ranked_ballots_are_drawn_as_turnout_alone(record: Readers) -> None:
    """There is no board of an election."""
    house = record.world
    await house.apply(ELECTED)
    await elect(house, POL)
    await house.front.say(EST_HEAD, "/vote rank M-1 POL")
    for _ in range(2):
        assert await title_of(record, "motions/1/votes.png") == "M-1: ballots over time"
        assert (await record.get("motions/1/board.png")).status == 404
        await house.pass_time(VOTING)


async def test_link_opens_the_pictures_and_nothing_else_does(sqlite_database: Database) -> None:
    """As it does the pages: a wrong secret is answered like an alliance that there is not."""
    async with readers_of(sqlite_database, Access(secret=MASTER)) as record:
        await adopted(record)
        code = record.world.code
        unknown = await record.at("/record/nowhere/~aaaaaaaaaaaaaaaaaaaaaaaa/motions/1/votes.png")
        assert unknown.status == 404
        tag = (await record.get("motions/1/votes.png")).headers["ETag"]
        for path in (*OF_MOTION, "members/EST/index.png"):
            assert (await record.get(path)).status == 200
            for base in (f"/record/{code}", f"/record/{code}/~wrong", Access(secret=MASTER[::-1]).path(code)):
                page = await record.at(f"{base}/{path}", known=tag)
                assert (page.status, page.read) == (404, unknown.read), path


async def test_pictures_that_cannot_wait_are_refused(record: Readers, monkeypatch: pytest.MonkeyPatch) -> None:
    """One is drawn at a time; one that was drawn before needs no turn."""
    await adopted(record)
    assert (await record.get("motions/1/votes.png")).status == 200
    monkeypatch.setattr("adapters.web.record.pictures.WAITING", 0)
    assert (await record.get("motions/1/votes.png")).status == 200
    page = await record.get("motions/1/board.png")
    assert page.status == 503
    assert "busy" in page.read


async def test_last_pictures_alone_are_kept(record: Readers, monkeypatch: pytest.MonkeyPatch) -> None:
    """An older one is drawn again, and is the same."""
    await adopted(record)
    monkeypatch.setattr("adapters.web.record.pictures.KEPT", 1)
    first = await record.get("motions/1/votes.png")
    assert (await record.get("motions/1/board.png")).status == 200
    again = await record.get("motions/1/votes.png")
    assert (again.body, again.headers["ETag"]) == (first.body, first.headers["ETag"])
