"""The time machine behind the scenes: there only when asked for, JSON only, forward only."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.web.sandbox.conftest import NOON, Ear, Played
from tests.web.sandbox.third_party import Reply, ask

Play = Callable[..., Played]


def pull(played: Played, path: str, document: object, kind: str = "application/json") -> Reply:
    address = f"{played.running.utility.base_url}/sandbox/{path}"
    return ask("POST", address, {"Content-Type": kind}, json.dumps(document).encode())


def state(played: Played) -> dict[str, object]:
    return ask("GET", f"{played.running.utility.base_url}/sandbox/state").json()


def test_without_being_asked_for_it_is_not_there(play: Play) -> None:
    played = play()
    assert pull(played, "advance", {"seconds": 1}).status == 404
    assert ask("GET", f"{played.running.utility.base_url}/sandbox/state").status == 404


def test_time_moves_forward_and_news_is_told(play: Play, ear: Ear) -> None:
    played = play(with_admin=True)
    played.third.connect()
    assert pull(played, "advance", {"seconds": 86_400}).json() == {"now": NOON + 86_400, "told": 1}
    assert len(ear.heard) == 1
    assert pull(played, "tell", {}).json() == {"told": 0}


@pytest.mark.parametrize(
    "document", [{"seconds": -1}, {"seconds": 10**9}, {"seconds": "1"}, {"seconds": True}, {}, [1]]
)
def test_a_step_that_is_none_is_refused(play: Play, document: object) -> None:
    played = play(with_admin=True)
    assert pull(played, "advance", document).status == 400
    assert played.clock.now() == NOON


def test_only_json_is_taken(play: Play) -> None:
    assert pull(play(with_admin=True), "advance", {"seconds": 1}, "text/plain").status == 415


def test_another_scenario_begins_at_its_beginning(play: Play) -> None:
    played = play("server-errors", with_admin=True)
    played.third.connect()
    assert played.third.readings().status == 500
    assert pull(played, "scenario", {"scenario": "rate-limited"}).json()["scenario"] == "rate-limited"
    assert [played.third.readings().status for _ in range(3)] == [429, 429, 200]
    assert pull(played, "scenario", {"scenario": "unheard-of"}).status == 400


def test_a_permission_is_taken_back_behind_the_scenes_and_no_token_is_shown(play: Play) -> None:
    played = play(with_admin=True)
    played.third.connect()
    permission = played.third.token["resourceURI"].rpartition("/")[2]
    assert pull(played, "revoke", {"permission": permission}).json()["permissions"][0]["status"] == "revoked"
    assert pull(played, "revoke", {"permission": "none"}).status == 404
    assert played.third.readings().status == 401
    shown = json.dumps(state(played))
    assert not any(
        secret in shown for secret in (played.third.token["access_token"], played.third.token["refresh_token"])
    )


def test_a_name_that_points_here_from_elsewhere_gets_nothing(play: Play) -> None:
    played = play(with_admin=True)
    address = f"{played.running.utility.base_url}/sandbox/state"
    assert ask("GET", address, {"Host": "elsewhere.invalid"}).status == 421
