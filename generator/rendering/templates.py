"""Keeps the theme's templates as Jinja has compiled them, which takes longer than drawing a page with each."""

from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

from generator.store import keep, program_key, recall


class KeptTemplates(BytecodeCache):
    """In a folder of the project; those of another text, program or version of Jinja are compiled anew."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        code = recall(self._folder / bucket.key, _key(bucket))
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        keep(self._folder / bucket.key, _key(bucket), bucket.bytecode_to_string())


def _key(bucket: Bucket) -> str:
    return f"{program_key()} {jinja2.__version__} {bucket.checksum}"
