"""``plenary``: all terminal commands under one name."""

import asyncio
import json
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from adapters.cli import decide as calculator
from adapters.cli.backing_up import backup, restore
from adapters.cli.credentials import credential_app
from adapters.cli.exporting import add_exports
from adapters.cli.importing import import_indices
from adapters.cli.inspecting import doctor, verify
from adapters.cli.journal import export_journal, import_journal
from adapters.cli.keys import key_app
from adapters.cli.minutes import minutes
from adapters.cli.pages import pages
from adapters.cli.roster import roster
from adapters.cli.running import console, demo, run
from adapters.cli.setting_up import charter_app, import_app, init, link, migrate
from adapters.cli.terminal import SAY, guarded, load_settings, show, told
from adapters.discord.tree import sync
from adapters.slack.manifest import manifest
from bot.commands.register import REGISTRY

app = typer.Typer(help=told("cli.help"), no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
export_app = typer.Typer(help=told("cli.export.help"), no_args_is_help=True)
slack_app = typer.Typer(help=told("cli.slack.help"), no_args_is_help=True)
discord_app = typer.Typer(help=told("cli.discord.help"), no_args_is_help=True)


def tell_version(wanted: bool) -> None:
    """Print the version and leave."""
    if wanted:
        show("cli.version", version=version("plenary"))
        raise typer.Exit


@app.callback()
def options(
    of_version: Annotated[
        bool, typer.Option("--version", callback=tell_version, is_eager=True, help=told("cli.version.help"))
    ] = False,
) -> None:
    """Take what is asked of no command."""


@guarded
def decide(file: Annotated[Path | None, typer.Argument(metavar="[FILE]")] = None) -> None:
    """Apply rules to recorded or supposed votes: JSON Lines in, JSON Lines out, no database."""
    status = calculator.run_decide(file)
    if status:
        raise typer.Exit(status)


@slack_app.command("manifest", help=told("cli.slack.manifest.help"))
@guarded
def slack_manifest() -> None:
    """Print the Slack app manifest that fits the settings."""
    settings = load_settings()
    socket_mode = settings.slack_app_token is not None or settings.public_url is None
    told_manifest = manifest(
        REGISTRY,
        settings.command_prefix,
        socket_mode,
        settings.public_url or "",
        several=settings.is_installed_by_workspaces,
        say=SAY,
    )
    typer.echo(json.dumps(told_manifest, ensure_ascii=False, indent=2))


@discord_app.command("sync", help=told("cli.discord.sync.help"))
@guarded
def discord_sync() -> None:
    """Publish Discord's commands where they have changed."""
    settings = load_settings()
    published = asyncio.run(sync(settings, REGISTRY))
    show("cli.discord.sync.published" if published else "cli.discord.sync.unchanged")
    if published.added:
        show("cli.discord.sync.added", names=published.added)
    if published.changed:
        show("cli.discord.sync.changed", names=published.changed)
    if published.removed:
        show("cli.discord.sync.removed", names=published.removed)


for command in (
    run,
    console,
    demo,
    init,
    link,
    roster,
    minutes,
    pages,
    decide,
    verify,
    migrate,
    backup,
    restore,
    doctor,
):
    app.command(command.__name__, help=told(f"cli.{command.__name__}.help"))(command)
app.add_typer(charter_app, name="charter")
app.add_typer(credential_app, name="credential")
app.add_typer(key_app, name="key")
import_app.command("indices", help=told("cli.import.indices.help"))(import_indices)
import_app.command("journal", help=told("cli.import.journal.help"))(import_journal)
app.add_typer(import_app, name="import")
export_app.command("journal", help=told("cli.export.journal.help"))(export_journal)
add_exports(export_app)
app.add_typer(export_app, name="export")
app.add_typer(slack_app, name="slack")
app.add_typer(discord_app, name="discord")


def main() -> None:
    """Run the command that the terminal names."""
    app()
