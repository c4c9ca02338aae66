// The page of Rethink Emitter. It shows what the server says, and asks for nothing but api/… of the same place.
// Whatever comes from events is shown by textContent only.

const TAIL = 300; // events that are kept
const POINTS = 120; // of a plot, one a second
const PARKED_EVERY = 10_000; // ms
const TAIL_EVERY = 1_000; // ms
const MOST = 300; // events of an answer
const OVERLAP = 2_000; // ms: an event may be committed a little after a newer one

const HERE = location.origin + location.pathname; // without the password of an address that has one, which fetch refuses
const STATUS_EVERY = 1_000; // ms

const at = id => document.getElementById(id);
const state = { channel: null, page: {}, paused: false, events: [], ids: new Set(), held: 0, series: {}, last: {}, open: new Set() };

// ---- small helpers

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined && text !== null) made.textContent = text;
  if (className) made.className = className;
  return made;
}

const row = (...cells) => {
  const made = element("tr");
  made.append(...cells);
  return made;
};

const plural = (number, noun) => count(number) + " " + noun + (number === 1 ? "" : "s");
const count = number => Number(number ?? 0).toLocaleString("en");

function duration(ms) {
  if (ms < 1000) return [Math.round(ms), "ms"];
  if (ms < 120_000) return [(ms / 1000).toFixed(ms < 10_000 ? 1 : 0), "s"];
  if (ms < 7_200_000) return [Math.round(ms / 60_000), "min"];
  if (ms < 172_800_000) return [Math.round(ms / 3_600_000), "h"];
  return [Math.round(ms / 86_400_000), "days"];
}

const ago = iso => duration(Math.max(0, Date.now() - Date.parse(iso))).join(" ") + " ago";
const clock = iso => {
  const time = new Date(iso);
  return time.toLocaleTimeString("en-GB") + "." + String(time.getMilliseconds()).padStart(3, "0");
};

// What is after the last dots of a method and its parameters: com.example.Orders.placed(com.example.Order) is Orders.placed(Order).
const short = name => name.replace(/\b[a-z][\w$]*\.(?=[\w$.]*[A-Z])/g, "");

async function ask(path, body) {
  const answer = await fetch(HERE + "api/" + path, body === undefined
    ? { headers: { Accept: "application/json" } }
    : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) {
    let message = answer.status + " " + answer.statusText;
    try { message = JSON.parse(text).error ?? message; } catch { /* not an answer of this page's server */ }
    throw new Error(message);
  }
  return JSON.parse(text);
}

const ofChannel = (path, more = {}) => path + "?" + new URLSearchParams({ channel: state.channel, ...more });

// ---- channels and their state

function showChannels(names) {
  at("channels").replaceChildren(...(names.length < 2 ? [] : names.map(name => {
    const button = element("button", name || "default");
    button.type = "button";
    button.setAttribute("aria-current", String(name === state.channel));
    button.addEventListener("click", () => choose(name));
    return button;
  })));
}

function choose(name) {
  state.channel = name;
  state.series = {};
  state.last = {};
  state.events = [];
  state.ids = new Set();
  at("skipped").hidden = true;
  showChannels(state.page.channels);
  drawEvents();
  refreshStored();
}

const LINKS = { CONNECTED: "good", CONNECTING: "warn", INTERRUPTED: "bad", STOPPED: "bad", DISABLED: "warn" };

/** @param time milliseconds of the server's clock, because an answer may come late */
function showStatus(all, time) {
  const now = all.find(one => one.channel === state.channel);
  if (!now) return;
  const pill = at("link");
  const healthy = now.link.state !== "CONNECTED" || now.ready;
  pill.className = "pill " + (healthy ? LINKS[now.link.state] : "warn");
  pill.replaceChildren(now.link.state.toLowerCase(), element("span", now.link.host ? " · " + now.link.host : "", "host"));
  pill.title = "since " + now.link.since + (now.link.lastFailure ? "\n" + now.link.lastFailure : "");
  document.title = (now.problems.length ? "⚠ " : "") + "Rethink Emitter"; // to be seen in another tab
  at("problems").hidden = now.problems.length === 0;
  at("problems").textContent = now.problems.join("\n");

  const rate = (name, total) => {
    const before = state.last[name];
    state.last[name] = { time, total };
    return before === undefined || time <= before.time ? 0 : Math.max(0, (total - before.total) * 1000 / (time - before.time));
  };
  const following = now.following ?? { received: 0, lagMs: 0, waiting: 0 };
  const sent = rate("sent", now.publishing.stored);
  const received = rate("received", following.received);
  const waiting = now.publishing.waiting + now.publishing.underWay + following.waiting;
  at("sent").textContent = count(Math.round(sent));
  at("received").textContent = count(Math.round(received));
  [at("lag").textContent, at("lagUnit").textContent] = duration(following.lagMs).map(String);
  at("waiting").textContent = count(waiting);
  plot({ sent, received, lag: following.lagMs, waiting });
  showObservers(now.observers);
}

