"""Every code of this package and of the models it stands on, gathered from the modules that use them.

Pages may not import the models' families; they find the models' words here.
"""

from __future__ import annotations

from coach import codes_advice, codes_baseline, codes_evaluation, review
from models.baseline import codes as baseline
from models.findings import Code
from models.house import codes_home, codes_weather
from models.measures import codes as measures
from models.ranking import codes as ranking
from models.savings import codes as savings

ALL_CODES: tuple[Code, ...] = (
    *baseline.CODES,
    *codes_home.CODES,
    *codes_weather.CODES,
    *measures.CODES,
    *savings.CODES,
    *ranking.CODES,
    *codes_baseline.CODES,
    *codes_advice.CODES,
    *codes_evaluation.CODES,
    *review.CODES,
)
