"""Which row of the packed arrays holds what; plain whole numbers, as compiled loops want them.

Many numbers per lane or subject share one array, because every array that a compiled function takes costs
a good part of a second of compilation.
"""

from __future__ import annotations

# Rows of Lanes.lane: one number per lane.
T = 0
T_STAGE = 1
H = 2
H_NOW = 3
FACTOR = 4
QUALITY = 5
NORM = 6
BELOW = 7
ACCEPTED = 8
CLIPPED = 9
H_LAST = 10
GROWTH_LAST = 11
GROWTH = 12
N_LANE_ROWS = 13

# Rows of Lanes.wide: one number per state and lane.
Y = 0
U = 1
F = 2
ZEROS = 3
BEFORE = 4
ERROR = 5
BY_TIME = 6
ATOL = 7
FREE = 8
N_WIDE_ROWS = 9

# Rows of Lanes.count: one whole number per lane.
SUBJECT = 0
EVENT = 1
EVENT_END = 2
REPORT = 3
REJECTIONS = 4
N_COUNT_ROWS = 5

# Columns of Found.marks: whole numbers per subject.
STATUS = 0
WORST = 1
LAST_EVENT = 2
STEPS = 3
REJECTED = 4
EVENTS = 5
N_MARKS = 6

# Places in the table of addresses; see lanes.Slot.
TIME_AT = 6
Y_AT = 15
F_AT = 17
GIVEN_AT = 22
ZEROS_AT = 28
