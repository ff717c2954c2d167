"""Sessions with their minutes, chairs with their rulings, the people of the alliance, and what went wrong."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from adapters.signing import KeyFile
from bot.cards.whole import whole
from bot.commands.administration import link_channel
from bot.domain.addresses import Channel, Platform, Purpose
from bot.jobs.checkpoints import checkpoint
from bot.ports import NotRecorded, OutcomeUnknown
from tests.behaviour.cast import BRA, EST_HEAD, FIN, HUN, LVA, POL, SECRETARY, STRANGER, Person
from tests.behaviour.chamber import SUMMIT
from tests.behaviour.charter import CHARTER
from tests.behaviour.test_restored import copy, read_back
from tests.gallery.scene import CHANNEL, Scene, account_of

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
QUORUM: Final = '\n[session]\nquorum = "at least 3 of members in good standing present"\n'
RULES: Final = CHARTER + QUORUM + SUMMIT
CALLED: Final = {"level": "ministers", "starts": "2026-12-15 10:00", "place": "Tallinn", "body": "assembly"}
_CODE: Final = re.compile(r"[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}")
BEGINS: Final = datetime(2026, 12, 15, 8, tzinfo=UTC)
NEWS: Final = Channel("slack:T0ALLIANCE:C0NEWS")
KEY: Final = KeyFile(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
"""A key that nobody keeps: what it signs is the same in every gallery."""
VOTERS: Final = {"BRA": BRA, "EST": EST_HEAD, "FIN": FIN, "LVA": LVA, "POL": POL}


async def sessions(scene: Scene) -> None:
    """Show how a session is called, held with a roll call, closed and minuted."""
    size = scene.size
    await scene.open("present", opens="40d")
    agenda = "\n".join(("Report of the chair", "M-1", size.title, *(f"Item {number}" for number in range(4, 9))))
    await scene.fill(SECRETARY, "session.call", {"title": size.title, "agenda": agenda, **CALLED})
    await scene.world.settle()
    for line in ("/session show S-1", "/session show", "/session agenda-list S-1", "/alliance calendar"):
        await scene.say(STRANGER, line)
    await scene.until(BEGINS - 50 * MINUTE)
    for person in (LVA, FIN, HUN, EST_HEAD, *scene.heads):
        await scene.say(person, "/session present S-1")
    await scene.say(STRANGER, "/session quorum S-1")
    await scene.until(BEGINS)
    await scene.say(SECRETARY, "/session open S-1")
    await scene.say(SECRETARY, "/session agenda-next")
    await scene.fill(SECRETARY, "session.agenda-add", {"item": size.title})
    await scene.say(SECRETARY, "/session agenda-next")
    await scene.say(SECRETARY, "/rollcall call M-1 limit:1m")
    await scene.world.settle()
    await _answer_the_roll(scene)
    await scene.fill(LVA, "vote.explain", {"motion": "M-1", "text": size.words})
    await scene.say(SECRETARY, "/session close")
    await scene.say(SECRETARY, "/session minutes S-1")
    await scene.world.settle()
    for line in ("/record minutes S-1", "/session show S-1", "/motion show M-1"):
        await scene.say(STRANGER, line)


async def _answer_the_roll(scene: Scene) -> None:
    for _ in range(60):
        call = (await scene.world.motion()).course.call
        called = None if call is None else call.standing(scene.world.clock.now())
        if called is None:
            return
        voters = VOTERS | {str(head.member): head for head in scene.heads}
        if called.member == "FIN":
            await scene.say(FIN, "/motion show M-1")
            await scene.world.pass_time(MINUTE + timedelta(seconds=1))
        else:
            await scene.fill(
                voters[called.member],
                "vote.cast",
                {"motion": "M-1", "ballot": "yes", "explanation": scene.size.words if called.member == "EST" else ""},
            )
        await scene.world.settle()


async def chairs(scene: Scene) -> None:
    """Show how the chair rules and is appealed against, moves a deadline, is elected, settles a tie."""
    size = scene.size
    await scene.open("resolution", closes="5d")
    await scene.fill(EST_HEAD, "chair.rule", {"text": size.words, "body": "council", "motion": "M-1"})
    await scene.fill(LVA, "chair.appeal", {"ruling": "1", "reason": size.words})
    await scene.fill(EST_HEAD, "motion.extend", {"motion": "M-1", "closes": "6d", "reason": size.words})
    await scene.world.settle()
    await scene.say(STRANGER, "/chair show")
    await scene.say(SECRETARY, "/chair elect assembly EST")
    await scene.decide(3, est="yes", lva="yes", others="yes")
    await scene.open("chairs-tie")
    await scene.decide(4, est="yes", lva="no")
    await scene.say(EST_HEAD, "/chair cast M-4 no")
    await scene.world.settle()
    await scene.say(STRANGER, "/chair show")
    await scene.say(STRANGER, "/motion show M-4")


async def people(scene: Scene) -> None:
    """Show how credentials are given, taken, invited to and claimed; people read what there is to read."""
    newcomer = Person(name="newcomer", number=90, role=None)
    account = account_of(newcomer).text
    letter = "letter:“Ministry of Foreign Affairs, 2026-11-20, https://example.org/letter.pdf”"
    await scene.say(SECRETARY, f"/delegate appoint {account} POL delegate until:90d {letter}")
    await scene.say(STRANGER, "/delegate list")
    await scene.say(SECRETARY, f"/delegate revoke {account}")
    code = await scene.say(EST_HEAD, "/delegate invite EST alternate")
    claimed = _CODE.findall(whole(code))[0]
    await scene.again()
    await scene.say(newcomer, f"/delegate claim {claimed}")
    await scene.say(EST_HEAD, "/delegate invite EST delegate")
    await scene.say(EST_HEAD, "/delegate cancel EST")
    await scene.say(LVA, "/delegate settings language:fr zone:Europe/Paris digest:no")
    lines = ("/alliance info", "/alliance charter", "/alliance help", "/alliance help council", "/alliance calendar")
    for line in (*lines, "/alliance help vote cast", "/alliance help motion open", "/council show", "/member list"):
        await scene.say(STRANGER, line)
    for line in ("/member show EST", "/member roster", "/review show EST", "/review criteria EST", "/term list"):
        await scene.say(STRANGER, line)
    for line in ("/commitment list", "/term show EST", "/alliance next", "/alliance requests", "/chair show"):
        await scene.say(STRANGER, line)
    for _ in range(9):
        await scene.world.pass_time(DAY)
    await scene.world.settle()


async def closed(scene: Scene) -> None:
    """Show how the secretariat is told that the bot was put out of its channel, and that it is back."""
    scene.wall.closed = CHANNEL
    await scene.open("resolution")
    await scene.world.settle()
    scene.wall.closed = None
    await scene.world.pass_time(DAY)
    await scene.world.settle()


async def restored(scene: Scene) -> None:
    """Show how a record is restored from a copy with motions under way, how a delegation is deaf, how things fail."""
    await scene.open("resolution")
    await scene.open("declaration")
    scene.wall.deaf = account_of(POL)
    await scene.world.pass_time(HOUR)
    await scene.world.settle()
    path = copy(scene.world)
    scene.world.clock.advance(2 * HOUR)
    read_back(scene.world, path)
    await scene.world.house.begin(frozenset({Platform.SLACK}), only=True)
    await scene.world.settle()
    await scene.world.pass_time(60 * HOUR)
    await scene.world.settle()
    for fault in (NotRecorded(reason="busy"), OutcomeUnknown(reason="lost"), ZeroDivisionError()):
        await scene.failing(LVA, "/vote M-1 yes", fault)


async def signing(scene: Scene) -> None:
    """Show how the record is signed each day, and how anyone has it checked."""
    house, now = scene.world.house, scene.world.clock.now()
    await house.writer.write(
        lambda uow: link_channel(uow, scene.world.code, channel=NEWS, purpose=Purpose.ANNOUNCEMENTS, now=now)
    )
    scene.world.clock.advance(DAY)
    await checkpoint(house.writer, scene.world.clock, KEY, draw=lambda size: "5e" * size)
    await scene.world.settle()
    for what in ("motions", "popolo", "calendar"):
        await scene.say(SECRETARY, f"/record export {what}")
    await scene.say(STRANGER, "/record verify")
    await scene.say(STRANGER, f"/record verify 1:{'0' * 64}")
