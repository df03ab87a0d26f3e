"""Teaching a format by example: upload, columns, how they are read, a last look. The example stays sealed, an hour."""

from __future__ import annotations

import uuid
from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from greener_homes.errors import Refusal
from models.quantities import Commodity
from utility_connectors import supplier_profiles, teaching
from utility_connectors.csv_profiles.conventions import DateStyle, DecimalMark, Label, Repeated, Zone
from utility_connectors.csv_profiles.document import ProfileDocument
from utility_connectors.limits import DEFAULT
from utility_connectors.teaching import ColumnUse, Example, Teaching
from web import current, forms, messages
from web.access import Access, access
from web.components import Choice, Field, Notice, Step, StepState, Tone
from web.programme import choices, results, views
from web.programme.blueprint import programme
from web.security import takes_uploads
from web.text import gettext as _
from web.uploads import SealedPart

PARTS_SHOWN = 1


@programme.get("/formats/new")
@access(Access.PROGRAMME)
def format_new() -> str:
    """The form for an example."""
    return _upload_page("")


@programme.post("/formats/new")
@access(Access.PROGRAMME)
@takes_uploads
def format_example() -> Response | tuple[str, int]:
    """The example waits, sealed; its columns are next. Or the page says why it cannot be an example."""
    part = request.files.get("file")
    if part is None or not part.filename or not isinstance(part.stream, SealedPart):
        return _upload_page(_("Choose a file first. Nothing was sent.")), 422
    file = part.stream.finish()
    try:
        with current.vault().read_spooled(file.name, file.wrapped_key) as source:
            teaching.example_of(source, DEFAULT)
    except Refusal as refusal:
        current.vault().discard(file.name)
        return _upload_page(messages.sentence(refusal.code.code, refusal.facts)), 422
    draft_id = supplier_profiles.begin(current.session(), file, by=current.person().id, now=current.now())
    return redirect(url_for("programme.draft_columns", draft_id=draft_id), code=303)


@programme.get("/formats/drafts/<uuid:draft_id>/columns")
@access(Access.PROGRAMME)
def draft_columns(draft_id: uuid.UUID) -> str:
    """The example's columns with what each is likely for."""
    example, said, answers = _draft(draft_id)
    return _columns_page(draft_id, example, said, guessed=not any(name.startswith("use-") for name in answers))


@programme.post("/formats/drafts/<uuid:draft_id>/columns")
@access(Access.PROGRAMME)
def draft_columns_said(draft_id: uuid.UUID) -> Response | tuple[str, int]:
    """What the columns are for is kept; or the page says what does not fit together."""
    example, said, _answers = _draft(draft_id)
    parts = forms.agreed(request.form, "parts")
    uses = tuple(
        (ColumnUse.PART_OF_DAY if parts else ColumnUse.NOTHING)
        if use is ColumnUse.PART_OF_DAY
        else forms.choice(request.form, f"use-{place}", ColumnUse) or ColumnUse.NOTHING
        for place, use in enumerate(said.uses)
    )
    answers = {f"use-{place}": use.value for place, use in enumerate(uses)}
    supplier_profiles.answer(current.session(), draft_id, answers, by=current.person().id, now=current.now())
    said = replace(said, uses=uses)
    try:
        teaching.document_of(example, said, "taught-draft")
    except Refusal as refusal:
        error = messages.sentence(refusal.code.code, refusal.facts)
        return _columns_page(draft_id, example, said, guessed=False, error=error), 422
    return redirect(url_for("programme.draft_reading", draft_id=draft_id), code=303)


@programme.get("/formats/drafts/<uuid:draft_id>/reading")
@access(Access.PROGRAMME)
def draft_reading(draft_id: uuid.UUID) -> str | Response:
    """How times and amounts are written, beside what the first rows become."""
    example, said, _answers = _draft(draft_id)
    document = _document(example, said)
    if document is None:
        return redirect(url_for("programme.draft_columns", draft_id=draft_id), code=303)
    page = views.Questions(
        steps=_steps(2),
        url=url_for("programme.draft_reading_said", draft_id=draft_id),
        back_url=url_for("programme.draft_columns", draft_id=draft_id),
        drop_url=url_for("programme.draft_dropped", draft_id=draft_id),
        questions=choices.questions(said),
        result=results.result(example, document, current.now(), most=3),
    )
    return render_template("programme/reading.html", reading=page)


@programme.post("/formats/drafts/<uuid:draft_id>/reading")
@access(Access.PROGRAMME)
def draft_reading_said(draft_id: uuid.UUID) -> Response:
    """The answers are kept; the same page again to see what they change, or the last look."""
    _draft(draft_id)
    answers = {
        "dates": forms.choice(request.form, "dates", DateStyle),
        "zone": forms.choice(request.form, "zone", Zone),
        "label": forms.choice(request.form, "label", Label),
        "repeated": forms.choice(request.form, "repeated", Repeated),
        "commodity": forms.choice(request.form, "commodity", Commodity),
        "mark": forms.choice(request.form, "mark", DecimalMark),
    }
    kept = {name: answer.value for name, answer in answers.items() if answer is not None}
    kept["unit"] = forms.text(request.form, "unit", maximum=20)
    supplier_profiles.answer(current.session(), draft_id, kept, by=current.person().id, now=current.now())
    onward = "programme.draft_preview" if request.form.get("then") == "preview" else "programme.draft_reading"
    return redirect(url_for(onward, draft_id=draft_id), code=303)


