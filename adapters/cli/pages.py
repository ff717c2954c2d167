"""``plenary pages``: where the record is read on the web."""

from adapters.bootstrap import opened_database
from adapters.cli.terminal import guarded, load_settings, show
from adapters.settings import Settings
from adapters.web.record.access import RecordNotServed, RecordPages, access_of, pages_of


@guarded
def pages() -> None:
    """Print the address of each alliance's record, with its secret where it is read by link."""
    settings = load_settings()
    served = pages_here(settings)
    if served is None:
        raise RecordNotServed
    with opened_database(settings) as database, database.snapshot() as uow:
        for code in uow.alliances.codes():
            show("cli.pages.address", alliance=code, address=served.record(code))


def pages_here(settings: Settings, *, port: int | None = None) -> RecordPages | None:
    """Give where the record is read: as others reach it, else on this machine; None where it is not served.

    ``port`` is the one that is listened on, where that is known.
    """
    access = access_of(settings)
    if access is None:
        return None
    here = f"http://{settings.web_host}:{settings.web_port if port is None else port}"
    return pages_of(settings) or RecordPages(root=here, access=access)
