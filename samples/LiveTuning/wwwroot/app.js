import * as api from "./api.js";
import { byId, counted, element, facts } from "./dom.js";
import { stars } from "./stars.js";
import { drawRanking, drawSmall, forgetRanking } from "./ranking.js";
import { drawSliders } from "./sliders.js";
import { drawWhy } from "./why.js";
import { drawCurve } from "./curve.js";
import { cover, nameBits } from "./cover.js";

// A narrow screen has one column, with the list below the films.
const pageSize = window.matchMedia("(min-width: 56rem)").matches ? 8 : 5;
const firstRatings = 5;
const query = { words: "", genre: "", shown: "popular", offset: 0 };
let showSliders = () => {};

function say(text, failed = false) {
  const status = byId("status");
  status.textContent = text;
  status.classList.toggle("failed", failed);
}

// Actions run one at a time, in order, so that each sees the result of the one before.
let queue = Promise.resolve();
let waiting = 0;
function act(action) {
  waiting++;
  document.body.dataset.busy = "true";
  queue = queue.then(action).catch(error => say(error.message, true)).finally(() => {
    waiting--;
    document.body.dataset.busy = `${waiting > 0}`;
  });
  return queue;
}

async function showFilms() {
  const page = await api.films({ ...query, limit: pageSize });
  const focused = document.activeElement?.closest?.("#films") ? document.activeElement : null;
  const film = focused?.closest("[data-film]")?.dataset.film;
  byId("films").replaceChildren(...page.films.map(film => element("li", {},
    cover(film),
    element("span", { class: "film-text" },
      element("span", { class: "title" }, film.title), " ", element("span", { class: "facts" }, facts(film))),
    stars(film, value => act(() => rate(film, value)), () => act(() => unrate(film))))));
  if (page.films.length === 0) {
    byId("films").append(element("li", { class: "empty" },
      query.shown === "mine" ? "You have rated nothing yet." : "No film matches."));
  }
  if (focused) {
    const again = byId("films").querySelector(`fieldset[data-film="${film}"]`);
    (again?.querySelector("input:checked") ?? again?.querySelector("input") ?? byId("words")).focus();
  }
  byId("page").textContent = page.total === 0 ? "" : `${query.offset + 1}–${query.offset + page.films.length} of ${page.total}`;
  byId("earlier").disabled = query.offset === 0;
  byId("later").disabled = query.offset + page.films.length >= page.total;
}

async function showList() {
  const sideBySide = byId("compare").checked;
  byId("list").hidden = sideBySide;
  byId("columns").hidden = !sideBySide;
  document.querySelector("main").classList.toggle("comparing", sideBySide);
  byId("change").hidden = sideBySide;
  byId("timing").hidden = sideBySide;
  if (sideBySide) {
    const lists = await api.sideBySide();
    byId("columns").replaceChildren(...lists.map(list => {
      const ranking = element("ol", { class: "ranking small" });
      drawSmall(ranking, list.films);
      return element("div", { "data-list": list.id },
        element("h3", {}, list.name), element("p", { class: "hint" }, list.description), ranking);
    }));
    return;
  }
  const list = await api.recommendations();
  byId("change").textContent = drawRanking(byId("list"), list.films, explain, ban, pin);
  byId("timing").textContent = (list.learnMicroseconds === null ? "Ranked" : `Learned in ${micro(list.learnMicroseconds)}, ranked`)
    + ` ${counted(list.filmCount, "film")} in ${micro(list.rankMicroseconds)}. `
    + "Scores are in points: one more doubles the odds that you like the film.";
}

const micro = time => time < 1000 ? `${time.toFixed(1)} µs` : `${(time / 1000).toFixed(1)} ms`;

async function showControls() {
  const state = await api.controls();
  byId("undo").disabled = state.undo === null;
  byId("undone").textContent = state.undo === null ? "" : `Last: ${state.undo}`;
  byId("controls").replaceChildren(...state.controls.map(control => element("li", { "data-control": control.id },
    element("span", {}, control.words),
    element("button", {
      type: "button", class: "quiet", "aria-label": `Take back: ${control.words}`, onclick: () => act(() => release(control)),
    }, "Take back"))));
  if (state.controls.length === 0) {
    byId("controls").append(element("li", { class: "empty" }, "None: the list follows from your ratings alone."));
  }
  showSliders(state.sliders);
}

let errors = [];
async function showCurve() {
  errors = (await api.curve()).errors;
  drawCurve(byId("curve"), byId("curve-text"), errors);
}
new ResizeObserver(() => drawCurve(byId("curve"), byId("curve-text"), errors)).observe(byId("curve"));

// The first visit asks for ratings until there are enough for a list of one's own.
async function showWelcome() {
  const rated = (await api.films({ shown: "mine", limit: 1 })).total;
  byId("welcome").hidden = rated >= firstRatings;
  byId("welcome-count").value = rated;
  byId("welcome-text").textContent = rated === 0
    ? `Most people know these films. Give stars to ${firstRatings} that you know, and the list becomes yours.`
    : `${counted(firstRatings - rated, "more film")}, and the list knows what you like. Strong opinions, 1 or 5 stars, help most.`;
}

const showChange = () => Promise.all([showList(), showControls(), showCurve(), showWelcome()]);
const showAll = () => Promise.all([showFilms(), showChange()]);

async function rate(film, value) {
  await api.rate(film.id, value);
  say(`${film.title}: ${counted(value, "star")}, learned.`);
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
  byId("why").dataset.film = film.id;
  drawWhy(byId("why-body"), why, film, () => api.network(film.id));
  byId("why").showModal();
});

const tune = (choice, amount, words) => act(async () => {
  await api.tune(amount === null ? { kind: "mute", slider: choice.id } : { kind: "boost", slider: choice.id, amount });
  say(`${choice.words}: ${words}.`);
  await showChange();
});

async function start() {
  const session = await api.signIn();
  byId("genre").replaceChildren(element("option", { value: "" }, "All genres"),
    ...session.genres.map(genre => element("option", { value: genre }, genre)));
  byId("genre").value = query.genre;
  nameBits(session.bits);
  forgetRanking();
  byId("change").textContent = "";
  showSliders = drawSliders(byId("sliders"), session.sliders, session.greatestBoost, tune);
  await showAll();
  say(session.ratingCount === 0
    ? "You are new here, so the list shows what most people like. Rate a film and watch it change."
    : `Welcome back. Your ${session.ratingCount === 1 ? "rating is" : `${session.ratingCount} ratings are`} still known.`);
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
byId("earlier").addEventListener("click", () => act(async () => {
  query.offset = Math.max(0, query.offset - pageSize);
  await showFilms();
}));
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
  say(`Forgotten: ${counted(forgotten.ratingCount, "rating")}, and everything else about you.`
    + (forgotten.isErased ? "" : " The server's files still have it, and will be rewritten as soon as the disk allows."));
}));
byId("why-close").addEventListener("click", () => byId("why").close());

act(start);
