"""Ask the world: the only room with a socket. Nothing here runs until the user allows it.

`http` puts one question; the modules named for services know what to ask, and hand back what came, unread.
"""

from mscref.lookup.http import Patience, Web, open_web, user_agent
from mscref.lookup.permission import Permission, is_contact
from mscref.lookup.permission import load as load_permission
from mscref.lookup.permission import save as save_permission
from mscref.lookup.services import SERVICES, Service

__all__ = [
    "SERVICES",
    "Patience",
    "Permission",
    "Service",
    "Web",
    "is_contact",
    "load_permission",
    "open_web",
    "save_permission",
    "user_agent",
]
