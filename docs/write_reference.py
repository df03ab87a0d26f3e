"""Writes the reference pages from the code itself, so that the two never differ; a test compares them.

Run it after adding a code, a setting, a job, a page or a command: `.venv/bin/python docs/write_reference.py`.
"""

from __future__ import annotations

import ast
import inspect
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

from coach.cases.review import ARROWS
from greener_homes import jobs
from greener_homes.settings import Settings
from web import cli, messages
from web.access import level_of
from web.app import create_app

HERE = Path(__file__).parent / "reference"


def codes() -> str:
    """Every stable code, by name."""
    lines = [
        "# Codes",
        "",
        "Every finding and refusal of the platform. A code is stable: it is never renamed and never reused.",
        "",
        "| Code | Severity | English | Français |",
        "|---|---|---|---|",
    ]
    for name, code in sorted(messages.register().items()):
        lines.append(f"| `{name}` | {code.severity.value} | {_cell(code.en)} | {_cell(code.fr)} |")
    return "\n".join(lines) + "\n"


def settings() -> str:
    """Every setting, by environment name."""
    lines = [
        "# Settings",
        "",
        "Read once from the environment when a process starts. A default is both safe in production and public;",
        "settings that are unsafe together are refused.",
        "",
        "| Environment | Default | What it does |",
        "|---|---|---|",
    ]
    said = _docstrings()
    for name, field in Settings.model_fields.items():
        environment = field.alias or f"GREENER_HOMES_{name.upper()}"
        default = "" if field.default is None else str(field.default)
        lines.append(f"| `{environment}` | `{default or 'none'}` | {_cell(said.get(name, ''))} |")
    return "\n".join(lines) + "\n"


def background_jobs() -> str:
    """Every background job, and the states of a review that jobs and people move."""
    lines = ["# Background jobs", "", "| Job | Function | Queue | Timeout | Schedule |", "|---|---|---|---|---|"]
    for job in jobs.JOBS:
        schedule = str(job.schedule) if job.schedule else "when asked"
        lines.append(f"| `{job.name}` | `{job.path}` | {job.queue} | {job.timeout_s} s | {schedule} |")
    lines += ["", "# States of a review", "", "| From | Act | To |", "|---|---|---|"]
    lines += [f"| {state.value} | {act.value} | {target.value} |" for (state, act), target in ARROWS.items()]
    return "\n".join(lines) + "\n"


def pages() -> str:
    """Every address of the site and who may reach it."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(database_url="postgresql://nobody@localhost/none", var=Path(folder)))
    lines = ["# Pages", "", "| Address | Methods | Who |", "|---|---|---|"]
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: (one.rule, one.endpoint)):
        level = level_of(app, rule.endpoint)
        methods = ", ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        lines.append(f"| `{rule.rule}` | {methods} | {level.value if level else 'nobody'} |")
    return "\n".join(lines) + "\n"


def commands() -> str:
    """Every command of the command line."""
    lines = ["# Commands", "", "`greener-homes COMMAND [--json]`: exit 0 done, 2 refused with a code, 1 fault.", ""]
    lines += ["| Command | What it does |", "|---|---|"]
    lines += [f"| `{command.name}` | {command.help} |" for command in cli.COMMANDS]
    return "\n".join(lines) + "\n"


PAGES: Mapping[str, Callable[[], str]] = {
    "codes.md": codes,
    "settings.md": settings,
    "jobs.md": background_jobs,
    "pages.md": pages,
    "commands.md": commands,
}


def _docstrings() -> dict[str, str]:
    """The sentence under each setting in the source."""
    body = cast(ast.ClassDef, ast.parse(inspect.getsource(Settings)).body[0])
    said: dict[str, str] = {}
    name = ""
    for statement in body.body:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            name = statement.target.id
        elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant) and name:
            said[name] = " ".join(str(statement.value.value).split())
            name = ""
    return said


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    for name, write in PAGES.items():
        (HERE / name).write_text(write(), encoding="utf-8")
        print(f"docs/reference/{name}")
