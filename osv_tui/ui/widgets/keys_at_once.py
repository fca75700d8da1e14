"""Keys that take effect in the order in which they are typed.

Textual sends a key that is a binding on to the app, and does there what it means: after the keys that were
typed behind it (facts tui §2.2). What must keep the order obeys its own bindings here.
"""

from __future__ import annotations

from textual.dom import DOMNode
from textual.events import Key


async def obey_at_once(node: DOMNode, event: Key) -> bool:
    """Do what the key is bound to in ``node`` itself; tells whether it is bound to anything."""
    bound = node._bindings.key_to_bindings.get(event.key)
    if not bound:
        return False
    event.stop()
    event.prevent_default()
    await node.app.run_action(bound[0].action, node)
    return True
