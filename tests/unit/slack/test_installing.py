"""Where people are sent to install the app, in which language they are told, and what the settings may be."""

from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from adapters.cli.installation import settings_findings, workspaces_findings
from adapters.settings import Settings
from adapters.slack.checking import (
    SlackAddressMissing,
    SlackClientIncomplete,
    SlackSetTwice,
    SlackSigningSecretMissing,
    SlackTokenMissing,
    check_settings,
)
from adapters.slack.installing import authorize_url
from adapters.slack.manifest import manifest
from adapters.slack.pages import STATUS, Ending, language_for, page
from bot.commands.register import REGISTRY
from bot.ports import Installation
from storage.database import Database
from tests.behaviour.world import START
from tests.servers.slack.manifest_rules import check_manifest

SEVERAL: dict[str, Any] = {
    "slack_client_id": "1.2",
    "slack_client_secret": SecretStr("a-client-secret"),
    "slack_signing_secret": SecretStr("a-signing-secret"),
    "public_url": "https://bot.example",
}


@pytest.mark.parametrize(
    ("api", "page_of_slack"),
    [
        ("https://slack.com/api/", "https://slack.com/oauth/v2/authorize"),
        ("https://slack-gov.com/api/", "https://slack-gov.com/oauth/v2/authorize"),
        ("https://api.slack-gov.com/api/", "https://slack-gov.com/oauth/v2/authorize"),
        ("https://proxy.example.org/slack/api/", "https://slack.com/oauth/v2/authorize"),
        ("https://notslack-gov.com/api/", "https://slack.com/oauth/v2/authorize"),
        ("http://127.0.0.1:4567/api/", "http://127.0.0.1:4567/oauth/v2/authorize"),
    ],
)
def test_people_agree_where_their_slack_is(api: str, page_of_slack: str) -> None:
    """GovSlack has a domain of its own, for the API and for people (docs.slack.dev/govslack)."""
    assert authorize_url(api) == page_of_slack


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("fr", "fr"),
        ("fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        ("en-GB, fr;q=0.9", "en"),
        ("de-DE, fr;q=0.3, en;q=0.7", "en"),
        ("de, *;q=0.5", "en"),
        ("fr;q=0", "en"),
        ("FR_fr", "en"),
        ("FR-fr", "fr"),
        ("fr;q=zero, en;q=0.1", "en"),
        (";;,,q=", "en"),
    ],
)
def test_page_is_in_the_language_that_the_browser_likes_best(accepted: str, language: str) -> None:
    """RFC 9110, 12.5.4; what cannot be read is no wish."""
    assert language_for(accepted) == language


@pytest.mark.parametrize("ending", list(Ending))
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_ending_has_a_page_in_both_languages(ending: Ending, language: str) -> None:
    """With a status, a title and what to do; a name is shown as it is and does nothing."""
    shown = page(ending, language, name="<b>Équipe</b>", place="T1")
    assert shown.status == STATUS[ending]
    assert shown.text is not None
    assert f'lang="{language}"' in shown.text
    assert "<b>" not in shown.text
    if shown.status != 200:
        assert "/slack/install" in shown.text


@pytest.mark.parametrize(
    ("changed", "faults"),
    [
        ({}, []),
        ({"slack_client_secret": None}, [SlackClientIncomplete]),
        ({"slack_client_id": None}, [SlackClientIncomplete]),
        ({"public_url": None}, [SlackAddressMissing]),
        ({"slack_bot_token": SecretStr("xoxb-1")}, [SlackSetTwice]),
        ({"slack_signing_secret": None}, [SlackSigningSecretMissing]),
        ({"slack_signing_secret": None, "slack_app_token": SecretStr("xapp-1")}, []),
        ({"slack_client_id": None, "slack_client_secret": None}, [SlackTokenMissing]),
    ],
)
def test_settings_for_several_workspaces_are_whole_or_refused(
    changed: dict[str, Any], faults: list[type[Exception]]
) -> None:
    """Each fault is one sentence at the start, and doctor tells it too."""
    settings = Settings(_env_file=None, **{**SEVERAL, **changed})
    assert [type(fault) for fault in check_settings(settings)] == faults
    findings = list(settings_findings(settings))
    assert all(found.good for found in findings) is not bool(faults)
    assert "a-client-secret" not in str(findings)


def test_fault_of_half_a_client_names_the_other_half() -> None:
    """An operator sees which of the two is missing."""
    for present, lacking in (("slack_client_id", "SECRET"), ("slack_client_secret", "ID")):
        [fault] = check_settings(
            Settings(_env_file=None, **{name: SEVERAL[name] for name in (present, "slack_signing_secret")})
        )
        assert isinstance(fault, SlackClientIncomplete)
        assert fault.lacking == f"PLENARY_SLACK_CLIENT_{lacking}"


@pytest.mark.parametrize("value", ["a-client-secret", "123", "1.2.3", "1.2 ", "١.٢"])
def test_client_id_that_is_none_is_refused(value: str) -> None:
    """It is shown in addresses, so that no secret may stand in its place."""
    with pytest.raises(ValidationError) as refused:
        Settings(_env_file=None, slack_client_id=value)
    assert value not in str(refused.value)


def test_manifest_for_several_workspaces_says_where_they_come_back() -> None:
    """Organisations may install it as a whole, and Slack tells of every end."""
    made = manifest(REGISTRY, "", False, "https://bot.example/", several=True)
    assert made["oauth_config"]["redirect_urls"] == ["https://bot.example/slack/oauth_redirect"]
    assert {"app_uninstalled", "tokens_revoked"} <= set(made["settings"]["event_subscriptions"]["bot_events"])
    assert made["settings"]["org_deploy_enabled"] is True
    over_sockets = manifest(REGISTRY, "", True, "https://bot.example", several=True)
    assert check_manifest(made) == check_manifest(over_sockets) == []
    assert over_sockets["oauth_config"]["redirect_urls"] == ["https://bot.example/slack/oauth_redirect"]


def test_manifest_for_one_workspace_is_as_it_was() -> None:
    """Nothing is asked for that is not used."""
    made = manifest(REGISTRY, "", False, "https://bot.example/")
    assert "redirect_urls" not in made["oauth_config"]
    assert "app_uninstalled" not in made["settings"]["event_subscriptions"]["bot_events"]
    assert made["settings"]["org_deploy_enabled"] is False


def test_doctor_tells_where_the_app_is_installed(sqlite_database: Database) -> None:
    """Nowhere is a fault; with a bot token alone nothing is said of it."""
    settings = Settings(_env_file=None, **SEVERAL)
    with sqlite_database.transaction() as uow:
        [nowhere] = workspaces_findings(settings, uow)
        for place in ("T1", "E2"):
            uow.installations.keep(Installation(place=place, installed_at=START, facts="{}"))
        [told] = workspaces_findings(settings, uow)
        assert list(workspaces_findings(Settings(_env_file=None), uow)) == []
    assert not nowhere.good
    assert "/slack/install" in nowhere.sentence
    assert told.good
    assert "E2 and T1" in told.sentence
