"""What a user agent is shortened to."""

from __future__ import annotations

import pytest

from greener_homes.identity.browsers import device_of

CHROME = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (CHROME, "chrome android"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/140.0 Edg/140.0", "edge windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) AppleWebKit/605.1 Version/18.0 Safari/605.1", "safari macos"),
        ("Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1 CriOS/140.0 Safari/604.1", "chrome ios"),
        ("Mozilla/5.0 (X11; CrOS x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "chrome chromeos"),
        ("", "other other"),
        ("curl/8\x00<script>", "other other"),
    ],
)  # fmt: skip
def test_it_is_two_words_of_ours(agent: str, device: str) -> None:
    assert device_of(agent) == device
