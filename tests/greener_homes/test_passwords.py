"""Passwords that everybody tries are refused; long ones of a person's own are not."""

from __future__ import annotations

import pytest

from greener_homes import passwords
from greener_homes.errors import Refusal
from web import demo_sign_ins


@pytest.mark.parametrize(
    "password",
    [
        "password1234", "Password!2026", "P@ssw0rd1234", "motdepasse123", "MotDePasse2026!", "123456789012",
        "098765432109", "qwertyuiop12", "azertyuiop123", "aaaaaaaaaaaa", "abcabcabcabc", "abababababa!",
        "iloveyou12345", "Bienvenue2026!", "Greenerhomes2026", "welcome to durham", "1q2w3e4r5t6y",
        "2026-11-22-2026", "      password      ",
    ],
)  # fmt: skip
def test_what_everybody_tries_is_refused(password: str) -> None:
    with pytest.raises(Refusal) as refusal:
        passwords.check(password)
    assert refusal.value.code is passwords.COMMON


@pytest.mark.parametrize(
    "password", ["trombone gravel atlas", demo_sign_ins.PASSWORD, "grenier érable quai", "k7#Vw2!pQz9x"]
)
def test_what_is_ones_own_is_not(password: str) -> None:
    passwords.check(password)


@pytest.mark.parametrize("length", [passwords.MINIMUM - 1, passwords.MAXIMUM + 1])
def test_too_short_and_endless_are_refused(length: int) -> None:
    with pytest.raises(Refusal) as refusal:
        passwords.check("trombone gravel atlas "[:length] if length < 22 else "xyzw" * 64 + "q")
    assert refusal.value.code is passwords.LENGTH
