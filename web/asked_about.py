"""What a question is about, in words that residents and coaches both read; and its photos as they go out."""

from __future__ import annotations

from flask import Response

from coach.asking.questions import About
from greener_homes.photos import Photo, PhotoKind
from web.text import gettext as _
from web.words.measures import MEASURES, measure_words

CHARTS = (
    "months-natural-gas",
    "months-electricity",
    "cold-natural-gas",
    "cold-electricity",
    "hours",
    "week",
    "days-natural-gas",
    "days-electricity",
    "day-electricity",
)
"""The charts of “My energy” by their name on the page."""
TYPES = {
    PhotoKind.JPEG: "image/jpeg",
    PhotoKind.PNG: "image/png",
    PhotoKind.WEBP: "image/webp",
    PhotoKind.PDF: "application/pdf",
}


def is_measure(key: str) -> bool:
    """Whether `key` names a measure of the catalogue."""
    return key in MEASURES


def subject_words(about: About, key: str, language: str) -> str:
    """What the question is about, short: “Top up the attic”, “Chart: gas by month”."""
    if about is About.RECOMMENDATION and is_measure(key):
        return measure_words(key).title(language)
    if about is About.CHART:
        return {
            "months-natural-gas": _("Chart: gas by month"),
            "months-electricity": _("Chart: electricity by month"),
            "cold-natural-gas": _("Chart: gas and the cold"),
            "cold-electricity": _("Chart: electricity and the cold"),
            "hours": _("Chart: electricity by the hour"),
            "week": _("Chart: electricity in each hour of the week"),
            "days-natural-gas": _("Chart: gas by day"),
            "days-electricity": _("Chart: electricity by day"),
            "day-electricity": _("Chart: electricity in the hours of a day"),
        }.get(key, _("A chart"))
    if about is About.IMPORT:
        return _("A file or bill that was sent")
    return _("A question about the home")


def photo_response(photo: Photo, name: str) -> Response:
    """The photo for the page it stands in, or the PDF to save; kept by nobody on the way."""
    shown = "attachment" if photo.kind is PhotoKind.PDF else "inline"
    headers = {
        "Content-Disposition": f'{shown}; filename="{name}.{photo.kind.value}"',
        "Cache-Control": "private, no-store",
    }
    return Response(photo.data, mimetype=TYPES[photo.kind], headers=headers)
