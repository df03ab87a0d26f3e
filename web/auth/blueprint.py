"""The blueprint of everything about signing in."""

from __future__ import annotations

from flask import Blueprint

auth = Blueprint("auth", __name__)
