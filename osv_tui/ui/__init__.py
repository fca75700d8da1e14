"""The screens. They ask and tell; they hold no rule of the count."""

import os

# Textual reads these when it is imported. They could write what is typed to a file, take pictures, or open a
# connection to a developer's tools.
for name in [name for name in os.environ if name.startswith("TEXTUAL")]:
    del os.environ[name]

# One dialect of keys on every terminal (tui §4.1).
os.environ["TEXTUAL_DISABLE_KITTY_KEY"] = "1"

# Only the terminal knows its size: these would hide that it is too small, or was enlarged.
os.environ.pop("COLUMNS", None)
os.environ.pop("LINES", None)
