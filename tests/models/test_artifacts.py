"""A trained model is believed only as it was made: same bytes, same library, nothing in it but trees."""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.linear_model import LinearRegression

from models import artifacts
from models.artifacts import MANIFEST, ArtifactRefused, outlined, packed, unpacked
from models.savings.trees import Trees
from tests.programs import printed

X = np.random.default_rng(1).normal(size=(80, 2))


@cache
def trees() -> HistGradientBoostingRegressor:
    return HistGradientBoostingRegressor(loss="quantile", quantile=0.5, max_iter=3, random_state=1).fit(X, X[:, 0])


def made(**changed: Any) -> dict[str, bytes]:
    given = {"seed": 7, "data_digest": "ab", "facts": {"chosen": ["ENV-AIR"]}, "estimators": {"p50": trees()}}
    return packed("savings", "learned-1", **{**given, **changed})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in made().items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def rewritten(folder: Path, **changed: object) -> None:
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    (folder / MANIFEST).write_text(json.dumps({**manifest, **changed}), encoding="utf-8")


def refused(folder: Path, kind: str = "savings") -> str:
    with pytest.raises(ArtifactRefused) as caught:
        unpacked(kind, folder)
    with pytest.raises(ArtifactRefused) as also:
        outlined(kind, folder)
    assert also.value.code is caught.value.code
    assert caught.value.code.finding(**caught.value.facts).code == caught.value.code.code
    return caught.value.code.code


def test_what_was_packed_comes_back(folder: Path) -> None:
    model = unpacked("savings", folder)
    assert (model.seed, model.data_digest, model.facts["chosen"]) == (7, "ab", ["ENV-AIR"])
    assert (model.estimators["p50"].predict(X) == trees().predict(X)).all()
    assert model.version == f"learned-1-{sha256((folder / MANIFEST).read_bytes()).hexdigest()[:8]}"


def test_an_outline_answers_as_the_model_does_without_the_libraries_that_made_it(folder: Path) -> None:
    model, outline = unpacked("savings", folder), outlined("savings", folder)
    assert (outline.version, outline.seed, outline.facts) == (model.version, model.seed, model.facts)
    assert (Trees.of(outline.estimators["p50"]).predict(X) == trees().predict(X)).all()
    code = (
        "import sys; from models.savings.draws import Chance, normal; from models.savings.learned import shipped;"
        "shipped(); normal(Chance.AIR);"
        "print([name for name in ('skops', 'sklearn', 'scipy.stats', 'pandas') if name in sys.modules])"
    )
    assert printed(code) == "[]"


def test_an_outline_of_something_that_is_no_schema_is_refused(folder: Path) -> None:
    with ZipFile(folder / "p50.skops", "w") as parts:
        parts.writestr("schema.json", '{"content": 1}')
    digest = sha256((folder / "p50.skops").read_bytes()).hexdigest()
    rewritten(folder, files={"p50.skops": digest})
    with pytest.raises(ArtifactRefused) as caught:
        outlined("savings", folder)
    assert caught.value.code is artifacts.NOT_WHOLE


def test_the_same_training_gives_the_same_bytes() -> None:
    assert made(estimators={"p50": trees()}) == made()


def test_another_model_has_another_version(folder: Path, tmp_path: Path) -> None:
    before = unpacked("savings", folder).version
    for name, content in made(seed=8).items():
        (folder / name).write_bytes(content)
    assert unpacked("savings", folder).version != before


@pytest.mark.parametrize("place", [0, 100, -1])
def test_a_changed_byte_is_refused(folder: Path, place: int) -> None:
    content = bytearray((folder / "p50.skops").read_bytes())
    content[place] ^= 1
    (folder / "p50.skops").write_bytes(bytes(content))
    assert refused(folder) == "artifact.not_whole"


@pytest.mark.parametrize("name", ["p50.skops", MANIFEST])
def test_a_missing_file_is_refused(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert refused(folder) == "artifact.not_whole"


@pytest.mark.parametrize(
    "changed",
    [
        {"format": 2},
        {"kind": "ranking"},
        {"seed": "7"},
        {"files": ["p50.skops"]},
        {"files": {"../p50.skops": "00"}},
        {"facts": None},
    ],
    ids=str,
)
def test_a_manifest_of_another_shape_is_refused(folder: Path, changed: dict[str, object]) -> None:
    rewritten(folder, **changed)
    assert refused(folder) == "artifact.not_whole"


def test_a_manifest_that_is_no_json_is_refused(folder: Path) -> None:
    (folder / MANIFEST).write_bytes(b"\xff{")
    assert refused(folder) == "artifact.not_whole"


def test_a_file_too_large_to_be_a_model_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(artifacts, "MAX_BYTES", 1000)
    assert refused(folder) == "artifact.not_whole"


def test_another_version_of_the_library_is_refused(folder: Path) -> None:
    rewritten(folder, **{artifacts.LIBRARY: "1.2.3"})
    assert refused(folder) == "artifact.other_version"


def test_a_type_that_is_no_tree_is_neither_packed_nor_loaded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = LinearRegression().fit(X, X[:, 0])
    with pytest.raises(ArtifactRefused) as caught:
        made(estimators={"p50": line})
    assert caught.value.code is artifacts.OTHER_TYPE
    allowed = artifacts.ALLOWED | {"sklearn.linear_model._base.LinearRegression", "builtins.bool", "numpy.float64"}
    monkeypatch.setattr(artifacts, "ALLOWED", allowed)
    for name, content in made(estimators={"p50": line}).items():
        (folder / name).write_bytes(content)
    monkeypatch.undo()
    assert refused(folder) == "artifact.other_type"


def test_a_file_that_is_vouched_for_but_holds_no_model_is_refused(folder: Path) -> None:
    (folder / "p50.skops").write_bytes(b"not a zip")
    rewritten(folder, files={"p50.skops": sha256(b"not a zip").hexdigest()})
    assert refused(folder) == "artifact.not_whole"
