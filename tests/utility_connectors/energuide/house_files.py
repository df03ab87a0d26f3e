"""House files for tests, generated in the shape HOT2000 writes, with the same quirks and nobody's data."""

from __future__ import annotations

PRIVATE = ("Nobody-Surname", "123 Canary-Street", "L1H 0C0", "905-555-0100", "Canary-Advisor", "Canary-Town")
"""What stands in the file of people and places, and must never be kept."""


def labelled(tag: str, english: str, code: str = "1", value: str = "") -> str:
    said = f' value="{value}"' if value else ""
    return f'<{tag} code="{code}"{said}><English>{english}</English><French>{english} (fr)</French></{tag}>'


BASEMENT = """<Basement exposedSurfacePerimeter="30" id="1"><Wall><Construction corners="4">
<InteriorAddedInsulation nominalInsulation="0"><Description>User specified</Description><Composite>
<Section rank="1" percentage="50" rsi="2.5" nominalRsi="2.11"/>
<Section rank="2" percentage="50" rsi="0" nominalRsi="0"/>
</Composite></InteriorAddedInsulation></Construction></Wall></Basement>"""
FURNACE = (
    "<Furnace><Equipment>" + labelled("EnergySource", "Natural gas", "2") + labelled("EquipmentType", "Condensing", "5")
    + '</Equipment><Specifications efficiency="92" isSteadyState="false"/></Furnace>'
)  # fmt: skip
CONDITIONER = (
    "<AirConditioning><Equipment>" + labelled("CentralType", "Central split system") + "</Equipment></AirConditioning>"
)


def house_file(
    *,
    house_type: str = "Single Detached",
    storeys: str = "Two storeys",
    year: str = "1978",
    above: str = "172.4",
    tested: str = "x",
    ach50: str = "6.283",
    ceilings: str = "",
    foundation: str = BASEMENT,
    heater: str = FURNACE,
    second: str = CONDITIONER,
    program: str = "",
    evaluated: str = "2024-03-09",
    before_root: str = "",
    glazing: str = "Double/double with 1 coat",
    coating: str = "Clear",
) -> bytes:
    """One house file. What is not named is an ordinary gas-heated house of 1978."""
    attic = (
        "<Ceiling><Construction>" + labelled("Type", "Attic/gable", "2")
        + '<CeilingType idref="Code 1" rValue="3.7" nominalInsulation="3.52">x</CeilingType></Construction>'
        '<Measurements area="86"/></Ceiling>'
    )  # fmt: skip
    text = f"""<?xml version="1.0" encoding="UTF-8" ?>{before_root}
<HouseFile xml:lang="en" uiUnits="Imperial">
<Application><Name>HOT2000</Name><Version major="11" minor="7" build="23"/></Application>
<ProgramInformation><File evaluationDate="{evaluated}"><EnteredBy>{PRIVATE[4]}</EnteredBy></File>
<Client><Name><First>X</First><Last>{PRIVATE[0]}</Last></Name><Telephone>{PRIVATE[3]}</Telephone>
<StreetAddress><Street>{PRIVATE[1]}</Street><City>{PRIVATE[5]}</City><PostalCode>{PRIVATE[2]}</PostalCode></StreetAddress>
</Client></ProgramInformation>
<House><Specifications>{labelled("HouseType", house_type)}{labelled("Storeys", storeys)}
{labelled("YearBuilt", "User specified", "1", year)}
<HeatedFloorArea aboveGrade="{above}" belowGrade="80"/></Specifications>
<NaturalAirInfiltration><Specifications>
<House volume="600">{labelled("AirTightnessTest", "Blower door", tested)}</House>
<BlowerTest airChangeRate="{ach50}"/></Specifications></NaturalAirInfiltration>
<HeatingCooling><Type1><FansAndPump/>{heater}</Type1><Type2>{second}</Type2></HeatingCooling>
<Components>{ceilings or attic}
<Wall><Construction><Type idref="Code 2" rValue="2.2" nominalInsulation="2.11">x</Type></Construction>
<Measurements height="5" perimeter="40"/><Components><Window number="4"><Construction>
<Type idref="Code 3" rValue="0.36"/>
</Construction><Measurements height="1200" width="900"/></Window></Components></Wall>
{foundation}<HotWater><Primary>{labelled("EnergySource", "Natural gas", "2")}</Primary></HotWater></Components>
</House>
<Codes><Window><Standard><Code id="Code 3" value="200000"><Layers>{labelled("GlazingTypes", glazing, "2")}
{labelled("CoatingsTints", coating, "0")}</Layers></Code></Standard></Window></Codes>{program}
</HouseFile>"""
    return text.encode()
