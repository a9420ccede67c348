"""Run by QGIS's own Python: opens a GeoPackage as a person would, and says what the layers look like."""

import json
import sys

from qgis.core import (
    QgsApplication,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsRenderContext,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor


def look(path, name):
    layer = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
    QgsProject.instance().addMapLayer(layer)
    renderer = layer.renderer()
    return {
        "valid": layer.isValid(),
        "crs": layer.crs().authid(),
        "rows": layer.featureCount(),
        "renderer": renderer.type(),
        "legend": [item.label() for item in renderer.legendSymbolItems()],
        "labels": layer.labeling().settings().fieldName if layer.labeling() else "",
        "aliases": {field.name(): layer.attributeDisplayName(number) for number, field in enumerate(layer.fields())},
        "colours": colours(layer, renderer),
    }


def colours(layer, renderer):
    """The colour that each row is drawn in, by its first column."""
    context = QgsRenderContext()
    context.setExpressionContext(layer.createExpressionContext())
    renderer.startRender(context, layer.fields())
    found = {}
    for row in layer.getFeatures():
        context.expressionContext().setFeature(row)
        symbols = renderer.symbolsForFeature(row, context)
        found[str(row.id())] = symbols[0].color().name() if symbols else "not drawn"
    renderer.stopRender(context)
    return sorted(found.values())


def draw(layers):
    """How many colours a picture of all layers has: an empty one has one."""
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setOutputSize(QSize(300, 300))
    settings.setBackgroundColor(QColor("white"))
    settings.setDestinationCrs(layers[0].crs())
    extent = layers[0].extent()
    for layer in layers:
        extent.combineExtentWith(layer.extent())
    settings.setExtent(extent)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    picture = job.renderedImage()
    return len({picture.pixel(x, y) for x in range(0, 300, 3) for y in range(0, 300, 3)})


application = QgsApplication([], False)
application.initQgis()
looked = {name: look(sys.argv[1], name) for name in sys.argv[2:]}
drawn = draw(list(QgsProject.instance().mapLayers().values()))
print("LOOKED " + json.dumps({"layers": looked, "colours_in_picture": drawn}))
sys.stdout.flush()
QgsProject.instance().clear()
application.exitQgis()
