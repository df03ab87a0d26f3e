"""Homes that may be one household: the list, two of them side by side, what a merge would do, and undoing one."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from coach.duplicates import merging, pairs
from coach.duplicates.duplicate_codes import CHANGED, CHOOSE_ONE
from coach.duplicates.plan import plan
from greener_homes import audit
from greener_homes.errors import Refusal
from web import current, messages
from web.access import Access, access
from web.desk import duplicate_views
from web.desk.blueprint import desk
from web.text import gettext as _

LOOKS_FOR = "duplicate"
"""What a look at two homes side by side is for, as residents read it."""
DIGEST = re.compile("[0-9a-f]{64}")


@desk.get("/duplicates")
@access(Access.COACH)
def duplicates() -> str:
    """Every pair that waits for a person, and the merges that can still be undone."""
    session, now = current.session(), current.now()
    found = pairs.waiting(session, now=now)
    _looked(home for one in found for home in one.home_ids)
    page = duplicate_views.list_page(found, merging.recent(session, now=now))
    return render_template("desk/duplicates.html", page=page)


@desk.get("/duplicates/<uuid:pair_id>")
@access(Access.COACH)
def duplicate(pair_id: uuid.UUID) -> str:
    """Two homes side by side; with one of them chosen, exactly what a merge would do."""
    return _page(pair_id, _chosen(request.args.get("stays", "")))


@desk.post("/duplicates/<uuid:pair_id>/merge")
@access(Access.COACH)
def duplicate_merged(pair_id: uuid.UUID) -> Response | tuple[str, int]:
    """The two are one household; the page comes back where something has changed since it was read."""
    stays, seen = _chosen(request.form.get("stays", "")), request.form.get("seen", "")
    try:
        merging.merge(
            current.session(),
            current.vault(),
            current.person(),
            pair_id,
            stays,
            seen=seen if DIGEST.fullmatch(seen) else "",
            now=current.now(),
        )
    except Refusal as refusal:
        if refusal.code not in (CHANGED, CHOOSE_ONE):
            raise
        return _page(pair_id, stays, messages.sentence(refusal.code.code)), 422
    flash(_("Merged. Both households are told, and it can be undone for thirty days."), "success")
    return redirect(url_for("desk.duplicates"), code=303)


@desk.post("/duplicates/<uuid:pair_id>/apart")
@access(Access.COACH)
def duplicate_apart(pair_id: uuid.UUID) -> Response:
    """They are not the same household, for good."""
    pairs.keep_apart(current.session(), current.person(), pair_id, now=current.now())
    flash(_("Kept apart. These two are not proposed again."), "success")
    return redirect(url_for("desk.duplicates"), code=303)


@desk.post("/duplicates/merges/<uuid:merge_id>/undo")
@access(Access.COACH)
def duplicate_undone(merge_id: uuid.UUID) -> Response:
    """The two homes stand as they stood."""
    merging.undo(current.session(), current.vault(), current.person().actor, merge_id, now=current.now())
    flash(_("Undone. Both homes stand as they stood, and what came since stayed."), "success")
    return redirect(url_for("desk.duplicates"), code=303)


def _page(pair_id: uuid.UUID, stays: uuid.UUID | None, error: str = "") -> str:
    session, now = current.session(), current.now()
    found = pairs.get(session, pair_id, now=now)
    _looked(found.home_ids)
    sides = tuple(duplicate_views.side_of(home_id) for home_id in found.home_ids)
    agreed = None
    if stays in found.home_ids:
        goes = next(home for home in found.home_ids if home != stays)
        agreed = plan(session, stays, goes, now=now)
    page = duplicate_views.pair_page(found, sides, agreed, error)
    return render_template("desk/duplicate.html", page=page)


def _looked(home_ids: Iterable[uuid.UUID]) -> None:
    """Residents of these homes read that a coach compared them, and what for."""
    seen = sorted(set(home_ids))
    audit.record_looks(
        current.session(), current.person().actor, audit.Action.HOME_LISTED, seen, at=current.now(), purpose=LOOKS_FOR
    )


def _chosen(typed: str) -> uuid.UUID | None:
    return uuid.UUID(hex=typed) if re.fullmatch("[0-9a-f]{32}", typed) else None
