"""What languages a reader wants, in their order: the one chosen on the page, else those of the browser."""

from bot.locales.catalogue import LANGUAGES


def wanted(chosen: str, accepted: str) -> tuple[str, ...]:
    """Give tags in the order of liking, from ``lang`` and ``Accept-Language`` (RFC 9110, 12.5.4).

    What cannot be read is passed over.
    """
    if chosen in LANGUAGES:
        return (chosen,)
    parts = (each.partition(";") for each in accepted[:200].split(","))
    weighed = [(_weight(rest), tag.strip()) for tag, _, rest in parts if tag.strip()]
    return tuple(tag for weight, tag in sorted(weighed, key=lambda each: -each[0]) if weight > 0)


def _weight(text: str) -> float:
    name, _, value = text.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
