"""The smallest configuration that is accepted: two units, nothing optional."""

SMALLEST = """
[force]
name = "Test Force"
area_vintage = 2021
[areas]
files = ["areas.geojson"]
[[npus]]
code = "N"
name = "North"
[[npus]]
code = "S"
name = "South"
[population]
files = ["p.csv"]
area_code = "mnemonic"
population = "total"
edition = "Census 2021"
[deprivation]
files = ["d.csv"]
edition = "IoD 2025"
[[incidents]]
kind = "police_uk_csv"
files = ["*.csv"]
"""
