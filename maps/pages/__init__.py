"""Each page: its data, its template and how it is written.

May import rooms of maps below it: text, geometry, model, drawing, sentences. Of other packages it imports geo only.
"""

from geo.public_names import import_on_use

__all__, __getattr__ = import_on_use(
    __name__,
    {
        "collection_pages": [
            "BrowsePage",
            "Card",
            "Cell",
            "Choice",
            "Content",
            "Fact",
            "Frame",
            "Heading",
            "Link",
            "Table",
            "browse_page",
        ],
        "notebook": ["map_html", "table_html"],
        "pdf": ["prepare_pdf"],
    },
)
