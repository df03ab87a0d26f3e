"""Medians of many clouds of draws at once: what a home and its candidates are in the middle of what they may be."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from models.series import Floats


class Middles:
    """Medians of many clouds at once: ask for each, then answer all."""

    def __init__(self) -> None:
        self._plain: list[float] = []
        self._clouds: list[Floats] = []
        self._cloud_at: list[int] = []

    def ask(self, amount: Floats | float) -> int:
        """The place its median will stand at."""
        if isinstance(amount, np.ndarray):
            self._clouds.append(amount)
            self._cloud_at.append(len(self._plain))
            amount = 0.0
        self._plain.append(amount)
        return len(self._plain) - 1

    def ask_all(self, amounts: Iterable[Floats | float]) -> int:
        """The place the first median will stand at, the others following."""
        first, plain = len(self._plain), self._plain
        for amount in amounts:
            if isinstance(amount, float):
                plain.append(amount)
            else:
                self.ask(amount)
        return first

    def answers(self) -> list[float]:
        """The medians, in the order asked."""
        held = list(self._plain)
        size = max((cloud.size for cloud in self._clouds), default=0)
        if size:
            clouds = np.array([cloud if cloud.size == size else np.broadcast_to(cloud, size) for cloud in self._clouds])
            clouds.sort(axis=1)
            middles = (clouds[:, (size - 1) // 2] + clouds[:, size // 2]) / 2.0
            for place, middle in zip(self._cloud_at, middles.tolist(), strict=True):
                held[place] = middle
        return held
