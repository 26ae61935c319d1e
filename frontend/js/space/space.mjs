// The compound in space: turn it, move the sun, put the lifts in and take them out. Drawn only when something changes.
import {
  AmbientLight, Box3, Color, DirectionalLight, Mesh, MeshLambertMaterial, PCFSoftShadowMap, PerspectiveCamera,
  PlaneGeometry, Raycaster, Scene, Sphere, Vector2, Vector3, WebGLRenderer,
} from "three";
import { OrbitControls } from "three/addons/controls/OrbitControls.js";
import { middle, solidsOf } from "./solids.mjs";
import { clock, sunDirection } from "./sun.mjs";
import { panesOf } from "./windows.mjs";

const SHARPEST = 4096, TAP_PX = 6, NEAR_M = 42;

// Asked for here and not by three, which would complain aloud where there is none.
function renderer(canvas) {
  const context = canvas.getContext("webgl2", { antialias: true });
  if (!context) return null;
  const made = new WebGLRenderer({ canvas, context, antialias: true });
  made.shadowMap.enabled = true;
  made.shadowMap.type = PCFSoftShadowMap;
  return made;
}

async function open(section) {
  const canvas = section.querySelector("canvas"), made = renderer(canvas);
  if (!made) return;
  const answer = await fetch(section.dataset.scene);
  if (!answer.ok) return;
  const told = await answer.json();
  section.querySelector("[data-alive]").hidden = false;
  section.querySelector("[data-fallback]").hidden = true;
  show(section, canvas, made, told);
}

function show(section, canvas, made, told) {
  const find = name => section.querySelector(`[data-${name}]`);
  const origin = middle(told), { now, added } = solidsOf(told, origin), panes = panesOf(told, origin);
  const world = new Scene(), round = new Box3().setFromObject(now).getBoundingSphere(new Sphere());
  world.background = new Color(0xdfe9ef);
  const light = sunLight(round, made.capabilities.maxTextureSize);
  world.add(now, added, ...panes, ground(round), new AmbientLight(0xbcd0e6, 1.6), light, light.target);

  const camera = new PerspectiveCamera(45, 1, 1, round.radius * 12);
  camera.up.set(0, 0, 1);
  const controls = new OrbitControls(camera, canvas);
  controls.maxPolarAngle = Math.PI / 2 - 0.02;
  controls.minDistance = 8;
  controls.maxDistance = round.radius * 4;
  controls.listenToKeyEvents(canvas);

  let waiting = false;
  const draw = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; made.render(world, camera); });
  };
  const look = (at, from) => { controls.target.copy(at); camera.position.copy(from); controls.update(); draw(); };
  const whole = (x, y, z) => look(round.center, new Vector3(x, y, z).normalize().multiplyScalar(round.radius * 1.95).add(round.center));
  const door = told.stairwells[section.dataset.at];
  const near = () => {
    const at = new Vector3(door.at[0] - origin[0], door.at[1] - origin[1], 9);
    const turn = (door.azimuth_deg + 28) * Math.PI / 180;
    look(at, new Vector3(Math.sin(turn) * NEAR_M, Math.cos(turn) * NEAR_M, 22).add(at));
  };
  find("south").addEventListener("click", () => whole(0.25, -1, 0.75));
  find("north").addEventListener("click", () => whole(-0.25, 1, 0.75));
  find("above").addEventListener("click", () => whole(0, -0.001, 1));

  const slider = find("minute"), hour = find("hour"), lifts = find("lifts");
  const turn = () => {
    const minute = Number(slider.value), sun = new Vector3(...sunDirection(told.latitude_deg, told.declination_deg, minute));
    light.position.copy(round.center).addScaledVector(sun, round.radius * 3);
    light.intensity = sun.z > 0 ? 2.6 : 0;
    const words = { beijing: clock(minute, told.clock_less_solar_min ?? 0), solar: clock(minute, 0) };
    hour.textContent = hour.dataset.says.replace(/\{(\w+)\}/g, (_, key) => words[key]);
    draw();
  };
  const fit = () => { added.visible = lifts.checked; draw(); };
  slider.addEventListener("input", turn);
  lifts.addEventListener("change", fit);

  const pick = picker(canvas, camera, panes, () => [now, ...(added.visible ? [added] : [])], find("told"));
  canvas.addEventListener("pointerdown", pick.down);
  canvas.addEventListener("pointerup", pick.up);
  controls.addEventListener("change", draw);
  new ResizeObserver(() => {
    const { clientWidth, clientHeight } = canvas.parentElement;
    made.setPixelRatio(Math.min(devicePixelRatio, 2));
    made.setSize(clientWidth, clientHeight, false);
    camera.aspect = clientWidth / clientHeight;
    camera.updateProjectionMatrix();
    draw();
  }).observe(canvas.parentElement);
  turn();
  fit();
  if (door) near(); else whole(0.25, -1, 0.75);
}

function sunLight(round, largest) {
  const light = new DirectionalLight(0xfff3d6, 2.6), reach = round.radius * 1.15;
  light.castShadow = true;
  light.shadow.mapSize.setScalar(Math.min(SHARPEST, largest));
  Object.assign(light.shadow.camera, { left: -reach, right: reach, top: reach, bottom: -reach, near: 1, far: round.radius * 7 });
  light.shadow.bias = -0.0004;
  light.shadow.normalBias = 0.08;
  light.target.position.copy(round.center);
  return light;
}

function ground(round) {
  const plane = new Mesh(new PlaneGeometry(round.radius * 24, round.radius * 24), new MeshLambertMaterial({ color: 0xcfd8c4 }));
  plane.position.set(round.center.x, round.center.y, 0);
  plane.receiveShadow = true;
  return plane;
}

// A tap that does not drag reads out the window under it, unless something stands in front.
function picker(canvas, camera, panes, solids, told) {
  let at = null;
  const down = event => { at = [event.clientX, event.clientY]; };
  const up = event => {
    if (!at || Math.hypot(event.clientX - at[0], event.clientY - at[1]) > TAP_PX) return;
    const box = canvas.getBoundingClientRect(), ray = new Raycaster();
    const place = new Vector2((event.clientX - box.left) / box.width * 2 - 1, 1 - (event.clientY - box.top) / box.height * 2);
    ray.setFromCamera(place, camera);
    const [hit] = ray.intersectObjects([...panes, ...solids()], true);
    const window = hit?.object.userData.windows?.[hit.instanceId];
    if (window) told.textContent = window.said;
  };
  return { down, up };
}

document.querySelectorAll("[data-space]").forEach(open);

// For the walk that asks whether these shadows are the engine's.
export { middle, Raycaster, solidsOf, sunDirection, Vector3 };
