import * as api from "./api.js";
import { byId, element, facts, signed } from "./dom.js";
import { stars } from "./stars.js";
import { drawRanking, drawSmall } from "./ranking.js";
import { drawWhy } from "./why.js";
import { drawCurve } from "./curve.js";

const pageSize = 12;
const query = { words: "", genre: "", shown: "popular", offset: 0 };
let sliders = [];

function say(text, failed = false) {
  const status = byId("status");
  status.textContent = text;
  status.classList.toggle("failed", failed);
}

// One thing at a time: what was clicked later sees what was clicked before.
let queue = Promise.resolve();
function act(action) {
  queue = queue.then(action).catch(error => say(error.message, true));
  return queue;
}

async function showFilms() {
  const page = await api.films({ ...query, limit: pageSize });
  byId("films").replaceChildren(...page.films.map(film => element("li", {},
    element("span", { class: "film-text" },
      element("span", { class: "title" }, film.title), " ", element("span", { class: "facts" }, facts(film))),
    stars(film, value => act(() => rate(film, value)), () => act(() => unrate(film))))));
  if (page.films.length === 0) {
    byId("films").append(element("li", { class: "empty" }, query.shown === "mine" ? "You have rated nothing yet." : "No film is like that."));
  }
  byId("page").textContent = page.total === 0 ? "" : `${query.offset + 1}–${query.offset + page.films.length} of ${page.total}`;
  byId("earlier").disabled = query.offset === 0;
  byId("later").disabled = query.offset + page.films.length >= page.total;
}

async function showList() {
  const sideBySide = byId("compare").checked;
  byId("list").hidden = sideBySide;
  byId("columns").hidden = !sideBySide;
  if (sideBySide) {
    const lists = await api.sideBySide();
    byId("columns").replaceChildren(...lists.map(list => {
      const ranking = element("ol", { class: "ranking small" });
      drawSmall(ranking, list.films);
      return element("div", {}, element("h3", {}, list.name), element("p", { class: "hint" }, list.description), ranking);
    }));
    return;
  }
  const list = await api.recommendations();
  drawRanking(byId("list"), list.films, explain, ban, pin);
  byId("timing").textContent = (list.learnMicroseconds === null ? "" : `Learned in ${micro(list.learnMicroseconds)}, `)
    + `ranked ${list.filmCount} films in ${micro(list.rankMicroseconds)}.`;
}

const micro = time => time < 1000 ? `${time.toFixed(1)} µs` : `${(time / 1000).toFixed(1)} ms`;

async function showControls() {
  const state = await api.controls();
  byId("undo").disabled = state.undo === null;
  byId("undo").textContent = "Undo";
  byId("undo").setAttribute("aria-label", state.undo === null ? "Undo" : `Undo: ${state.undo}`);
  byId("controls").replaceChildren(...state.controls.map(control => element("li", { "data-control": control.id },
    element("span", {}, control.words),
    element("button", { type: "button", class: "quiet", "aria-label": `Take back: ${control.words}`, onclick: () => act(() => release(control)) }, "Take back"))));
  if (state.controls.length === 0) {
    byId("controls").append(element("li", { class: "empty" }, "Nothing: the list is what your ratings make it."));
  }
  for (const slider of sliders) {
    slider.show(state.values.find(value => value.field === slider.field && value.value === slider.value)?.amount ?? 0);
  }
}

async function showCurve() {
  drawCurve(byId("curve"), byId("curve-text"), (await api.curve()).errors);
}

const showAll = () => Promise.all([showFilms(), showList(), showControls(), showCurve()]);
const showChange = () => Promise.all([showList(), showControls(), showCurve()]);

async function rate(film, value) {
  await api.rate(film.id, value);
  say(`${film.title}: ${value} ${value === 1 ? "star" : "stars"}, learned.`);
  await (query.shown === "mine" ? showAll() : Promise.all([showChange(), showFilms()]));
}

