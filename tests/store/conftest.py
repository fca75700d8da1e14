"""Nothing here cuts the power, but for ``test_durability``."""

from tests.quick_disk import quick_disk

__all__ = ["quick_disk"]
