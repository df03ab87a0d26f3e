"""Every code of this package and of the models it stands on, gathered from the modules that use them.

Pages may not import the models' families; they find the models' words here.
"""

from __future__ import annotations

from coach.advising import codes_advice, codes_evaluation, codes_no, codes_offers, codes_plan_money
from coach.asking import knowledge, questions
from coach.cases import fact_changes, review
from coach.duplicates import duplicate_codes
from coach.fleet_wide import codes_incentives
from coach.homes import codes_baseline, codes_trend
from coach.projects import amounts, codes_outcomes, codes_payments, codes_projects, codes_quotes
from coach.referrals import codes_referrals
from coach.reports import codes_reports
from coach.service import appointments, promises, slots
from coach.visits import codes_visits
from models import artifacts
from models.baseline import codes as baseline
from models.findings import Code
from models.house import codes_home, codes_weather
from models.incentives import codes as incentives
from models.measures import codes as measures
from models.money import codes as money
from models.ranking import codes as ranking
from models.ranking import codes_gate as ranking_gate
from models.savings import codes as savings
from models.shapes import codes as shapes

ALL_CODES: tuple[Code, ...] = (
    *artifacts.CODES,
    *baseline.CODES,
    *codes_home.CODES,
    *codes_weather.CODES,
    *incentives.CODES,
    *measures.CODES,
    *money.CODES,
    *savings.CODES,
    *ranking.CODES,
    *ranking_gate.CODES,
    *shapes.CODES,
    *codes_baseline.CODES,
    *codes_trend.CODES,
    *codes_advice.CODES,
    *codes_evaluation.CODES,
    *codes_no.CODES,
    *codes_plan_money.CODES,
    *codes_offers.CODES,
    *review.CODES,
    *fact_changes.CODES,
    *questions.CODES,
    *knowledge.CODES,
    *promises.CODES,
    *slots.CODES,
    *appointments.CODES,
    *codes_projects.CODES,
    *codes_quotes.CODES,
    *codes_outcomes.CODES,
    *codes_payments.CODES,
    *codes_reports.CODES,
    *codes_referrals.CODES,
    *codes_incentives.CODES,
    *amounts.CODES,
    *duplicate_codes.CODES,
    *codes_visits.CODES,
)
