// Creates elements with text, never with markup: titles and names are data.
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) {
      made.addEventListener(name.slice(2), value);
    } else if (value === true) {
      made.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(name, value);
    }
  }
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
}

export function drawing(tag, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

export const byId = id => document.getElementById(id);

export const signed = amount => `${amount <= -0.005 ? "−" : "+"}${Math.abs(amount).toFixed(2)}`;

export const points = amount => amount.toFixed(2).replace("-", "−");

export const counted = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;

// No line begins with a dot, and none ends within a word such as Sci-Fi.
export const facts = film => [film.year, ...film.genres].filter(Boolean)
  .map(fact => String(fact).replaceAll("-", "-\u2060")).join("\u00a0· ");
