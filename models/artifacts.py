"""Trained models as files that are verified before they are believed: skops files and a manifest with their SHA-256.

The manifest says what was trained, from what and with which version of scikit-learn; `facts` hold what belongs to the
model besides its trees. The same model gives the same bytes: skops names objects by where they lay in memory, so they
are numbered anew in the order they stand. Nothing is loaded that the manifest does not vouch for, and only the types
of gradient-boosted trees. Who needs the numbers of a model alone has them without skops and scikit-learn, which take
seconds to import. Nothing is written here; where files lie is the caller's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version as installed
from importlib.resources.abc import Traversable
from io import BytesIO
from types import MappingProxyType, SimpleNamespace
from typing import Any, Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

import numpy as np

from models.findings import Code, Fact, Severity

MANIFEST: Final = "manifest.json"
FORMAT: Final = 1
MAX_BYTES: Final = 8_000_000
"""Of one file, packed; and eight times that unpacked."""
LIBRARY: Final = "scikit-learn"
_NAME: Final = re.compile(r"[a-z0-9-]{1,40}\.skops", re.ASCII)
_SCHEMA: Final = "schema.json"
_NO_DATE: Final = (1980, 1, 1, 0, 0, 0)
_TREES: Final = "sklearn.ensemble._hist_gradient_boosting"
ALLOWED: Final = frozenset(
    {
        "builtins.dict",
        "builtins.list",
        "builtins.str",
        "builtins.tuple",
        "numpy.float64",
        "numpy.ndarray",
        "numpy.uint64",
        "numpy.random._generator.Generator",
        "sklearn._loss._loss.CyHalfBinomialLoss",
        "sklearn._loss._loss.CyHalfSquaredError",
        "sklearn._loss._loss.CyPinballLoss",
        "sklearn._loss.link.IdentityLink",
        "sklearn._loss.link.Interval",
        "sklearn._loss.link.LogitLink",
        "sklearn._loss.loss.HalfBinomialLoss",
        "sklearn._loss.loss.HalfSquaredError",
        "sklearn._loss.loss.PinballLoss",
        "sklearn.preprocessing._label.LabelEncoder",
        f"{_TREES}.binning._BinMapper",
        f"{_TREES}.gradient_boosting.HistGradientBoostingClassifier",
        f"{_TREES}.gradient_boosting.HistGradientBoostingRegressor",
        f"{_TREES}.predictor.TreePredictor",
    }
)
"""What a model may be made of; anything else is refused unread."""

NOT_WHOLE = Code(
    "artifact.not_whole",
    Severity.REFUSAL,
    "The trained model {kind} is not as it was made: {name} is missing or was changed. Train it again.",
    "Le modèle entraîné {kind} n’est plus tel qu’il a été produit\u00a0: {name} manque ou a été modifié. Entraînez-le "
    "de nouveau.",
)
OTHER_VERSION = Code(
    "artifact.other_version",
    Severity.REFUSAL,
    "The trained model {kind} was made with {library} {made_with}, and {found} is installed. Train it again.",
    "Le modèle entraîné {kind} a été produit avec {library} {made_with}, et {found} est installé. Entraînez-le de "
    "nouveau.",
)
OTHER_TYPE = Code(
    "artifact.other_type",
    Severity.REFUSAL,
    "The trained model {kind} holds something that is not allowed in a model: {name}.",
    "Le modèle entraîné {kind} contient un élément non permis dans un modèle\u00a0: {name}.",
)
CODES = (NOT_WHOLE, OTHER_VERSION, OTHER_TYPE)


class ArtifactRefused(ValueError):  # noqa: N818  said of the files, not of the program
    """The model cannot be trusted; `code` says why and `facts` fill its sentence."""

    def __init__(self, code: Code, **facts: Fact) -> None:
        super().__init__(code.code)
        self.code = code
        self.facts = dict(facts)


@dataclass(frozen=True, slots=True, eq=False)
class Artifact:
    """A trained model: its estimators by name, and what was written down with them.

    `version` is the name given at training and the first eight digits of the manifest's SHA-256: no two models share
    one. `data_digest` is of the rows it learned from.
    """

    kind: str
    version: str
    seed: int
    data_digest: str
    facts: Mapping[str, Any]
    estimators: Mapping[str, Any]


def packed(
    kind: str, name: str, *, seed: int, data_digest: str, facts: Mapping[str, Any], estimators: Mapping[str, Any]
) -> dict[str, bytes]:
    """The model as files by name, manifest included; the same model gives the same bytes.

    `facts` are plain values. ArtifactRefused when an estimator holds a type that could not be read again.
    """
    files = {f"{part}.skops": _dumped(kind, estimator) for part, estimator in sorted(estimators.items())}
    manifest = {
        "format": FORMAT,
        "kind": kind,
        "name": name,
        "seed": seed,
        LIBRARY: installed(LIBRARY),
        "data_sha256": data_digest,
        "files": {each: sha256(content).hexdigest() for each, content in files.items()},
        "facts": facts,
    }
    text = json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True, allow_nan=False) + "\n"
    return {**files, MANIFEST: text.encode()}


def unpacked(kind: str, folder: Traversable) -> Artifact:
    """The model in this folder. ArtifactRefused when anything differs from its manifest, was made with another minor
    version of scikit-learn, or holds a type that no such model has."""
    return _verified(kind, folder, _loaded)


def outlined(kind: str, folder: Traversable) -> Artifact:
    """The same; each estimator is a plain object with the numbers, lists and arrays that the real one has under the
    same names, and answers nothing itself."""
    return _verified(kind, folder, _outlined)


def _verified(kind: str, folder: Traversable, read: Callable[[str, str, bytes], Any]) -> Artifact:
    content = _bytes(kind, folder, MANIFEST)
    manifest = _manifest(kind, content)
    made_with, found = str(manifest[LIBRARY]), installed(LIBRARY)
    if made_with.split(".")[:2] != found.split(".")[:2]:
        raise ArtifactRefused(OTHER_VERSION, kind=kind, library=LIBRARY, made_with=made_with, found=found)
    estimators = {}
    for name, digest in manifest["files"].items():
        packed_part = _bytes(kind, folder, name)
        if sha256(packed_part).hexdigest() != digest:
            raise ArtifactRefused(NOT_WHOLE, kind=kind, name=name)
        estimators[name.removesuffix(".skops")] = read(kind, name, packed_part)
    return Artifact(
        kind=kind,
        version=f"{manifest['name']}-{sha256(content).hexdigest()[:8]}",
        seed=manifest["seed"],
        data_digest=manifest["data_sha256"],
        facts=MappingProxyType(manifest["facts"]),
        estimators=MappingProxyType(estimators),
    )


def _bytes(kind: str, folder: Traversable, name: str) -> bytes:
    try:
        content = folder.joinpath(name).read_bytes()
    except OSError:
        raise ArtifactRefused(NOT_WHOLE, kind=kind, name=name) from None
    if len(content) > MAX_BYTES:
        raise ArtifactRefused(NOT_WHOLE, kind=kind, name=name)
    return content


def _manifest(kind: str, content: bytes) -> dict[str, Any]:
    """The manifest with every field of the kind it must have."""
    wanted = {"name": str, "seed": int, LIBRARY: str, "data_sha256": str, "files": dict, "facts": dict}
    try:
        said = json.loads(content)
    except ValueError:
        said = None
    if not isinstance(said, dict) or said.get("format") != FORMAT or said.get("kind") != kind:
        raise ArtifactRefused(NOT_WHOLE, kind=kind, name=MANIFEST)
    if any(not isinstance(said.get(field), form) for field, form in wanted.items()):
        raise ArtifactRefused(NOT_WHOLE, kind=kind, name=MANIFEST)
    if not all(_NAME.fullmatch(name) for name in said["files"]):
        raise ArtifactRefused(NOT_WHOLE, kind=kind, name=MANIFEST)
    return said


def _loaded(kind: str, name: str, content: bytes) -> Any:
    from skops.io import get_untrusted_types, loads  # seconds to import, and only who trains and ranks needs it

    _schema(kind, name, content)
    return loads(content, trusted=sorted(set(get_untrusted_types(data=content)) & ALLOWED))


def _outlined(kind: str, name: str, content: bytes) -> Any:
    schema = _schema(kind, name, content)
    try:
        with ZipFile(BytesIO(content)) as parts:
            return _outline(schema, parts)
    except (KeyError, TypeError, ValueError):
        raise ArtifactRefused(NOT_WHOLE, kind=kind, name=name) from None


def _outline(node: Mapping[str, Any], parts: ZipFile) -> Any:
    """What a node of skops' schema stands for; None for what answers are not made of: types, losses, generators."""
    match node["__loader__"]:
        case "ObjectNode":
            kept = _outline(node["content"], parts)
            return SimpleNamespace(**kept) if isinstance(kept, dict) else kept
        case "DictNode":
            return {key: _outline(each, parts) for key, each in node["content"].items()}
        case "ListNode" | "TupleNode":
            return [_outline(each, parts) for each in node["content"]]
        case "JsonNode":
            return json.loads(node["content"])
        case "NdArrayNode":
            return np.load(BytesIO(parts.read(node["file"])), allow_pickle=False)
    return None


