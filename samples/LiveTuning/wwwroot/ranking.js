import { cover } from "./cover.js";
import { element, facts, points } from "./dom.js";

const shown = new Map();

export function forgetRanking() {
  shown.clear();
}

// Draws the list; each film shows how far it has moved since the last time. Returns what changed, in words; "" the first time.
export function drawRanking(list, films, onWhy, onBan, onPin) {
  const before = new Map(shown);
  shown.clear();
  films.forEach((film, index) => shown.set(film.id, { rank: index + 1, title: film.title }));
  const moves = films.map((film, index) => before.size === 0 ? 0 : before.has(film.id) ? before.get(film.id).rank - index - 1 : "new");
  const focused = document.activeElement?.closest?.("#list") ? document.activeElement.dataset.key : null;
  list.replaceChildren(...films.map((film, index) => row(film, index + 1, moves[index], onWhy, onBan, onPin)));
  if (films.length === 0) {
    list.append(element("li", { class: "empty" }, "Nothing is left to recommend. Take back a control."));
  }
  if (focused) {
    (list.querySelector(`[data-key="${focused}"]`) ?? document.getElementById("recommendations")).focus();
  }
  return before.size === 0 ? "" : inWords(films, moves, [...before].filter(([id]) => !shown.has(id)).map(([, film]) => film.title));
}

export function drawSmall(list, films) {
  list.replaceChildren(...films.map((film, index) => element("li", { "data-film": film.id },
    element("span", { class: "rank" }, `${index + 1}`),
    element("span", { class: "title" }, film.title),
    element("span", { class: "score" }, film.score.toFixed(2).replace("-", "−")))));
}

function inWords(films, moves, left) {
  const come = films.filter((_, index) => moves[index] === "new");
  const up = moves.filter(move => move > 0).length;
  const down = moves.filter(move => move < 0).length;
  if (come.length + up + down + left.length === 0) {
    return "The list is unchanged.";
  }
  const counts = [
    come.length > 0 ? `${come.length} new` : null, up > 0 ? `${up} up` : null, down > 0 ? `${down} down` : null,
    left.length > 0 ? `${left.length} gone` : null,
  ].filter(Boolean).join(", ");
  const best = films.map((film, index) => ({ film, move: moves[index], rank: index + 1 }))
    .filter(one => one.move === "new" || one.move > 0)
    .sort((one, other) => distance(other) - distance(one))[0];
  return `The list changed: ${counts}.${best === undefined ? "" : ` ${best.film.title} is now number ${best.rank}. ${best.film.reason}`}`;
}

const distance = one => one.move === "new" ? 100 - one.rank : one.move;

function row(film, rank, move, onWhy, onBan, onPin) {
  const data = { "data-film": film.id, "data-score": film.score, "data-genres": film.genres.join("|") };
  return element("li", { class: move === 0 ? "" : "changed", ...data },
    element("span", { class: "rank" }, `${rank}`),
    cover(film),
    element("span", { class: "film-text" },
      element("span", { class: "title" }, film.title), " ",
      element("span", { class: "facts" }, facts(film))),
    element("span", { class: "numbers" },
      element("span", { class: "score", title: "points" }, points(film.score)),
      movement(move)),
    element("span", { class: "reason" }, film.reason),
    element("span", { class: "buttons" },
      button(film, "why", "Why?", `Why is ${film.title} recommended?`, () => onWhy(film)),
      button(film, "pin", film.pinned ? "Unpin" : "Pin", `${film.pinned ? "Unpin" : "Pin"} ${film.title}`, () => onPin(film)),
      button(film, "ban", "Never show", `Never show ${film.title}`, () => onBan(film))));
}

function button(film, action, text, label, onclick) {
  return element("button", { type: "button", class: "quiet", "data-key": `${action}-${film.id}`, "aria-label": label, onclick }, text);
}

function movement(move) {
  if (move === 0) {
    return null;
  }
  if (move === "new") {
    return element("span", { class: "move up" }, "new");
  }
  return element("span", { class: move > 0 ? "move up" : "move down" },
    element("span", { "aria-hidden": "true" }, move > 0 ? "▲ " : "▼ "),
    element("span", { class: "visually-hidden" }, move > 0 ? "up by " : "down by "), `${Math.abs(move)}`);
}
