"""The keys of sources: which of them a path holds, and how they are shown."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from ingest.sources.source import INSIDE, is_address, key_of


def is_under(key: str, paths: Sequence[str | Path]) -> bool:
    """Tell whether a source is one of `paths` or lies in one of them; without any, each does."""
    bases = [key_of(Path(path)) for path in paths if not is_address(path)]
    return not paths or any(key == base or key.startswith((base.rstrip(os.sep) + os.sep, base + INSIDE))
                            for base in bases)  # fmt: skip


def shown_key(key: str) -> str:
    """Return a source as the user may have named it: below the working folder without that folder's path."""
    if is_address(key) or not Path(key).is_relative_to(Path.cwd()):
        return key
    return str(Path(key).relative_to(Path.cwd()))
