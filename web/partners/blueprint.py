"""The partners' pages, gathered under one name. Each module beside this one adds its own."""

from __future__ import annotations

from flask import Blueprint

partners = Blueprint("partners", __name__, url_prefix="/partner")