def _schema(kind: str, name: str, content: bytes) -> Any:
    """What a packed estimator is made of, every type of it allowed."""
    try:
        with ZipFile(BytesIO(content)) as parts:
            size = sum(each.file_size for each in parts.infolist())
            schema = json.loads(parts.read(_SCHEMA)) if size <= 8 * MAX_BYTES else None
    except (BadZipFile, KeyError, ValueError):
        schema = None
    if schema is None:
        raise ArtifactRefused(NOT_WHOLE, kind=kind, name=name)
    _only_allowed(kind, schema)
    return schema


def _dumped(kind: str, estimator: Any) -> bytes:
    """skops' own file with objects numbered in the order they stand and no time of writing."""
    from skops.io import dumps

    numbers: dict[int, int] = {}
    with ZipFile(BytesIO(dumps(estimator))) as parts:
        schema = _numbered(json.loads(parts.read(_SCHEMA)), numbers)
        arrays = {each: parts.read(each) for each in parts.namelist() if each != _SCHEMA}
    _only_allowed(kind, schema)
    named = {_renamed(each, numbers): content for each, content in arrays.items()}
    named[_SCHEMA] = json.dumps(schema).encode()
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED, compresslevel=9) as parts:
        for each in sorted(named):
            parts.writestr(ZipInfo(each, _NO_DATE), named[each], ZIP_DEFLATED)
    return held.getvalue()


def _numbered(node: Any, numbers: dict[int, int]) -> Any:
    if isinstance(node, list):
        return [_numbered(each, numbers) for each in node]
    if not isinstance(node, dict):
        return node
    if "__id__" in node:
        numbers.setdefault(node["__id__"], len(numbers))
    found = {key: _numbered(value, numbers) for key, value in node.items() if key not in ("__id__", "file")}
    if "__id__" in node:
        found["__id__"] = numbers[node["__id__"]]
    if "file" in node:
        found["file"] = _renamed(node["file"], numbers)
    return found


def _renamed(name: str, numbers: Mapping[int, int]) -> str:
    """An array's file is named by its object's number."""
    number, _, ending = name.partition(".")
    return f"{numbers[int(number)]}.{ending}"


def _only_allowed(kind: str, node: Any) -> None:
    if isinstance(node, list):
        for each in node:
            _only_allowed(kind, each)
    elif isinstance(node, dict):
        if "__class__" in node:
            name = f"{node.get('__module__')}.{node['__class__']}"
            if name not in ALLOWED:
                raise ArtifactRefused(OTHER_TYPE, kind=kind, name=name[:120])
        for each in node.values():
            _only_allowed(kind, each)