async function unrate(film) {
  await api.unrate(film.id);
  say(`Your rating of ${film.title} is forgotten.`);
  await showAll();
}

async function release(control) {
  await api.release(control.id);
  say(`Taken back: ${control.words}.`);
  await showChange();
}

const ban = film => act(async () => {
  await api.tune({ kind: "ban", film: film.id });
  say(`${film.title} will not be shown again.`);
  await showChange();
});

const pin = film => act(async () => {
  if (film.pinned) {
    await api.release(film.pinned);
  } else {
    await api.tune({ kind: "pin", film: film.id });
  }
  say(film.pinned ? `${film.title} is no longer pinned.` : `${film.title} stays on top.`);
  await showChange();
});

const explain = film => act(async () => {
  const why = await api.explanation(film.id);
  byId("why-title").textContent = `Why ${film.title}?`;
  drawWhy(byId("why-body"), why);
  byId("why").showModal();
});

function slider(choice, number) {
  const output = element("output", { for: `slider-${number}` });
  const input = element("input", {
    id: `slider-${number}`, type: "range", min: -2.25, max: 2, step: 0.25, "aria-describedby": "tune-title",
    oninput: () => speak(Number(input.value)),
    onchange: () => act(async () => {
      const amount = Number(input.value);
      const isMute = amount < -2;
      await api.tune({ kind: isMute ? "mute" : "boost", field: choice.field, value: choice.value, amount: isMute ? 0 : amount });
      say(`${choice.words}: ${inWords(amount)}.`);
      await showChange();
    }),
  });
  const inWords = amount => amount < -2 ? "hidden" : amount === 0 ? "as it is" : signed(amount);
  const speak = amount => {
    output.textContent = inWords(amount);
    input.setAttribute("aria-valuetext", inWords(amount));
  };
  const row = element("div", { class: "slider" }, element("label", { for: `slider-${number}` }, choice.words), input, output);
  return {
    row, field: choice.field, value: choice.value,
    show(amount) {
      input.value = amount === null ? -2.25 : amount;
      speak(Number(input.value));
    },
  };
}

async function start() {
  const session = await api.signIn();
  for (const genre of session.genres) {
    byId("genre").append(element("option", { value: genre }, genre));
  }
  sliders = session.choices.map(slider);
  byId("sliders").replaceChildren(...sliders.map(one => one.row));
  await showAll();
  say(session.ratingCount === 0
    ? "You are new here: the list is what everybody likes. Rate a film and watch it change."
    : `Welcome back. Your ${session.ratingCount} ratings are still known.`);
}

let typing = 0;
byId("search").addEventListener("submit", event => event.preventDefault());
byId("search").addEventListener("input", event => {
  clearTimeout(typing);
  typing = setTimeout(() => act(async () => {
    Object.assign(query, { words: byId("words").value.trim(), genre: byId("genre").value, shown: byId("shown").value, offset: 0 });
    await showFilms();
  }), event.target.id === "words" ? 200 : 0);
});
byId("earlier").addEventListener("click", () => act(async () => { query.offset = Math.max(0, query.offset - pageSize); await showFilms(); }));
byId("later").addEventListener("click", () => act(async () => { query.offset += pageSize; await showFilms(); }));
byId("compare").addEventListener("change", () => act(showList));
byId("undo").addEventListener("click", () => act(async () => {
  const undone = await api.undo();
  await showAll();
  say(`Undone: ${undone.words}.`);
}));
byId("forget").addEventListener("click", () => byId("forget-dialog").showModal());
byId("forget-no").addEventListener("click", () => byId("forget-dialog").close());
byId("forget-yes").addEventListener("click", () => act(async () => {
  const forgotten = await api.forgetMe();
  byId("forget-dialog").close();
  await start();
  say(`Forgotten: ${forgotten.ratingCount} ratings, and everything else about you.`);
}));
byId("why-close").addEventListener("click", () => byId("why").close());

act(start);
