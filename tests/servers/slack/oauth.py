"""Installing the app: the page on which people agree, and the code and refresh tokens that buy bot tokens.

Imitated: state and redirect address given back as they came, codes that hold once and for ten minutes, token rotation
(a refresh token holds once), organisations that have the app in all of their workspaces, revoked tokens. Left out: user
tokens, incoming webhooks, approval by an administrator.
Sources: docs.slack.dev/authentication/installing-with-oauth, /authentication/using-token-rotation,
/reference/methods/oauth.v2.access, /reference/methods/auth.teams.list.
"""

from base64 import b64decode
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

from aiohttp import web

from tests.servers.slack.shapes import Json
from tests.servers.slack.world import Refused, Workspace, World

CODE_LIFE = 10 * 60.0
AUTHORIZE_PATH = "/oauth/v2/authorize"


@dataclass(slots=True, kw_only=True)
class Grant:
    """What somebody agreed to: where, with which scopes, and whether their organisation has the app as a whole."""

    team: str
    user: str
    scopes: frozenset[str]
    redirect_uri: str
    whole: bool
    made_at: float
    is_used: bool = False


class OAuth:
    """The app's client id and secret, and everything that was granted by them."""

    def __init__(self, world: World, client_id: str, client_secret: str) -> None:
        self.world = world
        self.client_id = client_id
        self.client_secret = client_secret
        self.token_life: int | None = None
        """Seconds that a token lives where token rotation is switched on."""
        self.codes: dict[str, Grant] = {}
        self.refresh_tokens: dict[str, str] = {}

    def agree(self, address: str, *, team: str, user: str, whole: bool = False) -> str:
        """Agree on the page at ``address``; give the address to which Slack sends the browser back."""
        asked = self._asked(address)
        code = f"code-{self.world.number()}"
        self.codes[code] = Grant(
            team=team,
            user=user,
            scopes=frozenset(asked["scope"].split(",")),
            redirect_uri=asked["redirect_uri"],
            whole=whole,
            made_at=self.world.now(),
        )
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def decline(self, address: str) -> str:
        """Decline on the page at ``address``; give the address to which Slack sends the browser back."""
        asked = self._asked(address)
        return f"{asked['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': asked['state']})}"

    def access(self, args: Json, request: web.Request) -> Json:
        """oauth.v2.access: a code or a refresh token for a bot token."""
        self._check_client(args, request)
        if args.get("grant_type") == "refresh_token":
            place = self.refresh_tokens.pop(str(args.get("refresh_token")), None)
            if place is None:
                raise Refused("invalid_refresh_token")
            workspaces = self._of_place(place)
            return self._new_token(place, workspaces) | {"token_type": "bot"}
        grant = self.codes.get(str(args.get("code")))
        if grant is None or self.world.now() - grant.made_at > CODE_LIFE:
            raise Refused("invalid_code")
        if grant.is_used:
            raise Refused("code_already_used")
        if args.get("redirect_uri") != grant.redirect_uri:
            raise Refused("bad_redirect_uri")
        grant.is_used = True
        return self._install(grant)

    def _install(self, grant: Grant) -> Json:
        workspace = self.world.workspace(grant.team)
        organisation = workspace.organisation
        place = organisation if grant.whole and organisation else workspace.id
        workspaces = self._of_place(place)
        for each in workspaces:
            each.scopes, each.is_of_whole = grant.scopes, grant.whole
        return self._new_token(place, workspaces) | {
            "token_type": "bot",
            "scope": ",".join(sorted(grant.scopes)),
            "bot_user_id": workspace.bot_user,
            "app_id": "A1",
            "team": None if grant.whole else {"id": workspace.id, "name": workspace.domain},
            "enterprise": {"id": organisation, "name": f"Organisation {organisation}"} if organisation else None,
            "is_enterprise_install": grant.whole,
            "authed_user": {"id": grant.user},
        }

    def _new_token(self, place: str, workspaces: list[Workspace]) -> Json:
        """Hand out a token; without rotation an app has one for a workspace for as long as it is installed."""
        held = workspaces[0].bot_token
        token = held if held and self.token_life is None else f"xoxb-{place}-{self.world.number()}"
        for each in workspaces:
            if each.bot_token and each.bot_token != token:
                each.older_tokens.add(each.bot_token)
            each.bot_token = token
        self.world.note_change()
        if self.token_life is None:
            return {"access_token": token}
        refresh = f"xoxe-1-{place}-{self.world.number()}"
        self.refresh_tokens[refresh] = place
        return {"access_token": token, "refresh_token": refresh, "expires_in": self.token_life}

    def _of_place(self, place: str) -> list[Workspace]:
        return [each for each in self.world.workspaces.values() if place in {each.id, each.organisation}]

    def _asked(self, address: str) -> dict[str, str]:
        parts = urlsplit(address)
        asked = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        if parts.path != AUTHORIZE_PATH or asked.get("client_id") != self.client_id or asked.get("user_scope"):
            raise LookupError(f"no page of Slack's: {address}")
        return asked

    def _check_client(self, args: Json, request: web.Request) -> None:
        given = request.headers.get("Authorization", "").removeprefix("Basic ")
        client_id, _, secret = b64decode(given).decode().partition(":")
        if (client_id or args.get("client_id")) != self.client_id:
            raise Refused("invalid_client_id")
        if (secret or args.get("client_secret")) != self.client_secret:
            raise Refused("bad_client_secret")


def teams_list(world: World, workspace: Workspace, _args: Json) -> Json:
    """auth.teams.list: the workspaces that a token is for."""
    mine = [each for each in world.workspaces.values() if each.bot_token == workspace.bot_token]
    return {"teams": [{"id": each.id, "name": each.domain} for each in mine], "response_metadata": {"next_cursor": ""}}
