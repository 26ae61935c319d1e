// A scene's prisms as solids: x east, y north, z up, in metres from the middle of the site.
import { Box2, DoubleSide, ExtrudeGeometry, Group, Mesh, MeshLambertMaterial, Shape, Vector2 } from "three";

const COLOURS = { building: 0xe9e2d2, mass: 0xd9d0bd, shaft: 0x3f9f8b, bridge: 0x8cc7ba };

// Surveyed coordinates may be millions of metres: the middle is taken off while they are still doubles.
export function middle(scene) {
  const box = new Box2();
  scene.prisms.forEach(prism => prism.ring.forEach(([x, y]) => box.expandByPoint(new Vector2(x, y))));
  const at = box.getCenter(new Vector2());
  return [at.x, at.y];
}

/** Two groups: what stands now, and what the plan adds. */
export function solidsOf(scene, [x0, y0] = middle(scene)) {
  const now = new Group(), added = new Group();
  for (const prism of scene.prisms) {
    const outline = new Shape(prism.ring.map(([x, y]) => new Vector2(x - x0, y - y0)));
    const body = new ExtrudeGeometry(outline, { depth: prism.top_m - prism.base_m, bevelEnabled: false });
    body.translate(0, 0, prism.base_m);
    const material = new MeshLambertMaterial({ color: COLOURS[prism.kind] ?? COLOURS.mass, side: DoubleSide });
    const solid = new Mesh(body, material);
    solid.castShadow = solid.receiveShadow = true;
    solid.name = prism.id;
    (prism.added ? added : now).add(solid);
  }
  return { now, added };
}
