"""Homes that a coach merged with one's own: what was done, what was shared there, and that it is wrong."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from coach.duplicates import merging
from coach.duplicates.merging import MergeView
from greener_homes import consent, homes, privacy
from greener_homes.errors import NotFound
from web import current, i18n
from web.access import Access, access
from web.components import Notice, Tone
from web.formatting import TORONTO, day
from web.portal.blueprint import portal
from web.text import gettext as _


@dataclass(frozen=True, slots=True)
class Merged:
    """One merge. Addresses are empty where nothing can be done any more."""

    heading: str
    paragraphs: tuple[str, ...]
    object_url: str = ""
    invite_url: str = ""
    delete_url: str = ""
    about: str = ""


@portal.get("/household/merged")
@access(Access.RESIDENT)
def merged() -> str:
    """Every merge of a home where this person lives."""
    found = merging.of_person(current.session(), current.person().id, now=current.now())
    return render_template("portal/merged.html", merges=tuple(_merged(one) for one in found))


@portal.post("/household/merged/<uuid:merge_id>/object")
@access(Access.RESIDENT)
def merged_objected(merge_id: uuid.UUID) -> Response:
    """It is undone at once. Another's merge is not found."""
    merging.object_to(current.session(), current.vault(), current.person(), merge_id, now=current.now())
    flash(_("Put back. The two homes stand apart again, and are not proposed again."), "success")
    return redirect(url_for("portal.merged"), code=303)


@portal.post("/household/merged/<uuid:merge_id>/delete")
@access(Access.RESIDENT)
def merged_deleted(merge_id: uuid.UUID) -> Response:
    """What this person shared of the home that was merged away is gone. Another's is not found."""
    session, person, now = current.session(), current.person(), current.now()
    for one in merging.of_person(session, person.id, now=now):
        if one.id == merge_id and one.undone_at is None and _shared(one):
            privacy.withdraw_everything(
                session, current.vault(), one.gone_id, actor=person.actor, now=now, person_id=person.id
            )
            flash(_("What you shared of that home is deleted. Your receipts say what went."), "success")
            return redirect(url_for("portal.merged"), code=303)
    raise NotFound


def notices() -> list[Notice]:
    """What the first page says of merges that still can be undone."""
    language = i18n.language()
    return [
        Notice(
            Tone.INFO,
            _("%(gone)s and %(kept)s are treated as one home", gone=one.gone_reference, kept=one.kept_reference),
            paragraphs=(
                _(
                    "A coach found that your home was registered twice. Under “My data” you read what that means, "
                    "or say until %(day)s that it is wrong.",
                    day=day(one.undo_until.astimezone(TORONTO).date(), language),
                ),
            ),
            icon="users",
        )
        for one in merging.of_person(current.session(), current.person().id, now=current.now())
        if one.can_be_undone(current.now())
    ]


def _merged(one: MergeView) -> Merged:
    language, mine = i18n.language(), current.home().id
    names = {"gone": one.gone_reference, "kept": one.kept_reference}
    if one.undone_at is not None:
        return Merged(
            _("%(gone)s and %(kept)s stand apart", **names),
            (
                _(
                    "They were merged by mistake. Since %(day)s everything is as it was.",
                    day=day(one.undone_at.astimezone(TORONTO).date(), language),
                ),
            ),
        )
    said = [
        _(
            "On %(day)s a coach found that your home was registered twice. The coaches now work on one case, that of "
            "%(kept)s.",
            day=day(one.merged_at.astimezone(TORONTO).date(), language),
            **names,
        ),
        _(
            "Nobody sees your readings who did not see them before. Each permission stays with who gave it, for the "
            "meter it names."
        ),
    ]
    lives_in_kept = mine == one.kept_id
    if lives_in_kept:
        said.append(
            _("If the people of %(gone)s live with you, invite them: then they see this home’s pages.", **names)
        )
    else:
        said.append(_("To see the pages of %(kept)s, ask somebody who lives there to invite you.", **names))
    can = one.can_be_undone(current.now())
    if can:
        said.append(
            _(
                "If this is wrong, say so by %(day)s. It is undone at once, and you need give no reason.",
                day=day(one.undo_until.astimezone(TORONTO).date(), language),
            )
        )
    return Merged(
        heading=_("%(gone)s and %(kept)s are treated as one home", **names),
        paragraphs=tuple(said),
        object_url=url_for("portal.merged_objected", merge_id=one.id) if can else "",
        invite_url=url_for("portal.household") if lives_in_kept else "",
        delete_url=url_for("portal.merged_deleted", merge_id=one.id) if lives_in_kept and _shared(one) else "",
        about=one.gone_reference,
    )


def _shared(one: MergeView) -> bool:
    """Whether this person still shares something of the home that was merged away, and has no other page for it."""
    person, session, now = current.person().id, current.session(), current.now()
    grants = consent.in_force(session, one.gone_id, at=now)
    here = homes.home_of(session, person, on=now.astimezone(TORONTO).date())
    return here is not None and here.id != one.gone_id and any(grant.person_id == person for grant in grants)
