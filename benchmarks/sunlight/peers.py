"""The peers, each through its own interface: which of 480 minutes of the day a window is lit, (windows, 480)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import shapely

from benchmarks.sunlight.scenes import MINUTES, Scene, suns

States = np.ndarray
Peer = Callable[[Scene], States]
CORNERS = [(0, 1, 5, 4), (1, 2, 6, 5), (2, 3, 7, 6), (3, 0, 4, 7), (4, 5, 6, 7), (3, 2, 1, 0)]
# pybdshadow takes seconds a moment and floor: one moment in so many is asked, and its time multiplied.
ONE_IN = 20
LONGITUDE_DEG, EQUATION_MIN = 121.4, -11.1
METRES_A_DEGREE = 111_320.0


def corners_of(scene: Scene) -> np.ndarray:
    """Give eight corners a slab: the outline at the base, then at the top."""
    low, high = scene.boxes()
    (x0, y0, z0), (x1, y1, z1) = low.T, high.T
    outline = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
    points = [np.stack([x, y, z], axis=1) for z in (z0, z1) for x, y in outline]
    return np.stack(points, axis=1)


def by_minutes(scene: Scene) -> States:
    """Take every minute, every window and every box in NumPy, float64: the slab test."""
    (low, high), places = scene.boxes(), scene.eyes()
    lit = np.empty((len(places), len(MINUTES)), dtype=bool)
    for number, sun in enumerate(suns()):
        for first in range(0, len(places), 1000):
            at = places[first : first + 1000, None]
            with np.errstate(divide="ignore", invalid="ignore"):
                one, two = (low - at) / sun, (high - at) / sun
            enter, leave = np.minimum(one, two).max(axis=2), np.maximum(one, two).min(axis=2)
            lit[first : first + 1000, number] = ~((enter <= leave) & (leave > 0)).any(axis=1)
    return lit


def by_embree(scene: Scene) -> States:
    """Cast a ray a minute with Embree (float32)."""
    scenes, meshes = import_module("embreex.rtcore_scene"), import_module("embreex.mesh_construction")
    points = corners_of(scene)
    faces = np.array([tri for a, b, c, d in CORNERS for tri in ((a, b, c), (a, c, d))])
    triangles = (faces[None] + 8 * np.arange(len(points))[:, None, None]).reshape(-1, 3)
    world = scenes.EmbreeScene()
    meshes.TriangleMesh(world, points.reshape(-1, 3).astype(np.float32), triangles.astype(np.int32))
    places = scene.eyes().astype(np.float32)
    lit = np.empty((len(places), len(MINUTES)), dtype=bool)
    for number, sun in enumerate(suns().astype(np.float32)):
        lit[:, number] = world.run(places, np.tile(sun, (len(places), 1)), query="OCCLUDED") != 0
    return lit


def by_ladybug(scene: Scene) -> States:
    """Ask Ladybug's direct sun matrix, which asks Radiance (the binaries of pyradiance)."""
    geometry = import_module("ladybug_geometry.geometry3d")
    config = import_module("ladybug_radiance.config")
    config.folders.radiance_path = str(Path(import_module("pyradiance").__file__).parent)
    matrix = import_module("ladybug_radiance.intersection").intersection_matrix
    point, vector = geometry.Point3D, geometry.Vector3D
    faces = [
        geometry.Face3D([point(*slab[corner]) for corner in face])
        for slab in corners_of(scene).tolist()
        for face in CORNERS
    ]
    places = scene.eyes().tolist()
    with TemporaryDirectory(prefix="sunlight-") as folder:
        seen = matrix(
            [vector(*sun) for sun in suns().tolist()], [point(*at) for at in places],
            [vector(0.0, -1.0, 0.0)] * len(places), faces, sim_folder=folder,
        )  # fmt: skip
    return np.array(seen, dtype=bool)


def by_pybdshadow(scene: Scene) -> States:
    """Ask pybdshadow for the shadows at each floor's sill and see which windows lie in none; NaN where not asked."""
    library, geopandas = import_module("pybdshadow"), import_module("geopandas")
    latitude = scene.columns.latitude_deg
    scale = np.array([METRES_A_DEGREE * np.cos(np.radians(latitude)), METRES_A_DEGREE])
    middle = np.array([LONGITUDE_DEG, latitude])
    outlines = shapely.polygons(scene.columns.corners.reshape(-1, 4, 2) / scale + middle)
    slabs = geopandas.GeoDataFrame(
        {"height": scene.columns.top_m, "building_id": range(len(outlines))}, geometry=outlines
    )
    places = scene.eyes()
    lit = np.full((len(places), len(MINUTES)), np.nan)
    for number in range(0, len(MINUTES), ONE_IN):
        clock = MINUTES[number] - 4 * LONGITUDE_DEG - EQUATION_MIN
        moment = datetime(2026, 1, 20, tzinfo=UTC).replace(tzinfo=None) + timedelta(minutes=float(clock))
        for sill_m in np.unique(places[:, 2]):
            shadows = library.bdshadow_sunlight(
                slabs.copy(), moment, roof=False, include_building=False, ground=float(sill_m)
            )
            here = np.nonzero(places[:, 2] == sill_m)[0]
            points = shapely.points(places[here, :2] / scale + middle)
            hidden, _ = shapely.STRtree(shadows.geometry.to_numpy()).query(points, predicate="intersects")
            lit[here, number] = 1.0
            lit[here[hidden], number] = 0.0
    return lit
