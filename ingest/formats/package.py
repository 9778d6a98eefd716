"""Reading the parts of zip packages (.docx, OFD) never inflating more than their directory says."""

from __future__ import annotations

import zipfile

# XML of real reports is packed up to 40 times, a table of 40,000 empty cells 149 times; small parts do no harm.
MOST_RATIO, SMALL_PART = 250, 2**20
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def is_oversized(entry: zipfile.ZipInfo, most: int) -> bool:
    """Tell whether an entry says that it has more than `most` bytes, or that it is packed like a bomb."""
    return entry.file_size > min(most, max(SMALL_PART, MOST_RATIO * entry.compress_size))


def unpacked(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Return the bytes of an entry; never inflates more than the size that its directory states.

    Raises zipfile.BadZipFile for another size than that, and for methods that no writer of documents uses.
    """
    if entry.compress_type not in _METHODS:
        raise zipfile.BadZipFile(f"method {entry.compress_type}")
    with package.open(entry) as file:
        # a size that is asked for bounds what is inflated; read() without one does not, whatever the directory says
        data = file.read(entry.file_size + 1)
    if len(data) != entry.file_size:
        raise zipfile.BadZipFile("size")
    return data
