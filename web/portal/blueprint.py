"""The resident's pages, gathered under one name. Each module beside this one adds its own."""

from __future__ import annotations

from flask import Blueprint

portal = Blueprint("portal", __name__)
