// The server's JSON interface. Every change carries a token, which proves that this page sent it.
let token = "";

export class ServerError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function call(method, path, body) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
  }
  if (method !== "GET") {
    headers["X-CSRF-TOKEN"] = token;
  }
  let response;
  try {
    response = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), cache: "no-store" });
  } catch {
    throw new ServerError("The server does not answer. Is it still running?", 0);
  }
  if (response.status === 204) {
    return null;
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok) {
    throw new ServerError(answer?.detail ?? answer?.title ?? `The server answered ${response.status}.`, response.status);
  }
  return answer;
}

export async function signIn() {
  const session = await call("GET", "api/session");
  token = session.token;
  return session;
}

export const films = query => call("GET", `api/films?${new URLSearchParams(query)}`);
export const rate = (film, value) => call("PUT", `api/ratings/${film}`, { value });
export const unrate = film => call("DELETE", `api/ratings/${film}`);
export const recommendations = () => call("GET", "api/recommendations");
export const sideBySide = () => call("GET", "api/recommendations/compare");
export const explanation = film => call("GET", `api/films/${film}/explanation`);
export const network = film => call("GET", `api/films/${film}/network`);
export const tune = control => call("POST", "api/controls", control);
export const release = id => call("DELETE", `api/controls/${id}`);
export const controls = () => call("GET", "api/controls");
export const undo = () => call("POST", "api/undo");
export const forgetMe = () => call("DELETE", "api/session");
export const curve = () => call("GET", "api/curve");
