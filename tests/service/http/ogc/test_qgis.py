"""QGIS opens the collections as a person would add them, without a screen."""

from __future__ import annotations

import json
import os
import shutil
import subprocess

import pytest

# Runs in the system's Python, which has QGIS: what it reads goes out as JSON.
READ = """
import json, os, sys
from qgis.core import QgsApplication, QgsFeatureRequest, QgsRectangle, QgsVectorLayer
app = QgsApplication([], False)
app.initQgis()

def layer(name):
    source = f"restrictToRequestBBOX='1' url='{sys.argv[1]}' typename='{name}' pageSize='150'"
    return QgsVectorLayer(source, name, "OAPIF")

def read(layer, box=None):
    request = QgsFeatureRequest(QgsRectangle(*box)) if box else QgsFeatureRequest()
    return {f["id"]: [f.geometry().centroid().asPoint().x(), f.geometry().centroid().asPoint().y()]
            for f in layer.getFeatures(request)}

areas = layer("areas")
print(json.dumps({
    "valid": {name: layer(name).isValid() for name in ("areas", "candidates", "hotspots", "incidents", "npus")},
    "areas": read(areas),
    "box": read(layer("areas"), (-1.75, 52.48, -1.70, 52.52)),
    "fields": {field.name(): field.typeName() for field in areas.fields()},
}))
sys.stdout.flush()
os._exit(0)  # QGIS 3.22 may crash while it takes its layers apart
"""


@pytest.fixture(scope="session")
def qgis_python():
    """The Python that has QGIS; without one these tests are skipped, unless the environment says otherwise."""
    python = "/usr/bin/python3"
    probe = [python, "-c", "import qgis.core"]
    if not shutil.which(python) or subprocess.run(probe, capture_output=True, timeout=60, check=False).returncode:
        if os.environ.get("IMPACT_AREAS_NEED_QGIS") == "1":
            pytest.fail("IMPACT_AREAS_NEED_QGIS=1, and the system's Python has no QGIS")
        pytest.skip("the system's Python has no QGIS (Debian: python3-qgis)")
    return python


def test_qgis_reads_what_the_store_holds(qgis_python, live, con, tmp_path):
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [qgis_python, "-c", READ, live.root], env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert all(found["valid"].values())
    degrees = "ST_Transform(geometry, 'EPSG:27700', 'OGC:CRS84', always_xy := true)"
    local = con.execute(
        f"SELECT area_code, ST_X(ST_Centroid({degrees})), ST_Y(ST_Centroid({degrees})),"
        f" ST_Intersects({degrees}, ST_MakeEnvelope(-1.75, 52.48, -1.70, 52.52)) FROM areas"
    ).fetchall()
    assert found["areas"].keys() == {row[0] for row in local}
    assert all(found["areas"][code] == pytest.approx([x, y], abs=2e-6) for code, x, y, _ in local)
    assert found["box"].keys() == {row[0] for row in local if row[3]}
    assert found["fields"]["need_score"] == "Real"
    assert found["fields"]["rank"] == "Integer"
    assert any("bbox=-1.7" in path for path in live.log)
