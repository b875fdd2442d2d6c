"""Every edge of GABA, NMDA tone and the cingulate alone: pushing its source moves its target as published."""

from __future__ import annotations

import pytest
from tests.library.circuits_bench import Run, arm, arms_of, handle, level, make_bench
from tests.library.measures import at, curve

KYNURENINE = (
    *("tryptophan_plasma", "kynurenine_plasma", "kynurenine_enzymes", "lat1"),
    *("tryptophan_brain", "kynurenine_brain"),
)
HPA = ("hpa", "corticosteroid_receptors")
COMPANY = {  # what a module cannot run without
    "kynurenine_enzymes": KYNURENINE,
    "kynurenine_brain": KYNURENINE,
    "microglia": ("cytokines", "microglia"),
    "hpa": HPA,
    "sert": (
        "serotonin_terminal",
        "sert",
        "raphe",
        "serotonin_1a",
        "serotonin_1a_uncoupling",
        "serotonin_1b",
        "serotonin_h3",
    ),
    "bdnf": ("bdnf", "nmda", "glutamate", "glutamate_to_bdnf"),
}
SIGNS = """
# edge | pushed port | from and to | what is read | direction | days
quinolinate_to_nmda_tone    |kynurenine_enzymes.brain_immune_drive|0 to 2  |nmda_tone.tone          |up  |7
kynurenate_to_nmda_tone     |kynurenine_brain.kynurenate_clearance|1 to 0.3|nmda_tone.tone          |down|2
kynurenate_to_glutamate     |kynurenine_brain.kynurenate_clearance|1 to 0.3|glutamate.release       |down|2
microglia_to_eaat2          |microglia.stimulus                   |0 to 1  |eaat2.capacity          |down|14
eaat2_to_glutamate          |eaat2.expression                     |1 to 0.7|glutamate.extrasynaptic |up  |14
eaat2_to_cingulate          |eaat2.expression                     |1 to 0.7|cingulate.ventral       |up  |14
nuclear_gr_to_glutamate     |hpa.hypothalamic_drive               |1 to 2  |glutamate.release       |up  |4
nuclear_gr_to_cortical_gaba |hpa.hypothalamic_drive               |1 to 2  |cortical_gaba.level     |down|14
serotonin_to_cortical_gaba  |sert.occupying                       |0 to 4  |cortical_gaba.level     |up  |1
serotonin_to_cingulate      |sert.occupying                       |0 to 4  |cingulate.ventral       |down|1
glutamate_to_nmda_tone      |glutamate.uptake                     |1 to 0.5|nmda_tone.tone          |up  |1
nmda_to_nmda_tone           |nmda.occupying                       |0 to 1  |nmda_tone.tone          |down|1
glycine_site_to_nmda_tone   |glycine_site.endogenous              |1 to 0.3|nmda_tone.tone          |down|1
glycine_site_to_glutamate   |glycine_site.endogenous              |1 to 0.3|glutamate.release       |down|1
glycine_site_to_eef2        |glycine_site.endogenous              |1 to 0.3|eef2.active             |up  |1
glycine_site_to_interneurons|glycine_site.endogenous              |1 to 0.3|interneurons.function   |down|1
nmda_tone_to_bdnf           |nmda_tone.agonist                    |0 to 1  |bdnf.mrna               |down|4
nmda_tone_to_synapse        |nmda_tone.agonist                    |0 to 1  |synapse.spines          |down|14
interneurons_to_cortical_gaba|interneurons.capacity               |1 to 0.8|cortical_gaba.level     |up  |1
glutamate_to_cortical_gaba  |glutamate.drive                      |1 to 1.3|cortical_gaba.level     |up  |1
neurosteroids_to_gaba       |neurosteroids.potentiating           |0 to 1  |cortical_gaba.tone      |up  |1
gaba_to_glutamate           |cortical_gaba.receptors              |1 to 0.5|glutamate.release       |up  |1
gaba_to_interneurons        |cortical_gaba.potentiation           |1 to 1.5|interneurons.function   |down|1
gaba_to_hpa                 |cortical_gaba.receptors              |1 to 0.5|hpa.acth                |up  |2
gaba_to_cingulate           |cortical_gaba.potentiation           |1 to 1.3|cingulate.ventral       |down|1
synapse_to_cingulate        |synapse.formation                    |1 to 0.7|cingulate.dorsolateral  |down|7
ampa_to_cingulate           |ampa.potentiation                    |1 to 1.2|cingulate.dorsolateral  |up  |1
"""
ROWS = [
    tuple(cell.strip() for cell in line.split("|")) for line in SIGNS.splitlines() if line and line[0] != "#"
]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return make_bench(tmp_path_factory.mktemp("edges"))


def modules_of(*quantities: str) -> tuple[str, ...]:
    """The modules that own some quantities, with their company; eaat2 so that something changes with time."""
    owners = [quantity.split(".")[0] for quantity in quantities]
    chosen = [name for owner in owners for name in COMPANY.get(owner, (owner,))]
    return tuple(dict.fromkeys([*chosen, "eaat2"]))


@pytest.mark.parametrize(
    ("edge", "pushed", "values", "target", "direction", "days"), ROWS, ids=[row[0] for row in ROWS]
)
def test_its_direction_is_the_one_of_the_literature(
    run: Run, edge: str, pushed: str, values: str, target: str, direction: str, days: str
) -> None:
    rest, to = (float(value) for value in values.split(" to "))
    body = arms_of(rest=arm(), pushed=arm(level(handle(edge, pushed), to)))
    body += f"run: {{until: {days} d, report_every: 1 h}}\n"
    found = run(edge, (*modules_of(pushed, target), edge), body, tools={pushed: rest})
    at_rest, moved = (curve(found, target, name)[-24:].mean() for name in ("rest", "pushed"))
    assert (moved / at_rest - 1) * (1 if direction == "up" else -1) > 0.003


def test_both_edges_on_transcription_make_up_the_whole_restraint(run: Run) -> None:
    tools = {"nmda_tone.agonist": 0.0, "glutamate.uptake": 1.0, "nmda.occupying": 0.0}
    agonist, uptake, blocker = (handle("whole", port) for port in tools)
    body = arms_of(all=arm(level(agonist, 1), level(uptake, 0.5), level(blocker, 0.25)))
    edges = ("glutamate_to_nmda_tone", "nmda_to_nmda_tone", "nmda_tone_to_bdnf")
    modules = (*modules_of("nmda_tone.tone", "bdnf.mrna"), *edges)
    found = run("whole", modules, body + "run: {until: 1 d, report_every: 1 h}\n", tools=tools)
    tone = at(found, "nmda_tone.tone", 24)
    assert tone > 1.5
    assert at(found, "bdnf.transcription", 24) == pytest.approx(1.3 / (1 + 0.3 * tone), rel=1e-6)
