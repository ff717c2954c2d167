"""The sample roster, read as any roster is."""

from datetime import datetime
from importlib.resources import files
from zoneinfo import ZoneInfo

from adapters.cli.enrolment import enrolments
from adapters.cli.files import read_roster
from bot.domain.charter import Charter
from bot.domain.events import MemberEnrolled


def sample_members(charter: Charter, zone: ZoneInfo, now: datetime) -> tuple[MemberEnrolled, ...]:
    """Give the forty democracies of the sample as enrolments under ``charter``."""
    data = files("adapters.cli.sample").joinpath("democracies.csv").read_bytes()
    return tuple(enrolments(read_roster(data, charter), zone, now))
