"""Every page a coach can reach, imported so that their routes exist."""

from __future__ import annotations

from web.desk import (
    calendar,
    case,
    case_paper,
    conduct,
    decide,
    duplicates,
    facts,
    knowledge,
    overtaken,
    project_payments,
    project_start,
    projects,
    questions,
    queue,
    visit,
    visit_brief,
    visit_offline,
    visit_sign,
    without,
)
from web.desk.blueprint import desk

__all__ = [
    "calendar",
    "case",
    "case_paper",
    "conduct",
    "decide",
    "desk",
    "duplicates",
    "facts",
    "knowledge",
    "overtaken",
    "project_payments",
    "project_start",
    "projects",
    "questions",
    "queue",
    "visit",
    "visit_brief",
    "visit_offline",
    "visit_sign",
    "without",
]
