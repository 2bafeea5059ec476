"""A file of a copy, as its folder or the directory of its ZIP tells of it."""

from typing import NamedTuple


class Entry(NamedTuple):
    """Where a file stands, and what it must unpack to. Sizes are octets; of a file in a folder only `name` and `size` say something."""

    name: str       # relative to the folder of the copy, or of the ZIP, with forward slashes
    size: int
    offset: int = 0         # of its header in the ZIP
    packed: int = 0
    crc: int = 0
    is_deflated: bool = False
