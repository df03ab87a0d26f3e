"""The programme staff's pages, gathered under one name. Each module beside this one adds its own."""

from __future__ import annotations

from flask import Blueprint

programme = Blueprint("programme", __name__, url_prefix="/programme")