@programme.get("/formats/drafts/<uuid:draft_id>/preview")
@access(Access.PROGRAMME)
def draft_preview(draft_id: uuid.UUID) -> str | Response:
    """What would be stored of the example, and the name of the format."""
    return _preview_page(draft_id) or redirect(url_for("programme.draft_columns", draft_id=draft_id), code=303)


@programme.post("/formats/drafts/<uuid:draft_id>/save")
@access(Access.PROGRAMME)
def draft_saved(draft_id: uuid.UUID) -> Response | tuple[str, int]:
    """The format is known from now on, and its example gone."""
    example, said, _answers = _draft(draft_id)
    error, title = "", ""
    try:
        title = forms.text(request.form, "title", maximum=supplier_profiles.LONGEST_TITLE)
        document = teaching.document_of(example, said, supplier_profiles.name_for(title))
        if not title:
            error = _("Give it a name.")
        elif not results.result(example, document, current.now(), most=1).has_readings:
            error = _("Nothing of the example could be stored this way. Go back and change an answer.")
    except Refusal as refusal:
        error = messages.sentence(refusal.code.code, refusal.facts)
    if error:
        page = _preview_page(draft_id, title=forms.as_typed(request.form, "title"), error=error)
        return (page, 422) if page else redirect(url_for("programme.draft_columns", draft_id=draft_id), code=303)
    by, now = current.person().id, current.now()
    supplier_profiles.teach(current.session(), title, document, by=by, now=now)
    supplier_profiles.end(current.session(), current.vault(), draft_id, by=by, now=now)
    flash(_("Saved. The next file in this format is read; the example is gone."), "success")
    return redirect(url_for("programme.formats"), code=303)


@programme.post("/formats/drafts/<uuid:draft_id>/drop")
@access(Access.PROGRAMME)
def draft_dropped(draft_id: uuid.UUID) -> Response:
    """The draft and its example are gone."""
    supplier_profiles.end(current.session(), current.vault(), draft_id, by=current.person().id, now=current.now())
    flash(_("Dropped. The example is gone."))
    return redirect(url_for("programme.formats"), code=303)


def _draft(draft_id: uuid.UUID) -> tuple[Example, Teaching, dict[str, str]]:
    """The example, and what is said of it: answers where there are some, guesses elsewhere."""
    draft = supplier_profiles.draft(current.session(), draft_id, by=current.person().id, now=current.now())
    with supplier_profiles.example_bytes(current.vault(), draft) as source:
        example = teaching.example_of(source, DEFAULT)
    return example, teaching.answered(teaching.guess(example), draft.answers), dict(draft.answers)


def _document(example: Example, said: Teaching) -> ProfileDocument | None:
    try:
        return teaching.document_of(example, said, "taught-draft")
    except Refusal:
        return None


def _upload_page(error: str) -> str:
    page = views.Upload(
        url=url_for("programme.format_example"),
        steps=_steps(0),
        back_url=url_for("programme.formats"),
        error=error,
    )
    return render_template("programme/upload.html", upload=page)


def _columns_page(draft_id: uuid.UUID, example: Example, said: Teaching, *, guessed: bool, error: str = "") -> str:
    names = choices.use_names()
    offered = [use for use in ColumnUse if use is not ColumnUse.PART_OF_DAY]
    columns = tuple(
        views.Column(
            f"use-{place}",
            example.header[place].strip() or _("Column %(number)s", number=place + 1),
            example.samples(place),
            tuple(Choice(one.value, names[one], chosen=one is use) for one in offered),
            guessed and use is not ColumnUse.NOTHING,
        )
        for place, use in enumerate(said.uses)
        if use is not ColumnUse.PART_OF_DAY
    )
    known = None
    if example.known_as:
        known = Notice(
            Tone.INFO,
            _("We read this format already"),
            (
                _(
                    "It is read as “%(name)s”. What you teach here comes first for files with exactly these columns.",
                    name=example.known_as,
                ),
            ),
        )
    page = views.Columns(
        steps=_steps(1),
        url=url_for("programme.draft_columns_said", draft_id=draft_id),
        drop_url=url_for("programme.draft_dropped", draft_id=draft_id),
        columns=columns,
        parts=sum(use is ColumnUse.PART_OF_DAY for use in said.uses),
        rows=len(example.rows),
        known=known,
        error=error,
    )
    return render_template("programme/columns.html", columns=page)


def _preview_page(draft_id: uuid.UUID, *, title: str = "", error: str = "") -> str | None:
    example, said, _answers = _draft(draft_id)
    document = _document(example, said)
    if document is None:
        return None
    page = views.Preview(
        steps=_steps(3),
        url=url_for("programme.draft_saved", draft_id=draft_id),
        back_url=url_for("programme.draft_reading", draft_id=draft_id),
        drop_url=url_for("programme.draft_dropped", draft_id=draft_id),
        title=Field(
            "title",
            _("What do you call this format?"),
            title,
            hint=_("The supplier and the kind of file, for example “Lakeside Power, hourly”. Never a customer’s name."),
            error=error,
        ),
        result=results.result(example, document, current.now(), most=8),
        fingerprint=example.fingerprint,
    )
    return render_template("programme/preview.html", preview=page)


def _steps(now: int) -> tuple[Step, ...]:
    names = (_("Example"), _("Columns"), _("Reading"), _("Result"))
    return tuple(
        Step(name, StepState.DONE if place < now else StepState.NOW if place == now else StepState.NEXT)
        for place, name in enumerate(names)
    )
