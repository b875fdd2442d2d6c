"""Mistakes in the equations of documents."""

from __future__ import annotations

from mistakes.planting import METER, PILL, POND, POOL, Planted, planted

FILL = "fill = loss*rest_level*stress*lid                 : nmol/L/h"
SHADE = "interpolate(light, 12*day/24)             : 1 "
LOSS = "flow level -> nothing = loss*level*speed "
TRACE = "dtrace/dt = lag_rate*(level*shade - trace) "

CASES: tuple[Planted, ...] = (
    planted("a_misspelled_name", POOL, LOSS, "flow level -> nothing = los*level*speed "),
    planted("a_misspelled_function", PILL, "1 + emax(", "1 + emaxx("),
    planted("too_few_arguments", PILL, "emax(concentration, 1, affinity)", "emax(concentration, 1)"),
    planted("a_keyword_argument", PILL, "emax(concentration, 1, affinity)", "emax(concentration, most=1)"),
    planted("an_assignment_without_its_unit", POOL, FILL, "fill = loss*rest_level*stress*lid"),
    planted("an_unknown_unit", POOL, ": nmol/L/h ", ": nmoll/L/h "),
    planted("a_unit_wrong_by_a_factor", POOL, ": nmol/L/h ", ": nmol/L/min "),
    planted("a_unit_that_measures_something_else", POOL, ": nmol/L/h ", ": nmol/L "),
    planted("a_rate_in_the_wrong_unit", POOL, TRACE, "dtrace/dt = level*shade - trace "),
    planted("a_sum_of_different_things", POOL, TRACE, "dtrace/dt = lag_rate*(level*shade - loss) "),
    planted(
        "a_contribution_in_the_wrong_unit", PILL, "1 + emax(concentration, 1, affinity)", "concentration"
    ),
    planted("a_sum_of_different_sizes", PILL, "{value: 1 mg/L,", "{value: 1 ng/mL,"),
    planted("an_exponent_with_a_unit", POOL, LOSS, "flow level -> nothing = loss*level*speed**level "),
    planted("a_logarithm_of_a_quantity", POOL, LOSS, "flow level -> nothing = loss*rest_level*log(level) "),
    planted("a_rate_with_a_unit", POOL, TRACE, TRACE + ": nmol/L/h "),
    planted(
        "an_algebraic_loop",
        POOL,
        SHADE,
        "fill/(loss*rest_level)*interpolate(light, day*haze) : 1\n  haze = shade : 1 ",
    ),
    planted("a_comparison_of_inputs", POOL, LOSS, "flow level -> nothing = max(loss*level, level > 3) "),
    planted("an_if", POOL, SHADE, "1 if 2 else 3 : 1 "),
    planted("a_comparison", POOL, SHADE, "0.5*(time > day) : 1 "),
    planted("a_boolean", POOL, SHADE, "True : 1 "),
    planted("an_and", POOL, SHADE, "stress and lid : 1 "),
    planted("an_attribute", POOL, SHADE, "stress.real : 1 "),
    planted("a_dotted_name_of_another_document", POOL, SHADE, "left.water/rest_level : 1 "),
    planted("a_string", POOL, SHADE, "'one' : 1 "),
    planted("a_lambda", POOL, SHADE, "(lambda x: x)(1) : 1 "),
    planted("a_comprehension", POOL, SHADE, "sum([x for x in y]) : 1 "),
    planted("a_walrus", POOL, SHADE, "(x := 1) : 1 "),
    planted("an_f_string", POOL, SHADE, "f'{stress}' : 1 "),
    planted("a_subscript", POOL, SHADE, "light[0] : 1 "),
    planted("a_hat_for_a_power", POOL, SHADE, "stress^2 : 1 "),
    planted("an_import", POOL, SHADE, "__import__('os').system('true') : 1 "),
    planted("a_unit_inside_an_expression", POOL, TRACE, "dtrace/dt = 2nmol*lag_rate - lag_rate*trace "),
    planted("a_number_with_a_comma", POOL, TRACE, "dtrace/dt = 0,5*lag_rate*trace "),
    planted("an_infinite_number", POOL, SHADE, "1e999 : 1 "),
    planted("a_nan", POOL, SHADE, "nan*stress : 1 "),
    planted("an_infinity_by_name", POOL, SHADE, "min(inf, stress) : 1 "),
    planted("a_bracket_too_many", POOL, TRACE, "dtrace/dt = lag_rate*(level*shade - trace)) "),
    planted("a_bracket_too_few", POOL, TRACE, "dtrace/dt = lag_rate*(level*shade - trace "),
    planted("nothing_on_the_right", POOL, TRACE, "dtrace/dt = "),
    planted("a_line_that_is_no_statement", POOL, TRACE, "trace follows level "),
    planted("a_flow_without_arrow", POOL, LOSS, "flow level nothing = loss*level*speed "),
    planted("a_flow_into_an_unknown_state", POOL, LOSS, "flow level -> levl = loss*level*speed "),
    planted("a_flow_to_itself", POOL, LOSS, "flow level -> level = loss*level*speed "),
    planted("a_flow_into_a_parameter", POOL, LOSS, "flow level -> loss = loss*level*speed "),
    planted(
        "a_flow_between_different_units",
        PILL,
        "plasma: {unit: mg, start: 0",
        "plasma: {unit: ug, start: 0",
    ),
    planted("a_second_rate", POOL, TRACE, "dtrace/dt = lag_rate*level\n  " + TRACE),
    planted("a_name_defined_twice", POOL, "  shade = ", "  fill = 2*loss*rest_level : nmol/L/h\n  shade = "),
    planted("a_state_that_nothing_changes", POOL, TRACE, "same = trace : nmol/L "),
    planted("a_table_read_as_a_number", POOL, SHADE, "light*stress : 1 "),
    planted("an_unknown_table", POOL, SHADE, "interpolate(lights, time) : 1 "),
    planted("a_table_read_in_the_wrong_unit", POOL, SHADE, "interpolate(light, level) : 1 "),
    planted("an_assay_that_has_a_rate", METER, "shown = level + offset      : nmol/L", "doffset/dt = level"),
    planted("a_rate_of_another_documents_state", POND, "dwater/dt", "dlevel/dt"),
    planted("equations_on_one_line", METER, "equations: |\n  shown", "equations: shown"),
)
