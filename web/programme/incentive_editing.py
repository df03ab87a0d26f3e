"""Every part of the programs as a form: conditions, prerequisites, work, steps, limits, what goes together, and more.

One part at a time, without a script; each form ends in a change that somebody else looks at.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from coach.fleet_wide import codes_incentives as codes
from coach.fleet_wide import incentive_proposals as proposals
from coach.fleet_wide import incentive_shown
from greener_homes.errors import NotFound, Refusal
from greener_homes.incentive_changes import ChangeAct, ChangedPart, ChangeView
from web import current, forms, i18n, messages
from web.access import Access, access
from web.components import FieldError, Link
from web.formatting import TORONTO
from web.programme import incentive_parts as parts
from web.programme import incentive_rules, incentive_seen, rule_tree, rule_words
from web.programme.blueprint import programme
from web.programme.incentive_parts import About
from web.programme.incentive_seen import PartForm, Section
from web.text import gettext as _

Answer = str | Response | tuple[str, int]


@programme.get("/incentives/<part>/<target>/change/<aspect>")
@access(Access.PROGRAMME)
def incentive_part(part: str, target: str, aspect: str) -> str:
    """One aspect of one part, as it counts now."""
    one = _Part(part, target, aspect)
    if aspect in parts.RULES:
        return one.ruled(rule_tree.begun(one.now.get(aspect)), "")
    return one.listed()


@programme.post("/incentives/<part>/<target>/change/<aspect>")
@access(Access.PROGRAMME)
def incentive_part_sent(part: str, target: str, aspect: str) -> Answer:
    """One step further with a rule; or the change waits on its own page; or the form says what to mend."""
    one = _Part(part, target, aspect)
    if aspect not in parts.RULES:
        return one.sent()
    try:
        rule = rule_tree.read(request.form.get("rule", ""))
    except Refusal as refusal:
        return one.ruled(rule_tree.begun(one.now.get(aspect)), "", _error(refusal, "about")), 422
    if not request.form.get("do"):
        return one.rule_sent(rule)
    try:
        chosen = incentive_rules.changed(rule, aspect, request.form, one.known)
    except Refusal as refusal:
        chosen = request.form.get("about", "") if request.form["do"] == "add" else ""
        return one.ruled(rule, chosen, _error(refusal, "about")), 422
    return one.rule_known(rule) if request.form["do"] == "on" else one.ruled(rule, chosen)


@programme.get("/incentives/add")
@access(Access.PROGRAMME)
def incentive_new() -> str:
    """A program that is not there yet."""
    return _New(ChangedPart.PROGRAMME, "").drawn()


@programme.post("/incentives/add")
@access(Access.PROGRAMME)
def incentive_new_sent() -> Answer:
    """The program waits for a second person; its offers come after it."""
    return _New(ChangedPart.PROGRAMME, "").sent()


@programme.get("/incentives/<programme_id>/add/<part>")
@access(Access.PROGRAMME)
def incentive_part_new(programme_id: str, part: str) -> str:
    """An offer, a path, a limit or a rule that a program has not yet."""
    return _New(_part_of(part), programme_id).drawn()


@programme.post("/incentives/<programme_id>/add/<part>")
@access(Access.PROGRAMME)
def incentive_part_new_sent(programme_id: str, part: str) -> Answer:
    """It waits for a second person; or the form says what to mend."""
    return _New(_part_of(part), programme_id).sent()


class _Part:
    """One aspect of something that is there."""

    def __init__(self, part: str, target: str, aspect: str) -> None:
        session, today = current.session(), current.now().astimezone(TORONTO).date()
        self.part, self.target, self.aspect, self.today = _part_of(part), target[:60], aspect, today
        if aspect not in parts.ASPECTS[self.part]:
            raise NotFound
        self.programme = incentive_shown.programme_of(session, self.part, self.target, today)
        self.now = proposals.everything(session, self.part, self.target, today)
        self.known = incentive_shown.vocabulary(session, today)
        self.url = url_for("programme.incentive_part_sent", part=part, target=target, aspect=aspect)
        home = url_for("programme.incentive_programme", programme_id=self.programme.id)
        self.back = Link(self.programme.name, home)
        self.heading = f"{self.called()}\u00a0· {parts.aspect_name(aspect)}"

    def called(self) -> str:
        """What it is about, by name."""
        if self.part is ChangedPart.OFFER:
            return self.known.name(self.target, i18n.language())
        return self.programme.name

    def listed(self, error: FieldError | None = None) -> str:
        """The form of lists and boxes."""
        about = self._about({error.field: error.text} if error else {})
        return _drawn(self.heading, self.url, self.back, parts.drawn(self.aspect, about), about, error)

    def sent(self) -> Answer:
        """The proposal, or what to mend."""
        try:
            about = self._about({})
            fields = parts.changed(self.now, parts.read(self.aspect, about))
            act = ChangeAct.REMOVE if self.aspect == "gone" else ChangeAct.CHANGE
            if act is ChangeAct.CHANGE and not fields:
                raise Refusal(codes.NOTHING_CHANGES)
            return _waits(self._proposed(fields, act))
        except Refusal as refusal:
            return self.listed(_error(refusal, "seen_on")), 422

    def ruled(self, rule: rule_tree.Raw, chosen: str, error: FieldError | None = None) -> str:
        """The rule as it is put together so far."""
        lead = _("Put the rule together. Nothing is kept before the next page.")
        page = incentive_rules.page(
            rule, self.aspect, chosen, self.known, request.form, (self.heading, lead, self.url, self.back), error
        )
        return render_template("programme/incentive_rule.html", page=page)

    def rule_known(self, rule: rule_tree.Raw, error: FieldError | None = None) -> str:
        """The finished rule in words, and how it is known."""
        said = (
            _("Now: %(rule)s", rule=rule_words.rule(self.now.get(self.aspect), self.known)),
            _("Then: %(rule)s", rule=rule_words.rule(rule_tree.finished(rule), self.known)),
        )
        sections = (Section("rule", parts.aspect_name(self.aspect), (), said),)
        about = self._about({error.field: error.text} if error else {})
        kept = {"rule": rule_tree.written(rule)}
        return _drawn(self.heading, self.url, self.back, sections, about, error, kept, _("Change the rule"))

    def rule_sent(self, rule: rule_tree.Raw) -> Answer:
        """The proposal of a rule, or what to mend."""
        try:
            return _waits(self._proposed({self.aspect: rule_tree.finished(rule)}, ChangeAct.CHANGE))
        except Refusal as refusal:
            return self.rule_known(rule, _error(refusal, "seen_on")), 422

    def _about(self, wrong: Mapping[str, str]) -> About:
        return About(self.now, self.known, self.programme.id, request.form, wrong)

    def _proposed(self, fields: Mapping[str, object], act: ChangeAct) -> ChangeView:
        said = incentive_seen.proposal(self.part, self.target, fields, request.form, self.today, act)
        return proposals.propose(current.session(), said, by=current.person().id, now=current.now())


class _New:
    """Something that is not there yet."""

    def __init__(self, part: ChangedPart, programme_id: str) -> None:
        session, self.today = current.session(), current.now().astimezone(TORONTO).date()
        if (part is ChangedPart.PROGRAMME) is bool(programme_id):
            raise NotFound
        self.part, self.programme_id = part, programme_id
        self.known = incentive_shown.vocabulary(session, self.today)
        self.back = Link(_("All programs"), url_for("programme.incentives"))
        self.url = url_for("programme.incentive_new_sent")
        if programme_id:
            found = incentive_shown.programme(session, programme_id, self.today)
            self.back = Link(found.name, url_for("programme.incentive_programme", programme_id=found.id))
            self.url = url_for("programme.incentive_part_new_sent", programme_id=found.id, part=part.value)

    def drawn(self, error: FieldError | None = None) -> str:
        """The empty form, or what was typed."""
        about = About({}, self.known, self.programme_id, request.form, {error.field: error.text} if error else {})
        sections = tuple(each for aspect in parts.NEW[self.part] for each in parts.drawn(aspect, about))
        heading = f"{self.back.text}\u00a0· " if self.programme_id else ""
        return _drawn(heading + new_name(self.part), self.url, self.back, sections, about, error)

    def sent(self) -> Answer:
        """The proposal, or what to mend."""
        about = About({}, self.known, self.programme_id, request.form, {})
        try:
            fields = {name: value for each in parts.NEW[self.part] for name, value in parts.read(each, about).items()}
            fields = {name: value for name, value in fields.items() if value is not None}
            if self.part is ChangedPart.PATH:
                fields["programme"] = self.programme_id
            target = proposals.free_id(current.session(), self._stem())
            said = incentive_seen.proposal(self.part, target, fields, request.form, self.today, ChangeAct.ADD)
            return _waits(proposals.propose(current.session(), said, by=current.person().id, now=current.now()))
        except Refusal as refusal:
            return self.drawn(_error(refusal, "seen_on")), 422

    def _stem(self) -> str:
        name = forms.text(request.form, "name", maximum=parts.NAME_MAXIMUM)
        ends = {ChangedPart.PATH: "way", ChangedPart.CAP: "limit", ChangedPart.EXCLUSION: "rule"}
        return f"{self.programme_id}-{ends.get(self.part, name)}".strip("-")


def new_name(part: ChangedPart) -> str:
    """What adding one is called."""
    return {
        ChangedPart.PROGRAMME: _("Add a program"),
        ChangedPart.OFFER: _("Add an offer"),
        ChangedPart.PATH: _("Add steps"),
        ChangedPart.CAP: _("Add a limit"),
        ChangedPart.EXCLUSION: _("Add what does not go together"),
    }[part]


def _drawn(
    heading: str,
    url: str,
    back: Link,
    sections: tuple[Section, ...],
    about: About,
    error: FieldError | None,
    kept: Mapping[str, str] | None = None,
    again: str = "",
) -> str:
    form = PartForm(
        heading=heading,
        lead=_("Write down what you saw. Somebody else approves it before it counts."),
        url=url,
        back=back,
        sections=sections,
        seen=incentive_seen.boxes(about.given, current.now().astimezone(TORONTO).date(), about.wrong),
        kept=kept or {},
        errors=(error,) if error else (),
        again=again,
    )
    return render_template("programme/incentive_part.html", form=form)


def _waits(made: ChangeView) -> Response:
    flash(_("Written down. It counts once somebody else has approved it."), "success")
    return redirect(url_for("programme.incentive_change", change_id=made.id), code=303)


def _error(refusal: Refusal, first: str) -> FieldError:
    return FieldError(incentive_seen.field_of(refusal.code, first), messages.sentence(refusal.code.code, refusal.facts))


def _part_of(part: str) -> ChangedPart:
    if part not in set(ChangedPart):
        raise NotFound
    return ChangedPart(part)
