"""What a command or a request does once a build exists: query, what-if, export, briefings.

May import rooms of service below it: settings, build.analysis, build.extra_tables, build. It may import geo, queries
and maps.
"""

from geo.public_names import import_on_use

__all__, __getattr__ = import_on_use(
    __name__,
    {
        "briefing_pdfs": ["write_briefings"],
        "export": ["export_workspace"],
        "query": [
            "choose_format",
            "write_answer_file",
            "read_statement",
            "run_query",
            "show_table",
            "write_query",
        ],
        "typed_sql": ["run_sql", "write_sql"],
        "what_if": ["Conditions", "ask_what_if"],
    },
)
