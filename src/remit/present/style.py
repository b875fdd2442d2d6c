"""How figures look: one place for colours, sizes and fonts."""

from __future__ import annotations

from typing import Any

# Okabe & Ito's palette, told apart with every common colour vision; yellow is too pale for lines.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
DASHES = ("-", "--", "-.", ":")  # when there are more arms than colours

TEXT = "#222222"
QUIET = "#6B6B6B"
SHADE = "#F1EDE3"  # stretches in which an input is driven

WIDTH = 8.0  # [inch]
PANEL_HEIGHT = 1.75  # [inch]
LINE = 1.4  # [point]
BROADER = 0.4  # of that, for every arm drawn on top
BAND = 0.18  # opacity of a population band
DPI = 150
LABEL = 9.5  # [point]

SETTINGS: dict[str, Any] = {
    "font.family": "sans-serif",
    "font.size": 10.0,
    "axes.labelsize": LABEL,
    "axes.titlesize": 10.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": TEXT,
    "axes.linewidth": 0.8,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelsize": 9.0,
    "ytick.labelsize": 9.0,
    "text.color": TEXT,
    "legend.frameon": False,
    "legend.fontsize": 9.0,
    "figure.facecolor": "white",
}


def colour(number: int) -> str:
    """The colour of the arm with this number."""
    return COLOURS[number % len(COLOURS)]


def dash(number: int) -> str:
    """The dashes of the arm with this number: solid until the colours are used up."""
    return DASHES[(number // len(COLOURS)) % len(DASHES)]
