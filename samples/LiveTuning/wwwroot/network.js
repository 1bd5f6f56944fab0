import { counted, drawing, element, signed } from "./dom.js";

const cell = 9;
const columns = 8;
const row = 46;
const label = 15;

// The visitor's own network at a film, asked for when it is first opened, since few visitors look at it. After a failure it is asked for
// again when it is opened again.
export function network(ask) {
  const body = element("div");
  const status = element("p", { class: "hint", role: "status" });
  const details = element("details", { class: "network" }, element("summary", {}, "Your own network at work"), status, body);
  let isAsked = false;
  details.addEventListener("toggle", async () => {
    if (!details.open || isAsked) {
      return;
    }
    isAsked = true;
    status.textContent = "Loading …";
    try {
      body.replaceChildren(...picture(await ask()));
      status.textContent = "";
    } catch (error) {
      status.textContent = error.message;
      isAsked = false;
    }
  });
  return details;
}

// Its bits, the nodes that read them, the cells that answer, and what they add to the score.
function picture(seen) {
  const fired = seen.nodes.filter(node => node.ratings > 0);
  const sum = seen.nodes.reduce((all, node) => all + node.amount, 0);
  const place = element("div", { class: "wiring" });
  if (seen.strongest.length > 0) {
    new ResizeObserver(() => draw(place, seen)).observe(place);
  }
  return [
    element("p", {}, `Your network has ${counted(seen.nodes.length, "node")}. A node reads a few bits of the film, and together they`
      + ` choose one of its memory cells. ${fired.length === 0
        ? "No film that you rated chose the same cell at any node, so all cells are empty."
        : `At ${counted(fired.length, "node")} films that you rated chose the same cell: that cell fires.`}`
      + ` All cells together add ${signed(sum)} points.`),
    place,
    element("ol", { class: "cells", hidden: seen.strongest.length === 0 },
      ...seen.strongest.map(node => element("li", {}, inWords(seen, node)))),
    element("p", { class: "hint" },
      "All nodes: green squares raise the score, red circles lower it; filled ones hold ratings of yours, empty ones none."),
    allNodes(seen),
  ];
}

// What the node reads, such as "Comedy, not Horror, 2 of 3 signs of its audience", and what its cell knows.
function inWords(seen, node) {
  const read = node.inputs.map(input => seen.bits[input]);
  const signs = read.filter(bit => bit.words.startsWith("audience"));
  const named = read.filter(bit => !signs.includes(bit)).sort((one, other) => other.isSet - one.isSet)
    .map(bit => `${bit.isSet ? "" : "not "}${bare(bit.words)}`);
  if (signs.length > 0) {
    named.push(`${signs.filter(bit => bit.isSet).length} of ${counted(signs.length, "sign")} of its audience`);
  }
  return `${named.join(", ")}. The cell holds ${held(node)} of your ${counted(seen.ratingCount, "rating")}${liked(node)}:`
    + ` ${vote(node.amount)} points.`;
}

const held = node => node.ratings === 0 ? "none" : node.ratings;

function liked(node) {
  switch (node.ratings) {
    case 0: return "";
    case 1: return node.likes === 1 ? ", and you liked it" : ", and you did not like it";
    default: return `, ${node.likes} of them liked`;
  }
}

// One node of hundreds says little: four decimals.
const vote = amount => `${amount <= -0.00005 ? "−" : "+"}${Math.abs(amount).toFixed(4)}`;

const bare = words => words.replace(/^genre: /, "").replace(/(\d+)\.\d+$/, "$1").replace(/^year: above/, "after")
  .replace(/^popularity: above (.*)$/, "more than $1 ratings");

// One unit of the drawing is one pixel, so that its text has the size of other text. The list below says the same in words.
function draw(place, seen) {
  const width = Math.max(250, Math.floor(place.getBoundingClientRect().width));
  const picture = drawing("svg", { "aria-hidden": "true", width });
  const lines = drawing("g");
  picture.append(lines);
  const write = (words, at) => {
    const text = drawing("text", at);
    text.textContent = words;
    picture.append(text);
  };
  const points = [];
  let y = 0;
  let column = 0;
  seen.bits.forEach((bit, index) => {
    if (index === 0 || seen.bits[index - 1].group !== bit.group) {
      y += (index === 0 ? 0 : cell + 6) + label;
      column = 0;
      write(bit.group, { x: 0, y: y - 4 });
    } else if (++column === columns) {
      column = 0;
      y += cell;
    }
    points.push({ x: column * cell + cell / 2, y: y + cell / 2 });
    picture.append(drawing("rect", {
      class: bit.isSet ? "on" : "off", x: column * cell + 1, y: y + 1, width: cell - 2, height: cell - 2, rx: 1.5,
    }));
  });
  const height = Math.max(y + cell, label + seen.strongest.length * row);
  const right = width - 62;
  const cells = right - 40;
  const tuples = cells - 24 - 6 * 11;
  seen.strongest.forEach((node, index) => {
    const middle = label + (height - label) * (index + 0.5) / seen.strongest.length;
    const start = tuples + (6 - node.inputs.length) * 11;
    node.inputs.forEach((input, place) => {
      const bit = seen.bits[input];
      const x = start + place * 11;
      lines.append(drawing("path", {
        class: bit.isSet ? "wire on" : "wire",
        d: `M${points[input].x} ${points[input].y} C${tuples - 30} ${points[input].y} ${tuples - 40} ${middle} ${x + 5} ${middle - 5}`,
      }));
      picture.append(drawing("rect", { class: bit.isSet ? "on" : "off", x, y: middle - 5, width: 10, height: 10, rx: 2 }));
    });
    const sides = Math.ceil(Math.sqrt(node.cellCount));
    const spot = Math.max(6, 32 / sides);
    const step = (32 - spot) / Math.max(1, sides - 1);
    lines.append(drawing("line", { class: "wire on", x1: cells - 24, x2: cells, y1: middle, y2: middle }));
    picture.append(drawing("rect", { class: "table", x: cells, y: middle - 16, width: 32, height: 32, rx: 3 }));
    picture.append(drawing("rect", {
      class: node.amount < 0 ? "minus" : "plus",
      x: cells + node.address % sides * step, y: middle - 16 + Math.floor(node.address / sides) * step,
      width: spot, height: spot, rx: 1,
    }));
    write(vote(node.amount), { class: "vote", x: width, y: middle + 5, "text-anchor": "end" });
  });
  write("bits read", { x: tuples + 33, y: 11, "text-anchor": "middle" });
  write("cell", { x: cells + 16, y: 11, "text-anchor": "middle" });
  write("points", { x: width, y: 11, "text-anchor": "end" });
  picture.setAttribute("height", height);
  place.replaceChildren(picture);
}

function allNodes(seen) {
  const most = Math.max(...seen.nodes.map(node => Math.abs(node.amount)), 1e-9);
  const grid = element("div", {
    class: "nodes", role: "img",
    "aria-label": `${counted(seen.nodes.filter(node => node.amount > 0).length, "cell")} raise the score, `
      + `${seen.nodes.filter(node => node.amount < 0).length} lower it`,
  });
  seen.nodes.forEach(node => {
    const spot = element("span", { class: `${node.amount < 0 ? "minus" : "plus"}${node.ratings > 0 ? " fired" : ""}` });
    spot.style.setProperty("--strength", `${Math.round(35 + 65 * Math.abs(node.amount) / most)}%`);
    grid.append(spot);
  });
  return grid;
}
