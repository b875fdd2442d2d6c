"""ReadingError: everything wrong in a document, with file, line and what was probably meant."""

from __future__ import annotations

from remit.quantity.mistakes import Mistake as Mistake
from remit.quantity.mistakes import ReadingError as ReadingError
from remit.quantity.mistakes import quoted as quoted
from remit.quantity.mistakes import suggestion as suggestion
