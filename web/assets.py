"""Serves what no folder holds as it is sent: the joined style sheet, the subset font, Plotly and its rules.

Everything comes from this package or from installed wheels; nothing is fetched. What must be built is
built once into the folder the application names, and sent with an address that changes when it does.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import plotly
from flask import Blueprint, Flask, Response, current_app, request, send_from_directory, url_for
from werkzeug.exceptions import NotFound

from web import fonts

STATIC = Path(__file__).resolve().parent / "static"
STYLES = (
    "tokens.css",
    "elements.css",
    "layout.css",
    "components.css",
    "advice.css",
    "projects.css",
    "forms.css",
    "desk.css",
    "narrowest.css",
    "print.css",
)
"""The parts of the style sheet, in the order they win."""
FOREVER_S = 365 * 24 * 3600
CACHE_KEY = "ASSET_CACHE"
_PLOTLY = Path(plotly.__path__[0]) / "package_data" / "plotly.min.js"
_RULES_START = '{"X,X div":'
_RULE = re.compile(r"""(?:"(?P<quoted>[^"]*)"|(?P<bare>\w+)):(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')""")
"""One selector and its declarations, as they stand in Plotly's script. X and Y stand for its two roots."""

_MAP_STYLE = re.compile(rb'getElementById\("([0-9a-f]{64})"\)')

_SPARE = re.compile(r"\s*([{};])\s*|([,:])\s+")
"""White space that means nothing in a style sheet. Before a colon it does: there it says whose."""

assets = Blueprint("assets", __name__, url_prefix="/assets")


def install(app: Flask, cache: Path) -> None:
    """`app` serves /assets/…; built files live under `cache`, which may be emptied at any time."""
    app.config[CACHE_KEY] = cache
    app.register_blueprint(assets)
    app.add_template_global(asset_url, "asset")
    app.add_template_global(stylesheet_url, "stylesheet_url")
    app.add_template_global(plotly_map_style_id, "plotly_map_style_id")
    app.add_template_global(plotly_url, "plotly_url")
    app.after_request(_kept)


def build_all(cache: Path) -> None:
    """Fonts and compressed scripts stand ready under `cache`, so that no visitor waits for them."""
    fonts.build(cache / "fonts")
    _compressed(cache, _PLOTLY)


def asset_url(name: str) -> str:
    """The address of a file in `static/`, different whenever its content is."""
    return url_for("static", filename=name, v=_version(name))


def stylesheet_url() -> str:
    """The address of the one style sheet of every page."""
    return url_for("assets.stylesheet", v=_stylesheet_version())


def plotly_url(part: str) -> str:
    """The address of Plotly's "script" or "stylesheet", another for another version."""
    return url_for(f"assets.plotly_{part}", v=plotly.__version__)


@assets.get("/site.css")
def stylesheet() -> Response:
    return _send(_stylesheet(), "text/css", lambda: gzip.compress(_stylesheet(), 9, mtime=0))


@assets.get("/plotly.css")
def plotly_stylesheet() -> Response:
    rules = plotly_rules()
    return _send(rules, "text/css", lambda: gzip.compress(rules, 9, mtime=0))


@assets.get("/plotly.js")
def plotly_script() -> Response:
    return _send(_plotly(), "text/javascript", lambda: _compressed(_cache(), _PLOTLY).read_bytes())


@assets.get("/fonts/<name>")
def font(name: str) -> Response:
    """A weight of the subset font, or its licence; built on the first request if it was not before."""
    if name not in (*map(fonts.file_name, fonts.WEIGHTS), fonts.LICENCE):
        raise NotFound
    folder = _cache() / "fonts"
    if not (folder / name).is_file():
        fonts.build(folder)
    return _forever(send_from_directory(folder.resolve(), name))


@lru_cache(maxsize=1)
def plotly_rules() -> bytes:
    """The rules Plotly would write into the page from script, as a style sheet the policy allows.

    Plotly looks for an element of this id and class and then adds nothing itself.
    """
    source = _plotly().decode("utf-8")
    start = source.index(_RULES_START)
    written = []
    for rule in _RULE.finditer(source, start, source.index("}", start)):
        selector = rule["quoted"] or rule["bare"]
        full = selector.replace("X", ".js-plotly-plot .plotly").replace("Y", ".plotly-notifier")
        written.append(f"{full}{{{rule['double'] or rule['single']}}}")
    return "\n".join(written).encode("utf-8")


@lru_cache(maxsize=1)
def plotly_map_style_id() -> str:
    """The id of the style element Plotly's maps would add; an element of that id on the page keeps it away."""
    found = _MAP_STYLE.search(_plotly())
    return found[1].decode("ascii") if found else "no-map-styles"


@lru_cache(maxsize=1)
def _stylesheet() -> bytes:
    joined = "\n".join((STATIC / "css" / name).read_text(encoding="utf-8") for name in STYLES)
    without_comments = re.sub(r"/\*.*?\*/", "", joined, flags=re.DOTALL)
    return _SPARE.sub(r"\1\2", without_comments).strip().encode("utf-8")


def _plotly() -> bytes:
    return _PLOTLY.read_bytes()


def _compressed(cache: Path, source: Path) -> Path:
    target = cache / "scripts" / f"{source.name}-{plotly.__version__}.gz"
    if not target.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        fonts.publish(target, gzip.compress(source.read_bytes(), 9, mtime=0))
    return target


def _send(content: bytes, kind: str, compressed: Callable[[], bytes]) -> Response:
    """Compressed for those who take it; asked again only when its address changes."""
    takes_gzip = request.accept_encodings.best_match(["gzip"]) is not None
    response = Response(compressed() if takes_gzip else content, mimetype=kind)
    if takes_gzip:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.set_etag(_digest(content) + ("-gz" if takes_gzip else ""))
    response.make_conditional(request)
    return _forever(response)


def _kept(response: Response) -> Response:
    """A file asked for by the address that `asset_url` gave it stays in the browser: another content has another."""
    named = request.args.get("v")
    if request.endpoint == "static" and named and response.status_code == 200:
        name = (request.view_args or {})["filename"]
        if named == _version(name):
            return _forever(response)
    return response


def _forever(response: Response) -> Response:
    response.headers["Cache-Control"] = f"public, max-age={FOREVER_S}, immutable"
    return response


@lru_cache(maxsize=256)
def _version(name: str) -> str:
    """Changes with the content of a file in `static/`, which stays what it is while this process runs."""
    return _digest((STATIC / name).read_bytes())


@lru_cache(maxsize=1)
def _stylesheet_version() -> str:
    return _digest(_stylesheet())


@lru_cache(maxsize=64)
def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


def _cache() -> Path:
    folder = current_app.config[CACHE_KEY]
    assert isinstance(folder, Path)  # noqa: S101  set by install()
    return folder
