"""Votes from the draft to the result: carried, lost, tied, contested, in silence, by note verbale."""

from datetime import timedelta
from typing import Final

from bot.commands.administration import give_credential
from bot.domain.credentials import Role
from bot.domain.ids import MemberCode
from tests.behaviour.cast import BRA, EST_HEAD, FIN, LVA, POL, SECRETARY, STRANGER, Person
from tests.behaviour.charter import CHARTER
from tests.gallery.scene import Scene, account_of

HOUR: Final = timedelta(hours=1)
RULES: Final = CHARTER
OFFICER: Final = Person(name="second.officer", number=70, role=Role.SECRETARIAT)
DIRECTOR: Final = Person(name="lva.director", number=92, role=Role.POLITICAL_DIRECTOR, member=MemberCode("LVA"))


async def voting(scene: Scene) -> None:
    """Show how a declaration is carried by all, another one lost; a final ballot is confirmed; a tie is settled."""
    words = scene.size.words
    await scene.open("declaration", document="https://example.org/doc_1?a=1&b=2", sponsors="LVA, FIN", closes="4d")
    await scene.world.settle()
    await scene.fill(EST_HEAD, "vote.cast", {"motion": "M-1", "ballot": "yes", "explanation": words})
    await scene.vote(1, lva="yes", fin="no", bra="abstain", others="yes")
    await scene.say(EST_HEAD, "/vote M-1 no")
    await scene.world.settle()
    await scene.world.pass_time(72 * HOUR)
    for line in ("/motion show M-1", "/motion needs M-1", "/motion list", "/vote status M-1", "/motion history M-1"):
        await scene.say(STRANGER, line)
    await scene.say(SECRETARY, "/vote pending M-1")
    await scene.fill(LVA, "vote.explain", {"motion": "M-1", "text": words})
    await scene.say(FIN, "/vote retract M-1")
    await scene.decide(1, est="yes")
    await scene.say(STRANGER, "/motion show M-1")
    await scene.say(LVA, "/vote M-1 yes", refused=True)
    await scene.open("declaration")
    await scene.decide(2, est="no", lva="no", bra="abstain", others="no")
    await scene.open("final", opens="1d")
    await scene.world.pass_time(25 * HOUR)
    asked = await scene.say(LVA, "/vote M-3 yes")
    await scene.press(LVA, asked, "vote.cast")
    await scene.open("order")
    await scene.decide(4, pol="yes")
    for line in ("/motion list", "/motion show M-2", "/motion show M-4", "/motion history M-1", "/motion needs M-3"):
        await scene.say(STRANGER, line)
    await scene.say(STRANGER, "/record decision M-1")
    await scene.say(STRANGER, "/record decision M-2")
    await scene.say(SECRETARY, "/vote pending")


async def silence(scene: Scene) -> None:
    """Show how a silence runs and is broken, another one expires; a consensus is asked for."""
    await scene.open("routine")
    await scene.world.settle()
    await scene.fill(LVA, "motion.object", {"motion": "M-1", "text": scene.size.words})
    await scene.say(STRANGER, "/motion show M-1")
    await scene.world.pass_time(73 * HOUR)
    await scene.open("routine")
    await scene.world.settle()
    await scene.world.pass_time(80 * HOUR)
    await scene.world.settle()
    await scene.open("debated")
    await scene.say(EST_HEAD, "/motion consensus M-3 within:2h")
    await scene.world.settle()
    await scene.world.pass_time(3 * HOUR)
    await scene.world.settle()


async def proposals(scene: Scene) -> None:
    """Show how a draft, a proposal, seconds, amendments, a separate vote, a recusal, a challenge, a debate put off."""
    size = scene.size
    await scene.say(SECRETARY, f"/delegate appoint {account_of(DIRECTOR).text} LVA political-director")
    await scene.open("order", draft="yes")
    await scene.fill(DIRECTOR, "motion.comment", {"motion": "M-1", "text": size.words})
    await scene.say(DIRECTOR, "/motion clear M-1")
    await scene.say(SECRETARY, "/motion show M-1")
    await scene.fill(LVA, "motion.propose", {"kind": "proposal", "title": size.title, "text": size.text})
    await scene.world.settle()
    for person in (FIN, BRA):
        await scene.say(person, "/motion second M-2")
    await scene.world.settle()
    changed = size.text[: len(size.text) - 40] + " and no further."
    await scene.fill(FIN, "motion.amend", {"motion": "M-2", "text": changed, "title": size.title})
    await scene.fill(BRA, "motion.amend", {"motion": "M-2", "text": "1. " + size.words})
    await scene.fill(LVA, "motion.decline", {"motion": "M-4", "reason": size.words})
    await scene.say(EST_HEAD, "/motion separate M-2 2")
    await scene.fill(POL, "motion.recuse", {"motion": "M-2", "reason": size.words})
    await scene.fill(POL, "motion.challenge", {"motion": "M-2", "kind": "order", "reason": size.words})
    await scene.world.settle()
    for number in (2, 3, 4):
        await scene.say(STRANGER, f"/motion show M-{number}")
        await scene.say(STRANGER, f"/motion history M-{number}")
    await scene.fill(SECRETARY, "motion.postpone", {"motion": "M-2", "reason": size.words})
    await scene.open("debated")
    await scene.world.settle()
    await scene.say(STRANGER, "/motion list")


async def home(scene: Scene) -> None:
    """Show how the bot's own page has what waits and what runs, for whoever acts for a state and for nobody."""
    for _ in range(9):
        await scene.open("declaration")
    await scene.vote(1, est="yes", lva="no")
    await scene.home(EST_HEAD)
    await scene.home(STRANGER)


async def notes(scene: Scene) -> None:
    """Show how a vote is entered by note verbale, confirmed by a second officer, and told to the delegation."""
    with scene.world.database.transaction() as uow:
        give_credential(
            uow,
            scene.world.code,
            account=account_of(OFFICER),
            role=Role.SECRETARIAT,
            member=None,
            until=None,
            now=scene.world.clock.now(),
        )
    await scene.open("noted")
    await scene.world.settle()
    note = {
        "motion": "M-1",
        "member": "FIN",
        "ballot": "no",
        "sender": scene.size.title[:100],
        "reference": "Nr 17/2026",
        "received": "2026-11-23 11:00",
        "file": "https://mfa.example/note-17.pdf",
    }
    await scene.fill(SECRETARY, "vote.enter", note)
    await scene.world.settle()
    await scene.say(OFFICER, "/vote confirm M-1 FIN")
    await scene.world.settle()
    await scene.fill(FIN, "vote.contest", {"motion": "M-1", "reason": scene.size.words})
    await scene.world.settle()
    await scene.say(SECRETARY, "/motion show M-1")
