"""A survey drawing in DXF becomes a site by a small table of layers."""

from pathlib import Path

import ezdxf
import pytest

from sanxin.foundation.refusal import InputRefused
from sanxin.intake.site_folder import read_site
from tests.intake.folder import MANIFEST, site_folder

LAYERS = """
[layers]
"房屋" = { kind = "building" }
"低压燃气" = { kind = "pipe", utility = "gas_low" }
"单元门" = { kind = "stairwell" }
"电杆" = "pole"
"""


def drawing(folder: Path) -> Path:
    site_folder(folder, manifest=MANIFEST + LAYERS)
    (folder / "site.geojson").unlink()
    document = ezdxf.new()
    space = document.modelspace()
    space.add_lwpolyline([(0, 0), (20, 0), (20, 10), (0, 10)], close=True, dxfattribs={"layer": "房屋"})
    space.add_text("混6", dxfattribs={"insert": (9, 5)})
    space.add_mtext("B1", dxfattribs={"insert": (5, 5)})
    space.add_text("别处", dxfattribs={"insert": (99, 5)})
    space.add_line((0, 12), (20, 12), dxfattribs={"layer": "低压燃气"})
    space.add_polyline2d([(0, 13), (20, 13)], dxfattribs={"layer": "低压燃气"})
    space.add_circle((25, 5), 0.2, dxfattribs={"layer": "电杆"})
    space.add_lwpolyline([(1, 12), (5, 12), (5, 15), (1, 15), (1, 12)], dxfattribs={"layer": "绿地"})
    space.add_text("G7", dxfattribs={"insert": (2, 13)})
    space.add_arc((0, 0), 1, 0, 90, dxfattribs={"layer": "电杆"})
    block = document.blocks.new("DOOR")
    block.add_attdef("ID", (0, 0))
    door = space.add_blockref("DOOR", (10, 10), dxfattribs={"layer": "单元门"})
    door.add_attrib("ID", "1")
    door.add_attrib("BUILDING", "B1")
    document.saveas(folder / "site.dxf")
    return folder


def test_layers_blocks_and_texts_of_a_drawing_become_features(tmp_path: Path) -> None:
    site = read_site(drawing(tmp_path)).site
    (building,) = site.of_kind("building")
    assert (building.id, building.properties["storeys"], len(building.geometry)) == ("B1", 6, 4)
    assert [pipe.properties["utility"] for pipe in site.of_kind("pipe")] == ["gas_low", "gas_low"]
    (stairwell,) = site.of_kind("stairwell")
    assert (stairwell.id, stairwell.properties["building"], stairwell.geometry) == ("1", "B1", (10.0, 10.0))
    assert [pole.geometry for pole in site.of_kind("pole")] == [(25.0, 5.0)]
    assert [green.id for green in site.of_kind("green")] == ["G7"]


def test_a_drawing_of_which_no_layer_is_mapped_is_refused_with_its_layers(tmp_path: Path) -> None:
    drawing(tmp_path)
    document = ezdxf.new()
    document.modelspace().add_line((0, 0), (1, 1), dxfattribs={"layer": "乱层"})
    document.saveas(tmp_path / "site.dxf")
    with pytest.raises(InputRefused, match="layers: 乱层"):
        read_site(tmp_path)


def test_what_is_no_drawing_is_refused(tmp_path: Path) -> None:
    drawing(tmp_path)
    (tmp_path / "site.dxf").write_bytes(b"AC1027 dwg")
    with pytest.raises(InputRefused, match="Save it as DXF"):
        read_site(tmp_path)
