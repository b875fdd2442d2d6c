"""How much: amounts and rates taken apart into value, unit and body, and whether they fit a state."""

from __future__ import annotations

from fractions import Fraction

from remit.quantity.mistakes import Mistake
from remit.quantity.parameter import Parameter
from remit.quantity.unit_text import UnitError, text_of
from remit.quantity.units import exact_factor, has_same_dimension, unit
from remit.reading.documents import Quantity
from remit.scenario.plan import Amount
from remit.scenario.scenario import SURFACE, WEIGHT

PER = {("kg", -1): "kg", ("m", -2): "m2"}  # what an amount may be per, by its part of the unit
BODY = {"kg": WEIGHT, "m2": SURFACE}


def amount_of(written: Quantity, found: list[Mistake], *, is_rate: bool = False) -> Amount:
    """An amount, or with `is_rate` an amount per hour, with '/kg' and '/m2' set apart.

    '0.5 mg/kg' is Amount(0.5, 'mg', 'kg'); the rate '6 ug/kg/min' is Amount(360.0, 'ug', 'kg').
    A text that is no amount becomes a mistake.
    """
    factor = Fraction(1)
    per = ""
    kept = []
    is_timeless = is_rate
    try:
        for part in unit(written.unit).parts:
            if part in PER and not per:
                per = PER[part]
            elif is_timeless and part[1] == -1 and has_same_dimension(part[0], "h"):
                factor /= exact_factor(part[0], "h")
                is_timeless = False
            else:
                kept.append(part)
    except UnitError as error:
        found.append(Mistake(written.address, str(error)))
    if is_timeless:
        found.append(Mistake(written.address, f"a rate is an amount per time, and {written.text} is not"))
    if written.value < 0:
        found.append(Mistake(written.address, f"{written.text} is below zero"))
    return Amount(float(Fraction(repr(written.value)) * factor), text_of(tuple(kept)), per)


def check_amount(
    amount: Amount,
    written: Quantity,
    state: str,
    state_unit: str,
    has_molar_mass: bool,
    parameters: dict[str, Parameter],
    found: list[Mistake],
) -> None:
    """An amount must fit the state it enters, perhaps through a molar mass, and the body it is per."""
    body = BODY.get(amount.per, "")
    if body and body not in parameters:
        text = f"{written.text}: the individual has no {body.partition('.')[2]}"
        found.append(Mistake(written.address, text))
    if has_same_dimension(amount.unit, state_unit):
        return
    by_mass = has_same_dimension(amount.unit, "g") and has_same_dimension(state_unit, "mol")
    by_number = has_same_dimension(amount.unit, "mol") and has_same_dimension(state_unit, "g")
    if by_mass or by_number:
        if not has_molar_mass:
            text = f"{written.text} into '{state}' [{state_unit}] needs a molar_mass at the door"
            found.append(Mistake(written.address, text))
        return
    text = f"{written.text} cannot enter '{state}', which is in {state_unit}"
    if amount.unit == "1":
        text += f"; is the unit after {written.text} missing?"
    found.append(Mistake(written.address, text))
