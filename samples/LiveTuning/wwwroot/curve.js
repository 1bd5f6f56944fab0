import { counted, drawing } from "./dom.js";

const height = 190;
const left = 46;
const right = 10;
const top = 10;
const bottom = 42;

// The error of each prediction, made before the rating was learned, and the mean of the newest ten. One unit of the drawing is one pixel,
// so that its text has the size of other text: it is drawn again when the width changes.
export function drawCurve(place, text, errors) {
  if (errors.length === 0) {
    place.replaceChildren();
    text.textContent = "Each rating is predicted before it is learned. Rate a few films to see the errors.";
    return;
  }
  const width = Math.max(220, Math.floor(place.getBoundingClientRect().width));
  const most = Math.max(2, Math.ceil(Math.max(...errors.map(Math.abs))));
  const x = index => left + (errors.length === 1 ? 0.5 : index / (errors.length - 1)) * (width - left - right);
  const y = error => height - bottom - Math.abs(error) / most * (height - bottom - top);
  const means = errors.map((_, index) => {
    const newest = errors.slice(Math.max(0, index - 9), index + 1);
    return newest.reduce((sum, error) => sum + Math.abs(error), 0) / newest.length;
  });
  const picture = drawing("svg", { width, height, role: "img", "aria-labelledby": text.id });
  const write = (words, at) => {
    const label = drawing("text", at);
    label.textContent = words;
    picture.append(label);
  };
  for (let stars = 0; stars <= most; stars++) {
    picture.append(drawing("line", { class: stars === 0 ? "axis" : "grid", x1: left, x2: width - right, y1: y(stars), y2: y(stars) }));
    write(`${stars}`, { x: left - 8, y: y(stars) + 4, "text-anchor": "end" });
  }
  picture.append(drawing("line", { class: "axis", x1: left, x2: left, y1: y(0), y2: y(most) }));
  for (const index of ticks(errors.length)) {
    picture.append(drawing("line", { class: "axis", x1: x(index), x2: x(index), y1: y(0), y2: y(0) + 4 }));
    write(`${index + 1}`, { x: x(index), y: y(0) + 18, "text-anchor": "middle" });
  }
  write("your ratings, in order", { x: (left + width - right) / 2, y: height - 4, "text-anchor": "middle" });
  const middle = y(most / 2);
  write("error in stars", { x: 12, y: middle, "text-anchor": "middle", transform: `rotate(-90 12 ${middle})` });
  errors.forEach((error, index) => picture.append(drawing("circle", { class: "dot", cx: x(index), cy: y(error), r: 3 })));
  picture.append(drawing("polyline", { class: "mean", points: means.map((mean, index) => `${x(index)},${y(mean)}`).join(" ") }));
  place.replaceChildren(picture);
  const now = means.at(-1).toFixed(2);
  text.textContent = errors.length === 1
    ? `Your first rating was predicted before it was learned, and missed by ${now} stars.`
    : `Each of your ${counted(errors.length, "rating")} was predicted before it was learned: a dot is the error. `
      + `The line is the mean error of the newest ten: ${now} stars now.`;
}

function ticks(count) {
  const every = Math.max(1, Math.ceil(count / 6));
  return Array.from({ length: count }, (_, index) => index).filter(index => index === 0 || (index + 1) % every === 0);
}
