"""What can be said of the shape of a home's electricity: the codes, with their sentences in both languages."""

from __future__ import annotations

from models.findings import Code, Severity

TOO_FEW_DAYS = Code(
    "shape.too_few_days",
    Severity.NOTE,
    "Hour by hour, only {days} [day|days] of electricity are known well enough. "
    "We say nothing of the shape of the day until there are {needed}.",
    "Heure par heure, seulement {days} [jour|jours] d’électricité sont assez bien connus. "
    "Nous ne disons rien de la forme des journées avant d’en avoir {needed}.",
)
SEASON_MISSING = Code(
    "shape.season_missing",
    Severity.NOTE,
    "Too few cold or warm days are known hour by hour to tell how electricity follows the weather: "
    "{cold_days} cold and {warm_days} warm, of {needed} each.",
    "Trop peu de jours froids ou chauds sont connus heure par heure pour dire comment l’électricité suit la "
    "météo\u00a0: {cold_days} froids et {warm_days} chauds, sur {needed} de chaque.",
)
ALWAYS_ON_HIGH = Code(
    "shape.always_on_high",
    Severity.NOTE,
    "About {watts} W run day and night. Homes with {people} people are taken to need about {usual_watts} W, "
    "and this is over {times} times that.",
    "Environ {watts}\u00a0W tournent jour et nuit. On compte environ {usual_watts}\u00a0W pour un ménage de {people}, "
    "et c’est plus de {times}\u00a0fois cela.",
)
EVENING_HIGH = Code(
    "shape.evening_high",
    Severity.NOTE,
    "{percent} % of this home’s electricity is drawn between {from_hour}:00 and {to_hour}:00, the dearest hours of "
    "many plans.",
    "{percent}\u00a0% de l’électricité de cette maison est tirée entre {from_hour}\u00a0h et {to_hour}\u00a0h, "
    "les heures les plus chères de bien des forfaits.",
)
NIGHT_HIGH = Code(
    "shape.night_high",
    Severity.NOTE,
    "{percent} % of this home’s electricity is drawn between midnight and {to_hour}:00. A plan with a low price at "
    "night may suit it.",
    "{percent}\u00a0% de l’électricité de cette maison est tirée entre minuit et {to_hour}\u00a0h. "
    "Un forfait à bas prix la nuit pourrait lui convenir.",
)
COOLING_STEEP = Code(
    "shape.cooling_steep",
    Severity.NOTE,
    "For each degree above {celsius} °C this home takes {watts_per_c} W more, day and night. That is much for cooling.",
    "Pour chaque degré au-dessus de {celsius}\u00a0°C, cette maison prend {watts_per_c}\u00a0W de plus, jour et nuit. "
    "C’est beaucoup pour la climatisation.",
)
PEAK_HIGH = Code(
    "shape.summer_peak_high",
    Severity.NOTE,
    "On the hottest weekdays this home draws {kw} kW from {from_hour}:00 to {to_hour}:00, when the grid is busiest.",
    "Les jours de semaine les plus chauds, cette maison tire {kw}\u00a0kW de {from_hour}\u00a0h à {to_hour}\u00a0h, "
    "quand le réseau est le plus sollicité.",
)
SOLAR_SENT = Code(
    "shape.solar_sent",
    Severity.NOTE,
    "This home sends power to the grid around noon, on {percent} % of days and {kwh} kWh in all: it has solar "
    "panels ({confidence_percent} % sure).",
    "Cette maison envoie de l’électricité au réseau vers midi, {percent}\u00a0% des jours et {kwh}\u00a0kWh en "
    "tout\u00a0: elle a des panneaux solaires (sûr à {confidence_percent}\u00a0%).",
)
SOLAR_SEEN = Code(
    "shape.solar_seen",
    Severity.NOTE,
    "Around noon this home draws less than at night, on {percent} % of days from March to October: it may have solar "
    "panels ({confidence_percent} % sure).",
    "Vers midi, cette maison tire moins que la nuit, {percent}\u00a0% des jours de mars à octobre\u00a0: "
    "elle a peut-être des panneaux solaires (sûr à {confidence_percent}\u00a0%).",
)
CAR_CHARGES = Code(
    "shape.vehicle_charging",
    Severity.NOTE,
    "In {nights} of {of_nights} nights about {kw} kW run for two hours or more, some {kwh} kWh a night: an electric "
    "car may charge here ({confidence_percent} % sure).",
    "Lors de {nights} nuits sur {of_nights}, environ {kw}\u00a0kW tournent deux heures ou plus, quelque {kwh}\u00a0kWh "
    "par nuit\u00a0: une voiture électrique se recharge peut-être ici (sûr à {confidence_percent}\u00a0%).",
)
CAR_BEGAN = Code(
    "shape.vehicle_charging_began",
    Severity.WARNING,
    "An electric car seems to charge here only since night {nights_before} of these readings. "
    "The electricity before and after is not of one and the same home.",
    "Une voiture électrique semble se recharger ici seulement depuis la nuit {nights_before} de ces relevés. "
    "L’électricité d’avant et celle d’après ne se comparent pas.",
)
HEATS_WITH_POWER = Code(
    "shape.electric_heating",
    Severity.NOTE,
    "For each degree below {celsius} °C this home takes {watts_per_c} W more: some of its heat is electric "
    "({confidence_percent} % sure).",
    "Pour chaque degré sous {celsius}\u00a0°C, cette maison prend {watts_per_c}\u00a0W de plus\u00a0: "
    "une part de son chauffage est électrique (sûr à {confidence_percent}\u00a0%).",
)
POOL_PUMP = Code(
    "shape.pool_pump",
    Severity.NOTE,
    "In summer about {kw} kW run for {hours} hours a day from {from_hour}:00, also on cool days: a pool’s pump may run "
    "here ({confidence_percent} % sure).",
    "En été, environ {kw}\u00a0kW tournent {hours}\u00a0heures par jour à partir de {from_hour}\u00a0h, même les jours "
    "frais\u00a0: une pompe de piscine tourne peut-être ici (sûr à {confidence_percent}\u00a0%).",
)

CODES = (
    TOO_FEW_DAYS,
    SEASON_MISSING,
    ALWAYS_ON_HIGH,
    EVENING_HIGH,
    NIGHT_HIGH,
    COOLING_STEEP,
    PEAK_HIGH,
    SOLAR_SENT,
    SOLAR_SEEN,
    CAR_CHARGES,
    CAR_BEGAN,
    HEATS_WITH_POWER,
    POOL_PUMP,
)
