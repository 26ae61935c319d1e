// Where the sun is: the closed form that the sunlight engine uses too. Minutes of true solar time, 720 is noon.
const radians = degrees => degrees * Math.PI / 180;

/** The direction to the sun as [east, north, up]; the declination holds all day, there is no refraction. */
export function sunDirection(latitudeDeg, declinationDeg, minute) {
  const phi = radians(latitudeDeg), delta = radians(declinationDeg), omega = radians((minute - 720) / 4);
  return [
    -Math.cos(delta) * Math.sin(omega),
    Math.sin(delta) * Math.cos(phi) - Math.cos(delta) * Math.sin(phi) * Math.cos(omega),
    Math.sin(delta) * Math.sin(phi) + Math.cos(delta) * Math.cos(phi) * Math.cos(omega),
  ];
}

/** Write a moment as the clock on the wall shows it; `shift` is Beijing time less the sun's. */
export function clock(minute, shift) {
  const whole = Math.round(minute + shift);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
