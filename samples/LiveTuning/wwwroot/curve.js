import { drawing } from "./dom.js";

const width = 360;
const height = 150;
const left = 28;
const bottom = 20;

// The error of each prediction, made before the rating was learned, and the mean of the newest ten.
export function drawCurve(place, text, errors) {
  if (errors.length === 0) {
    place.replaceChildren();
    text.textContent = "Each rating is predicted before it is learned. Rate a few films to see the errors.";
    return;
  }
  const top = Math.max(2, ...errors.map(Math.abs));
  const x = index => left + (errors.length === 1 ? 0.5 : index / (errors.length - 1)) * (width - left - 8);
  const y = error => height - bottom - Math.abs(error) / top * (height - bottom - 8);
  const means = errors.map((_, index) => {
    const newest = errors.slice(Math.max(0, index - 9), index + 1);
    return newest.reduce((sum, error) => sum + Math.abs(error), 0) / newest.length;
  });
  const picture = drawing("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-labelledby": text.id });
  for (let stars = 0; stars <= top; stars++) {
    picture.append(drawing("line", { class: "grid", x1: left, x2: width, y1: y(stars), y2: y(stars) }));
    const label = drawing("text", { x: left - 6, y: y(stars) + 4, "text-anchor": "end" });
    label.textContent = `${stars}`;
    picture.append(label);
  }
  errors.forEach((error, index) => picture.append(drawing("circle", { class: "dot", cx: x(index), cy: y(error), r: 2.5 })));
  picture.append(drawing("polyline", { class: "mean", points: means.map((mean, index) => `${x(index)},${y(mean)}`).join(" ") }));
  const axis = drawing("text", { x: width - 4, y: height - 4, "text-anchor": "end" });
  axis.textContent = `your ${errors.length} ratings, in order`;
  picture.append(axis);
  place.replaceChildren(picture);
  text.textContent = `Error of each prediction in stars, made before the rating was learned; the line is the mean of the newest ten: `
    + `${means.at(-1).toFixed(2)} stars now.`;
}
