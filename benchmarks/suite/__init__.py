"""What is timed from commit to commit; see ../asv.conf.json."""

import sys
from pathlib import Path

# The suite uses the scripts beside it.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
