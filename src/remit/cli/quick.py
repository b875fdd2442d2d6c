"""What keeps a command quick to start."""

from __future__ import annotations

import gc
import os
import sys


def settle_down() -> None:
    """Look for garbage rarely: imports make a million objects that stay, and looking takes time."""
    gc.set_threshold(100_000, 50, 50)


def load_numba_without_blas() -> None:
    """Load numba's array support without the linear algebra that it would look for in scipy.

    No kernel of remit's calls BLAS, and loading scipy.linalg only to find that it is there takes a tenth of a
    run. Only the command line does this, whose process runs nothing but remit; scipy itself stays usable.
    """
    # matrices here have some hundred rows: threads of BLAS would wait for each other and for the solver's own
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    name = "scipy.linalg.cython_blas"
    if name in sys.modules or "numba.np.arraymath" in sys.modules:
        return
    sys.modules[name] = None  # type: ignore[assignment]
    try:
        import numba.np.arraymath  # noqa: F401 (imported for its side effect: numba keeps what it found)
    finally:
        del sys.modules[name]
