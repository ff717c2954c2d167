"""What waits for a person, from every source that knows of something: ``/alliance next`` and the digest tell it.

A source is a function of the caller's context that gives what waits for that caller, and nothing where it is of another
role. Another noun adds its own to ``bot.commands.waiting.sources.SOURCES``.
"""

from bot.commands.waiting import asking, digest

COMMANDS = (*asking.COMMANDS, *digest.COMMANDS)
