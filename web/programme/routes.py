"""All pages of programme staff, in one place to register."""

from __future__ import annotations

from web.programme import formats, sources, teach  # noqa: F401  their views join the blueprint
from web.programme.blueprint import programme as programme
