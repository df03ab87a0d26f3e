"""Messages of a conversation, as the resident and the desk see them: one shape, for `components/threads.html`."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from coach.asking.questions import MessageView
from web.text import gettext as _


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo to see, or a PDF to save."""

    href: str
    is_picture: bool
    label: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `mine` is the reader's own side; without a `promote_url` it cannot become everybody's answer."""

    mine: bool
    who: str
    at: datetime
    paragraphs: tuple[str, ...]
    photos: tuple[Photo, ...]
    promote_url: str = ""


def message(
    one: MessageView, *, mine: bool, who: str, photo_url: Callable[[uuid.UUID], str], promote_url: str = ""
) -> Message:
    """The message to a reader who knows its author as `who` and opens its photos at `photo_url`."""
    photos = tuple(
        Photo(photo_url(each.id), each.is_picture, photo_label(place, is_picture=each.is_picture))
        for place, each in enumerate(one.attachments, 1)
    )
    paragraphs = tuple(part.strip() for part in one.text.split("\n\n") if part.strip())
    return Message(mine, who, one.at, paragraphs, photos, promote_url)


def photo_label(place: int, *, is_picture: bool) -> str:
    """What a photo or a PDF is called that has nothing but its place."""
    return _("Photo %(place)s", place=place) if is_picture else _("PDF %(place)s", place=place)
