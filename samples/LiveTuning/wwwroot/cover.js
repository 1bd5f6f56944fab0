import { drawing, element } from "./dom.js";

const columns = 6;
const cell = 10;
let names = [];

// What each bit of a film means, such as "genre: Comedy".
export function nameBits(bits) {
  names = bits;
}

// A picture of the film as its network sees it: one cell for each bit, lit if the bit is set. The color follows from the first genre.
// Decorative: the facts beside it say the same in words.
export function cover(film) {
  const rows = Math.ceil(names.length / columns);
  const lit = new Set(film.bits);
  const picture = drawing("svg", {
    class: `cover hue-${(film.bits[0] ?? 0) % 8}`, viewBox: `0 0 ${columns * cell} ${rows * cell}`, "aria-hidden": "true",
  });
  for (let bit = 0; bit < names.length; bit++) {
    picture.append(drawing("rect", {
      class: lit.has(bit) ? `lit ${kindOf(bit)}` : "dark",
      x: bit % columns * cell + 1, y: Math.floor(bit / columns) * cell + 1, width: cell - 2, height: cell - 2, rx: 2,
    }));
  }
  return picture;
}

// The same picture with the lit bits in words.
export function retina(film) {
  const groups = new Map();
  film.bits.forEach(bit => {
    const [group, words] = names[bit].split(": ");
    groups.set(group, [...(groups.get(group) ?? []), words]);
  });
  return element("div", { class: "retina" }, cover(film), element("div", {},
    element("p", {}, `Your network sees ${names.length} bits of this film; ${film.bits.length} are set:`),
    element("ul", {}, ...[...groups].map(([group, words]) => element("li", {},
      element("strong", {}, `${group}: `), inWords(group, words))))));
}

// Of a thermometer's bits, the last one that is set says it all.
function inWords(group, words) {
  const level = words.at(-1).match(/^above (.+)$/)?.[1];
  return level === undefined ? words.join(", ")
    : group === "year" ? `after ${Math.floor(level)}`
    : `more than ${Math.floor(level)} ratings`;
}

const kindOf = bit => names[bit].split(":")[0];
