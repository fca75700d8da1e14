"""Nothing here cuts the power."""

from tests.quick_disk import quick_disk

__all__ = ["quick_disk"]
