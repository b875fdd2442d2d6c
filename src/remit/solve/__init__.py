"""The integrator: numbers in, numbers out.

The one import side effect in remit: numba must know where to keep compiled functions before the first is
defined.
"""

from remit.program.cache import point_numba_here

point_numba_here()
