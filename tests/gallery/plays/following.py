"""What follows an adoption: coalition, contributions, authorisations; and a request for support."""

from datetime import timedelta
from typing import Final

from tests.behaviour.cast import BRA, EST_HEAD, LVA, POL, SECRETARY, STRANGER
from tests.behaviour.implementing import OPERATION_KIND
from tests.behaviour.test_support_requests import WITH
from tests.gallery.scene import Scene

RULES: Final = WITH + OPERATION_KIND + "\n[digest]\n"


async def implementation(scene: Scene) -> None:
    """Show how an operation is adopted; members join, reserve, promise and deliver, parliaments decide."""
    words = scene.size.words
    await scene.open("operation", trigger="supply is cut off")
    await scene.vote(1, pol="yes")
    await scene.decide(1, est="yes", lva="yes", fin="yes", bra="yes", others="yes")
    asked = await scene.say(EST_HEAD, "/coalition join M-1")
    await scene.press(EST_HEAD, asked, "coalition.join")
    reserved = {"motion": "M-1", "text": words, "confirm": "yes"}
    await scene.fill(LVA, "coalition.reserve", reserved)
    await scene.fill(POL, "coalition.decline", reserved)
    await scene.fill(BRA, "coalition.abstain", reserved)
    for head in scene.heads:
        await scene.say(head, "/coalition join M-1 confirm:yes")
    await scene.say(SECRETARY, "/contribution target M-1 '800000 USD'")
    for head in (EST_HEAD, LVA):
        await scene.say(head, "/contribution add M-1 '500 EUR' 30d confirm:yes")
    await scene.fill(
        EST_HEAD,
        "authorisation.record",
        {
            "motion": "M-1",
            "decision": "given",
            "body": "Riigikogu",
            "date": "today",
            "reference": "12 SE",
            "until": "90d",
            "conditions": words,
            "confirm": "yes",
        },
    )
    await scene.say(SECRETARY, "/motion trigger M-1 yes")
    await scene.say(EST_HEAD, "/contribution deliver M-1 1 '100 EUR' confirm:yes")
    await scene.fill(SECRETARY, "motion.follow-up", {"motion": "M-1", "text": words, "review": "60d"})
    await scene.world.settle()
    lines = ("/coalition show M-1", "/authorisation status M-1", "/contribution list", "/motion show M-1")
    for line in (*lines, "/motion history M-1", "/alliance calendar"):
        await scene.say(STRANGER, line)


async def support(scene: Scene) -> None:
    """Show how a member asks for support, the chair convenes, a motion follows; the week's digest tells of it."""
    words = scene.size.words
    await scene.fill(POL, "alliance.consult", {"reason": words, "confirm": "yes"})
    await scene.world.settle()
    await scene.say(EST_HEAD, "/alliance next")
    await scene.fill(EST_HEAD, "alliance.convene", {"request": "Q-1", "text": words})
    await scene.say(STRANGER, "/alliance requests")
    await scene.say(STRANGER, "/alliance requests Q-1")
    await scene.open("support", concerns="POL", urgent="yes")
    await scene.open("declaration")
    await scene.world.settle()
    await scene.say(EST_HEAD, "/alliance next")
    await scene.say(EST_HEAD, "/alliance digest")
    for _ in range(8):
        await scene.world.pass_time(timedelta(days=1))
    await scene.world.settle()
    await scene.say(EST_HEAD, "/alliance digest")
