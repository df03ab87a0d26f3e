"""Charts of a made-up year."""

from __future__ import annotations

from datetime import date
from math import sin, tau

from models.quantities import Fuel
from tests.web.samples.speaking import MONTHS, speaking
from web.charts import (
    Chart,
    FittedLine,
    HourlyShape,
    MonthlyUse,
    MonthUse,
    UseByTemperature,
    hourly_shape,
    monthly_bars,
    use_by_temperature,
)
from web.charts_hours import DaysOfMonth, Stretch, WeekUse, days_of_month, week_map
from web.formatting import Shown
from web.plotting import Spots

GAS = (255, 405, 430, 385, 320, 195, 95, 50, 45, 45, 55, 130)
POWER = (620, 710, 720, 640, 630, 560, 560, 700, 890, 850, 640, 580)


def gas_chart(language: str) -> Chart:
    w = speaking(language)
    months = tuple(
        MonthUse(month, float(use), i == 4, (use * 0.78 + 8, use * 1.16 + 14))
        for i, (month, use) in enumerate(zip(MONTHS, GAS, strict=True))
    )
    return monthly_bars(
        MonthlyUse(
            Fuel.NATURAL_GAS,
            Shown.M3,
            months,
            w(
                "March was estimated by your gas utility; the April reading corrects it.",
                "Mars a été estimé par votre distributeur de gaz; le relevé d’avril le corrige.",
            ),
        ),
        language,
    )


def power_chart(language: str) -> Chart:
    w = speaking(language)
    months = tuple(
        MonthUse(month, float(use) if i != 1 else None, False, (use * 0.88, use * 1.2))
        for i, (month, use) in enumerate(zip(MONTHS, POWER, strict=True))
    )
    return monthly_bars(
        MonthlyUse(
            Fuel.ELECTRICITY,
            Shown.KWH,
            months,
            w(
                "Smart-meter readings, added up by month. December is missing.",
                "Relevés du compteur intelligent, additionnés par mois. Décembre manque.",
            ),
        ),
        language,
    )


def cold_chart(language: str, days: int = 12) -> Chart:
    w = speaking(language)
    line = FittedLine(1.6, 0.6, 15.5)
    temperatures = [6 - 16 * sin(tau * (i + 0.5) / days) for i in range(days)]
    return use_by_temperature(
        UseByTemperature(
            Fuel.NATURAL_GAS,
            Shown.M3,
            Spots(
                temperatures,
                [line.at(t) * (1 + 0.09 * sin(i * 3.7)) for i, t in enumerate(temperatures)],
                [i == 4 for i in range(days)],
            ),
            line,
            w("Gas readings, one estimated, and the fitted line.", "Relevés de gaz, un estimé, et la droite ajustée."),
        ),
        language,
    )


def hourly_chart(language: str) -> Chart:
    w = speaking(language)
    weekday = tuple(0.5 + 0.35 * (h in (7, 8)) + 0.9 * (17 <= h <= 21) + 0.1 * sin(h) for h in range(24))
    weekend = tuple(0.6 + 0.5 * (10 <= h <= 21) + 0.1 * sin(h) for h in range(24))
    return hourly_shape(
        HourlyShape(
            Fuel.ELECTRICITY,
            Shown.KWH,
            weekday,
            weekend,
            w("Mean of the past 12 months.", "Moyenne des 12 derniers mois."),
        ),
        language,
    )


def days_chart(language: str) -> Chart:
    """A month of days with a gap and an estimate, and the cold below."""
    w = speaking(language)
    days = tuple(
        Stretch(None if place == 8 else 2.6 + 1.9 * sin(place * 0.7), place == 12, 11 - 6 * sin(place * 0.7))
        for place in range(31)
    )
    caption = w("Meter readings.", "Relevés du compteur.")
    return days_of_month(DaysOfMonth(Fuel.NATURAL_GAS, Shown.M3, date(2026, 10, 1), days, caption), language)


def week_chart(language: str) -> Chart:
    """A week whose evenings and weekends are busy."""
    w = speaking(language)
    mean = tuple(
        tuple(
            0.35 + 0.9 * (17 <= hour <= 21) + 0.3 * (day > 4 and hour > 9) + 0.05 * sin(hour + day)
            for hour in range(24)
        )
        for day in range(7)
    )
    caption = w("The mean of the latest year.", "La moyenne de la dernière année.")
    return week_map(WeekUse(Fuel.ELECTRICITY, Shown.KWH, mean, caption), language)
