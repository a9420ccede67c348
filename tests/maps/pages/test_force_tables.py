from maps.model.force_view import see_force
from maps.pages.force_tables import unit_tables


def test_a_unit_shows_its_own_rows_and_those_of_its_areas(site):
    force = see_force(site)
    watch, funds = unit_tables(force, "NO")
    assert (watch.title, watch.heads, watch.lines) == ("Street Watch", ("Schemes", "Target"), (("4", "6"),))
    assert (funds.heads, funds.lines) == (("Area", "Pounds"), (("Elm E001", "1,200"),))
    assert (watch.figures, watch.areas) == ((True, True), ())
    assert (funds.figures, funds.areas) == ((False, True), (1,))  # E001 has the second highest need
    assert [table.title for table in unit_tables(force, "SO")] == ["Street Watch"]
