"""Version 1 of the API, gathered under one name. Each module beside this one adds its own addresses."""

from __future__ import annotations

from flask import Blueprint

api = Blueprint("api", __name__, url_prefix="/api/v1")
