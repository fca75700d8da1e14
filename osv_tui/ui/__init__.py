"""The screens. They ask and tell; they hold no rule of the count."""

import os

# One dialect of keys on every terminal (tui §4.1). Textual reads it when it is imported.
os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")

# Only the terminal knows its size: these would hide that it is too small, or was enlarged.
os.environ.pop("COLUMNS", None)
os.environ.pop("LINES", None)
