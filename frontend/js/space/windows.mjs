// Windows as small panes on their walls. How much light one loses is told by stripes as well as by colour.
import { CanvasTexture, InstancedMesh, Matrix4, MeshBasicMaterial, PlaneGeometry, SRGBColorSpace, Vector3 } from "three";

const OFF_WALL_M = 0.06, PIXELS = 64;
// From how many minutes lost, how many stripes, on which ground; the page's key shows the same. The sentences
// speak of whole minutes, so what rounds to 15 counts as 15.
const CLASSES = [
  { from: 14.5, stripes: 3, ground: "#9c2b23" },
  { from: 4.5, stripes: 2, ground: "#d9822b" },
  { from: 0.05, stripes: 1, ground: "#f2c94c" },
  { from: -Infinity, stripes: 0, ground: "#7f9db3" },
];

const classOf = lost => CLASSES.find(one => lost >= one.from);

export function panesOf(scene, [x0, y0]) {
  return CLASSES.map(kind => {
    const own = scene.windows.filter(window => classOf(window.lost_min) === kind);
    const material = new MeshBasicMaterial({ map: pattern(kind), polygonOffset: true, polygonOffsetFactor: -1 });
    const panes = new InstancedMesh(new PlaneGeometry(1, 1), material, own.length);
    own.forEach((window, number) => panes.setMatrixAt(number, placed(window, x0, y0)));
    panes.userData.windows = own;
    return panes;
  });
}

function placed(window, x0, y0) {
  const turn = window.azimuth_deg * Math.PI / 180;
  const out = new Vector3(Math.sin(turn), Math.cos(turn), 0), up = new Vector3(0, 0, 1);
  const side = new Vector3().crossVectors(up, out);
  return new Matrix4()
    .makeBasis(side.multiplyScalar(window.width_m), up.clone().multiplyScalar(window.height_m), out)
    .setPosition(
      window.at[0] - x0 + out.x * OFF_WALL_M, window.at[1] - y0 + out.y * OFF_WALL_M,
      window.sill_m + window.height_m / 2,
    );
}

function pattern({ stripes, ground }) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = PIXELS;
  const pen = canvas.getContext("2d");
  pen.fillStyle = ground;
  pen.fillRect(0, 0, PIXELS, PIXELS);
  pen.strokeStyle = "#1d2321";
  pen.lineWidth = 5;
  pen.strokeRect(0, 0, PIXELS, PIXELS);
  pen.fillStyle = "#ffffff";
  for (let i = 1; i <= stripes; i++) pen.fillRect(8, i * PIXELS / (stripes + 1) - 5, PIXELS - 16, 10);
  const texture = new CanvasTexture(canvas);
  texture.colorSpace = SRGBColorSpace;
  return texture;
}
