"""The screens. They ask and tell; they hold no rule of the count."""
