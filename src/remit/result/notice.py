"""The sentence that goes with every number that leaves remit."""

DISCLAIMER = "a research and teaching tool, never medical advice"
