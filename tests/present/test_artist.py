"""The process that draws beside the one that computes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.image import imread

from remit.present.artist import hire
from remit.present.figures import draw, save
from remit.present.picture import picture
from remit.result.dataset import to_dataset
from remit.result.outcome import Outcome


def test_the_artist_draws_what_it_is_sent(outcome: Outcome, tmp_path: Path) -> None:
    artist = hire()
    artist.draw(picture(to_dataset(outcome), ["substance.plasma"]), tmp_path / "a.png")
    assert artist.finish() == ""
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


def test_the_artist_draws_the_same_picture_as_one_would_here(outcome: Outcome, tmp_path: Path) -> None:
    artist, dataset = hire(), to_dataset(outcome)
    artist.draw(picture(dataset, ["substance.plasma"]), tmp_path / "there.png")
    here = save(draw(dataset, ["substance.plasma"]), tmp_path / "here.png")
    assert artist.finish() == ""
    assert np.array_equal(imread(tmp_path / "there.png"), imread(here))


def test_the_artist_says_why_it_could_not_draw(outcome: Outcome, tmp_path: Path) -> None:
    artist = hire()
    artist.draw(picture(to_dataset(outcome), ["substance.plasma"]), tmp_path / "a.unknown")
    assert "unknown" in artist.finish().splitlines()[-1]


def test_a_dismissed_artist_is_gone() -> None:
    artist = hire()
    artist.dismiss()
    assert artist.process.returncode is not None
