"""Coordinates as the file has them → metres from the site's origin, x east and y to TRUE north."""

from pyproj import CRS, Proj, Transformer
from pyproj.exceptions import CRSError

from sanxin.intake.coordinates.gcj02 import wgs84_from_gcj02
from sanxin.intake.coordinates.turning import LOCAL, ToLocal, as_drawn, turned

WGS84 = "EPSG:4326"


class UnknownCrs(ValueError):
    """The coordinate system has no meaning to us."""


def to_local(crs: str, latitude_deg: float, longitude_deg: float, true_north_deg: float) -> ToLocal:
    """Make the function that takes a coordinate pair of the file to local metres.

    :param true_north_deg: clockwise angle from the file's +y to true north; for a projected system the
        meridian's convergence at the origin is added to it
    :raises UnknownCrs: if the name is neither ``local``, ``GCJ-02`` nor an EPSG code in degrees or metres
    """
    if crs.lower() == LOCAL:
        return turned(as_drawn, true_north_deg)
    if crs.upper() in {"GCJ-02", "GCJ02"}:
        tangent = _tangent(WGS84, latitude_deg, longitude_deg)
        return turned(lambda lon, lat: tangent(*wgs84_from_gcj02(lon, lat)), true_north_deg)
    system = _known(crs)
    if system.is_geographic:
        return turned(_tangent(crs, latitude_deg, longitude_deg), true_north_deg)
    return _on_grid(system, latitude_deg, longitude_deg, true_north_deg)


def _known(crs: str) -> CRS:
    try:
        system = CRS.from_user_input(crs)
    except CRSError as fault:
        raise UnknownCrs(crs) from fault
    units = {axis.unit_name for axis in system.axis_info}
    if not (system.is_geographic or (system.is_projected and units == {"metre"})):
        raise UnknownCrs(crs)
    return system


def _tangent(crs: str, latitude_deg: float, longitude_deg: float) -> ToLocal:
    plane = CRS.from_proj4(f"+proj=aeqd +lat_0={latitude_deg} +lon_0={longitude_deg} +datum=WGS84 +units=m")
    transform: ToLocal = Transformer.from_crs(crs, plane, always_xy=True).transform
    return transform


def _on_grid(system: CRS, latitude_deg: float, longitude_deg: float, true_north_deg: float) -> ToLocal:
    origin_x, origin_y = Transformer.from_crs(WGS84, system, always_xy=True).transform(
        longitude_deg, latitude_deg
    )
    factors = Proj(system).get_factors(longitude_deg, latitude_deg)
    # PROJ counts convergence counter-clockwise from grid north to true north; we count clockwise.
    north_deg = true_north_deg - factors.meridian_convergence
    scale = factors.meridional_scale
    return turned(lambda x, y: ((x - origin_x) / scale, (y - origin_y) / scale), north_deg)
