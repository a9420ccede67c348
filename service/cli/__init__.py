"""The command line: verbs, output, the SQL shell, `init` and `doctor`.

May import rooms of service below it: settings, build.analysis, build.extra_tables, build, actions, register,
evaluation, access, http.ogc, http. It may import geo, queries and maps.
"""

from geo.public_names import import_on_use

__all__, __getattr__ = import_on_use(
    __name__,
    {
        "doctor": ["examine", "raise_if_unwell"],
        "init": ["sample_config", "write_starter"],
        "output": ["Voice", "plain", "format_value"],
        "sql_shell": ["open_shell"],
    },
)
