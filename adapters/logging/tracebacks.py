"""Tracebacks for logs: where it went wrong and by which fault, without what a person may have typed.

The text of a fault can quote anything: ``ValueError`` the value that was no number, a refusal the motion that was not
found, a validation its whole input. So it is left out, save for kinds of fault whose texts are made of code and of the
machine's own names alone.
"""

import traceback
from collections.abc import Iterator
from typing import Final

import structlog

from bot.ports import NotRecorded

TOLD: Final = (
    AttributeError, ImportError, IndexError, MemoryError, NameError, NotImplementedError, NotRecorded, OSError,
    RecursionError, TypeError, ZeroDivisionError,
)  # fmt: skip
"""Their texts name attributes, modules, types, files and machines. That of ``NotRecorded`` is cleared of every row."""

LONGEST: Final = 30
"""Frames told of one fault, the last ones."""


def told_traceback(exc_info: structlog.typing.ExcInfo) -> str:
    """Write a fault and what it came from, as Python would, the deepest cause first.

    Of a database that could not commit the reason is all: it says what is wrong, while the calls that met it would
    fill the log for as long as it lasts.
    """
    return "\n".join(_lines(exc_info[1], set()))


def _lines(fault: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(fault))
    if isinstance(fault, NotRecorded):
        yield _named(fault)
        return
    earlier = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    if earlier is not None and id(earlier) not in seen:
        yield from _lines(earlier, seen)
        yield "" if fault.__cause__ is None else "which led to"
    yield from (line.rstrip("\n") for line in traceback.format_tb(fault.__traceback__, -LONGEST))
    yield _named(fault)
    if isinstance(fault, BaseExceptionGroup):
        for part in fault.exceptions:
            yield from (f"    {line}" for line in _lines(part, seen))


def _named(fault: BaseException) -> str:
    kind = type(fault)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    return f"{name}: {fault}" if isinstance(fault, TOLD) else name
