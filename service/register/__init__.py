"""What people decide: designations of Impact Areas and the problems worked on in them.

May import rooms of service below it: settings, build.analysis, build.extra_tables, build, actions. It may import geo,
queries and maps.
"""

from geo.public_names import import_on_use

__all__, __getattr__ = import_on_use(
    __name__,
    {
        "details": ["show_designation", "show_register"],
        "export": ["export_designations"],
        "import_": ["import_designations"],
        "problems": ["add_problem", "advance_problem", "sign_off_problem"],
    },
)