function plot(values) {
  for (const canvas of document.querySelectorAll("canvas[data-series]")) {
    const series = state.series[canvas.dataset.series] ??= [];
    series.push(values[canvas.dataset.series]);
    if (series.length > POINTS) series.shift();
    draw(canvas, series);
  }
}

function draw(canvas, series) {
  const scale = window.devicePixelRatio || 1;
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  canvas.width = width * scale;
  canvas.height = height * scale;
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  const most = Math.max(1, ...series);
  const x = index => width - (series.length - 1 - index) * width / (POINTS - 1);
  const y = value => height - 2 - value / most * (height - 4);
  pen.beginPath();
  series.forEach((value, index) => pen.lineTo(x(index), y(value)));
  pen.strokeStyle = getComputedStyle(document.documentElement).getPropertyValue("--accent");
  pen.lineWidth = 1.5;
  pen.lineJoin = "round";
  pen.stroke();
  pen.lineTo(x(series.length - 1), height);
  pen.lineTo(x(0), height);
  pen.globalAlpha = 0.12;
  pen.fillStyle = pen.strokeStyle;
  pen.fill();
}

function showObservers(observers) {
  at("noObservers").hidden = observers.length > 0;
  at("observers").replaceChildren(...observers.map(one => {
    const name = element("td");
    for (const part of short(one.name).split(/(?<=[.(,])/)) name.append(part, element("wbr")); // lines break there
    name.title = one.name;
    name.append(element("div", one.topic + (one.stuck ? " · hangs" : ""), one.stuck ? "alarm" : "dim"));
    return row(name, element("td", count(one.calls), "num"), element("td", count(one.failures), one.failures ? "num alarm" : "num"),
      element("td", count(one.waiting), "num"));
  }));
}

// ---- the live tail

async function readTail() {
  const channel = state.channel;
  const newest = state.events.at(-1)?.timestamp;
  try {
    if (!document.hidden) {
      const more = newest ? { from: new Date(Date.parse(newest) - OVERLAP).toISOString(), most: MOST } : { most: 50 };
      const { events } = await ask(ofChannel("events", more));
      if (channel === state.channel) arrived(events, newest !== undefined);
    }
  } catch (failure) {
    at("skipped").hidden = false;
    at("skipped").textContent = failure.message;
  }
  setTimeout(readTail, TAIL_EVERY);
}

function arrived(events, again) {
  const fresh = events.filter(event => !state.ids.has(event.id));
  at("skipped").hidden = !(again && fresh.length === MOST);
  at("skipped").textContent = "More events come than this page takes. Some are left out here, and nowhere else.";
  if (fresh.length === 0) return;
  state.events.push(...fresh);
  fresh.forEach(event => state.ids.add(event.id));
  if (state.paused) {
    state.held += fresh.length;
    at("pause").textContent = "Resume (" + count(state.held) + ")";
  }
  const most = state.paused ? 10 * TAIL : 2 * TAIL;
  if (state.events.length > most) state.events.splice(0, state.events.length - most).forEach(event => state.ids.delete(event.id));
  if (!state.paused) drawEvents();
}

function matches(event, words) {
  const text = [event.topic, event.key, event.id, event.origin, event.payload].join(" ").toLowerCase();
  return words.every(word => text.includes(word));
}

function drawEvents() {
  const words = at("filter").value.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = state.events.filter(event => matches(event, words)).slice(-TAIL).reverse();
  const known = new Map([...at("events").rows].map(line => [line.dataset.id, line]));
  at("events").replaceChildren(...shown.map(event => known.get(event.id) ?? eventRow(event)));
  at("noEvents").hidden = shown.length > 0;
  at("noEvents").textContent = words.length && state.events.length
    ? "No event matches the filter."
    : "No events yet. They appear here as they are stored.";
}

function eventRow(event) {
  const payload = element("td");
  payload.append(element("span", event.payload ?? (state.page.payloads ? "" : "hidden"), event.payload === undefined ? "dim" : ""));
  const time = element("td", clock(event.timestamp));
  time.title = event.timestamp + "\n" + event.id;
  const made = row(time, element("td", event.topic), payload, element("td", event.key ?? "", "rare"),
    element("td", (event.origin ?? "other writer").slice(0, 12), "rare"));
  made.dataset.id = event.id;
  made.addEventListener("click", () => made.classList.toggle("open"));
  return made;
}

// ---- what the database knows

async function refreshStored() {
  try {
    const [stored, parked] = await Promise.all([ask(ofChannel("stored")), ask(ofChannel("parked"))]);
    showPositions(stored.positions);
    showParked(stored.parked, parked.events);
  } catch (failure) {
    at("parkedCount").textContent = failure.message;
  }
}

function showPositions(positions) {
  at("noPositions").hidden = positions.length > 0;
  at("positions").replaceChildren(...positions.map(one => {
    const name = element("td", one.subscriber);
    if (one.unused) name.append(element("div", "unused, holds back deletions", "alarm"));
    return row(name, element("td", duration(one.lagMs).join(" ") + " ago"), element("td", ago(one.writtenAt), "dim"));
  }));
}

function showParked(counts, events) {
  const total = counts.reduce((sum, one) => sum + one.parked, 0);
  const waiting = counts.reduce((sum, one) => sum + one.waiting + one.held, 0);
  at("parkedCount").textContent = total + waiting === 0 ? "" : count(total) + " parked"
    + (waiting ? ", " + count(waiting) + " waiting" : "") + (events.length < total ? ", the first " + count(events.length) + " are shown" : "");
  at("noParked").hidden = events.length > 0;
  const groups = new Map();
  for (const event of events) {
    const key = [event.owner, event.observer, event.cause?.type ?? event.reason].join("\n");
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(event);
  }
  at("causes").replaceChildren(...[...groups].map(([key, group]) => causeGroup(key, group)));
}

function causeGroup(key, group) {
  const first = group[0];
  const made = element("details");
  made.open = state.open.has(key);
  made.addEventListener("toggle", () => made.open ? state.open.add(key) : state.open.delete(key));
  const head = element("summary");
  const cause = element("b", first.cause ? first.cause.type.replace(/^.*\./, "") : first.reason.toLowerCase());
  cause.title = first.cause?.type ?? "";
  head.append(cause, element("span", count(group.length) + " of " + short(first.observer) + " · " + first.owner), element("span", first.cause?.message ?? "", "grow"));
  const ids = group.map(event => event.id);
  head.append(...actions("all", ids, plural(group.length, "event")));
  const entries = element("div", null, "entries");
  const table = element("table");
  table.append(...group.map(entryRow));
  entries.append(table);
  if (first.cause?.stack) entries.append(element("pre", first.cause.stack));
  made.append(head, entries);
  return made;
}

function entryRow(event) {
  const what = element("td", event.topic);
  what.append(element("div", event.payload ?? event.eventId, "dim"));
  const when = element("td", ago(event.last), "time");
  when.title = event.last;
  const buttons = element("td", null, "num");
  buttons.append(...actions("one", [event.id], "this event of " + event.topic));
  return row(what, element("td", plural(event.attempts, "attempt"), "time"), when, buttons);
}

function actions(scope, ids, what) {
  if (!state.page.actions) return [];
  return ["redrive", "discard"].map(action => {
    const button = element("button", action[0].toUpperCase() + action.slice(1) + (scope === "all" ? " all" : ""), "small");
    button.type = "button";
    button.addEventListener("click", async event => {
      event.preventDefault();
      const reason = await confirmed(action, what);
      if (reason === null) return;
      button.disabled = true;
      try {
        await ask(ofChannel(action), action === "redrive" ? { ids } : { ids, reason });
      } catch (failure) {
        at("parkedCount").textContent = failure.message;
      }
      refreshStored();
    });
    return button;
  });
}

function confirmed(action, what) {
  const dialog = at("ask");
  at("askTitle").textContent = action === "redrive" ? "Redrive " + what + "?" : "Discard " + what + "?";
  at("askText").textContent = action === "redrive"
    ? "The observer is called again, by the server that has the subscriber's name."
    : "The observer will not get it any more.";
  at("askLabel").hidden = action === "redrive";
  at("askReason").value = "";
  at("askReason").required = action === "discard";
  at("askYes").textContent = action === "redrive" ? "Redrive" : "Discard";
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise(resolve => dialog.addEventListener("close",
    () => resolve(dialog.returnValue === "yes" ? at("askReason").value.trim() : null), { once: true }));
}

// ---- start

async function readStatus() {
  try {
    const { channels, millis } = await ask("status");
    showStatus(channels, millis);
  } catch {
    lost("The server does not answer. Trying again …");
  }
  setTimeout(readStatus, STATUS_EVERY);
}

function lost(text) {
  document.title = "⚠ Rethink Emitter";
  at("link").className = "pill bad";
  at("link").textContent = "not connected";
  at("problems").hidden = false;
  at("problems").textContent = text;
}

at("filter").addEventListener("input", drawEvents);
at("refresh").addEventListener("click", refreshStored);
at("pause").addEventListener("click", () => {
  state.paused = !state.paused;
  state.held = 0;
  at("pause").textContent = state.paused ? "Resume" : "Pause";
  at("pause").setAttribute("aria-pressed", String(state.paused));
  if (!state.paused) drawEvents();
});
document.addEventListener("visibilitychange", () => { if (!document.hidden) refreshStored(); });

try {
  state.page = await ask("page");
  at("foot").textContent = [state.page.user && "signed in as " + state.page.user,
    state.page.payloads ? null : "payloads are hidden (page.payloads)", state.page.actions ? null : "actions are off (page.actions)"]
    .filter(Boolean).join(" · ");
  choose(state.page.channels[0] ?? "");
  readStatus();
  readTail();
  setInterval(() => { if (!document.hidden) refreshStored(); }, PARKED_EVERY);
} catch (failure) {
  lost(failure.message);
}
