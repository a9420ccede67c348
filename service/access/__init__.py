"""Who may ask the service for what, and the log of who did.

May import rooms of service below it: settings, build.analysis, build.extra_tables, build, actions, register,
evaluation. It may import geo and queries.
"""

from geo.public_names import import_on_use

__all__, __getattr__ = import_on_use(
    __name__,
    {
        "audit": ["AuditLog", "verify_audit"],
        "people": ["People", "Person"],
        "roles": ["ROLES", "may_ask", "may_see_page"],
    },
)
