"""What stops the making or updating of a copy."""


class CopyFault(Exception):
    """A reason in Chinese: what is wrong, what was done, what to do."""
