"""Web API methods for modals and the App Home, and what an acknowledged submission does to a modal.

Imitated: trigger ids, a stack of three, hashes, external ids, response actions. Left out: workflow steps.
"""

from dataclasses import replace

from tests.servers.slack import rules
from tests.servers.slack.shapes import Json
from tests.servers.slack.world import Refused, View, Workspace, World

STACK = 3


def _demand(view: object, kind: str = "modal") -> Json:
    if refusal := rules.check_view(view, kind=kind):
        raise Refused(refusal, is_violation=True)
    return dict(view) if isinstance(view, dict) else {}


def _new(world: World, workspace: Workspace, user: str, body: Json, below: View | None = None) -> View:
    view_id = f"V{world.number()}"
    body = body | {"blocks": list(world.with_ids(body["blocks"]))}
    external_id = body.get("external_id")
    if external_id and any(view.body.get("external_id") == external_id for view in world.views.values()):
        raise Refused("duplicate_external_id", is_violation=True)
    return world.show_view(
        View(
            id=view_id,
            team=workspace.id,
            user=user,
            body=body,
            hash=f"{world.new_ts()}.h",
            root_id=below.root_id if below else view_id,
            previous_id=below.id if below else None,
        )
    )


def _stack(world: World, top: View) -> list[View]:
    return [view for view in world.views.values() if view.root_id == top.root_id and view.is_open]


def _push(world: World, workspace: Workspace, top: View, body: Json) -> View:
    if len(_stack(world, top)) >= STACK:
        raise Refused("push_limit_reached", is_violation=True)
    return _new(world, workspace, top.user, body, top)


def _change(world: World, view: View, body: Json) -> View:
    body = body | {"blocks": list(world.with_ids(body["blocks"]))}
    return world.show_view(replace(view, body=body, hash=f"{world.new_ts()}.h"))


def _answer(workspace: Workspace, view: View) -> Json:
    return {"view": view.json(bot_id=workspace.bot_id)}


def open_view(world: World, workspace: Workspace, args: Json) -> Json:
    """views.open."""
    body = _demand(args.get("view"))
    trigger = world.use_trigger(args.get("trigger_id"), workspace.id)
    view = _new(world, workspace, trigger.user, body)
    trigger.view_id = view.id
    return _answer(workspace, view)


def push_view(world: World, workspace: Workspace, args: Json) -> Json:
    """views.push: above the modal that the user of the trigger has open."""
    body = _demand(args.get("view"))
    trigger = world.use_trigger(args.get("trigger_id"), workspace.id)
    below = [view for view in world.views.values() if view.user == trigger.user and view.is_open]
    modals = [view for view in below if view.body["type"] == "modal"]
    if not modals:
        raise Refused("not_found")
    view = _push(world, workspace, modals[-1], body)
    trigger.view_id = view.id
    return _answer(workspace, view)


def update_view(world: World, workspace: Workspace, args: Json) -> Json:
    """views.update: by view_id or external_id, refused when the hash is not the present one."""
    body = _demand(args.get("view"))
    named = args.get("view_id")
    view = world.views.get(str(named))
    if view is None:
        external = args.get("external_id")
        same = [each for each in world.views.values() if external and each.body.get("external_id") == external]
        view = same[-1] if same else None
    if view is None or not view.is_open or view.team != workspace.id:
        raise Refused("not_found")
    if args.get("hash") not in {None, view.hash}:
        raise Refused("hash_conflict")
    return _answer(workspace, _change(world, view, body))


def publish_view(world: World, workspace: Workspace, args: Json) -> Json:
    """views.publish: the App Home of a user."""
    body = _demand(args.get("view"), "home")
    user = args.get("user_id")
    if user not in workspace.users:
        raise Refused("user_not_found")
    homes = [view for view in world.views.values() if view.user == user and view.body["type"] == "home"]
    view = _change(world, homes[0], body) if homes else _new(world, workspace, str(user), body)
    return _answer(workspace, view)


def close(world: World, view: View) -> None:
    """Close a modal."""
    world.show_view(replace(world.views[view.id], is_open=False))


def finish_submission(world: World, workspace: Workspace, view: View, answer: object) -> dict[str, str]:
    """Do what the acknowledgement of a submission asks; returns the errors shown to the user.

    Raises Refused when the acknowledgement breaks a rule.
    """
    body = answer if isinstance(answer, dict) else {}
    match body.get("response_action"):
        case None:
            close(world, view)
        case "clear":
            for each in _stack(world, view):
                close(world, each)
        case "update":
            _change(world, world.views[view.id], _demand(body.get("view")))
        case "push":
            _push(world, workspace, view, _demand(body.get("view")))
        case "errors":
            return _errors(view, body.get("errors"))
        case unknown:
            raise Refused(rules.Refusal(error="invalid_response_action", messages=(str(unknown),)), is_violation=True)
    return {}


def _errors(view: View, errors: object) -> dict[str, str]:
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not errors.keys() <= inputs:
        raise Refused(rules.Refusal(error="invalid_errors", messages=(f"{errors!r}",)), is_violation=True)
    return {str(block_id): str(text) for block_id, text in errors.items()}
