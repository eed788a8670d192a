// The service worker: the app opens without a network, a page seen before opens at once, files are
// fetched once, and readings that wait are sent when the network is back, also with the app closed
// (Background Sync).
"use strict";
importScripts("/readings-queue.js", "/push.js");

const BUILD = "development"; // written in by the build (lk_app/serving/offline.py)
const CACHE = `lk-${BUILD}`;
const PAGE = "/offline.html";
const VISION = "/vision.css"; // as this person chose on /vision, so it is kept whenever it is asked for
const SHELL = [PAGE, "/offline.js", "/readings-queue.js", "/simple.css", VISION, "/favicon.ico", "/icon.svg"];
const HASHED = /^\/(assets\/[^/]+-[\w-]{8}\.\w+|fonts\/.+)$/; // a changed one has another name
const CABINET = /^\/(cabinet|simple)(\/|$)/;
const ANYONES = /^\/(about|consumers|disclosure|login|news|register|tariffs)?(\/|$)/;
const KEPT_AT = "X-Kept-At";
const FRESH_MS = 12 * 3_600_000; // an older copy is shown only where there is no network
const PATIENCE_MS = 10_000; // a stairwell often has a network that never answers
const GONE = new Set([502, 503, 504]); // a proxy answers, the cabinet behind it does not

self.addEventListener("install", (e) => {
  const fresh = SHELL.map((path) => new Request(path, { cache: "reload" }));
  e.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(fresh)));
  self.skipWaiting();
});

// The build before this one stays: a page that is open since then may still ask for its files.
self.addEventListener("activate", (e) => {
  const prune = async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("lk-"));
    await Promise.all(names.filter((name) => name !== CACHE).slice(0, -1).map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  e.waitUntil(prune());
});

self.addEventListener("fetch", (e) => {
  const { request } = e;
  const url = new URL(request.url);
  // signing out, also of the plain pages: whoever comes next sees nothing
  if (request.method === "POST" && url.pathname.endsWith("/logout")) e.waitUntil(self.readingsQueue.forget());
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (HASHED.test(url.pathname)) return e.respondWith(kept(request));
  if (SHELL.includes(url.pathname)) return e.respondWith(offline(request));
  if (request.mode !== "navigate" || /^\/api\/|\.\w+$/.test(url.pathname)) return;
  if (CABINET.test(url.pathname)) return e.respondWith(own(request));
  if (ANYONES.test(url.pathname) && !url.search) return e.respondWith(anyones(e));
  return e.respondWith(fetch(request).catch(() => shell()));
});

const shell = async () => (await caches.match(PAGE)) || Response.error();

// A person's page comes from the server, so it is never older than what answers it; without one
// there are the accounts, the last values and the fields.
const own = async (request) => {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(request, { signal: patience.signal });
    return GONE.has(answer.status) ? await shell() : answer;
  } catch {
    return shell();
  } finally {
    clearTimeout(timer); // what has begun to arrive may take its time
  }
};

// A page for anyone opens from its copy while the next one is fetched; the page itself asks for
// what was published since (states/public). Of this build alone: its scripts are of one piece.
const anyones = async (e) => {
  const cache = await caches.open(CACHE);
  const copy = await cache.match(e.request);
  const fresh = renewed(e, cache);
  const age = copy ? Date.now() - Number(copy.headers.get(KEPT_AT)) : Infinity;
  if (age > FRESH_MS) return (await fresh) || copy || shell();
  e.waitUntil(fresh);
  return copy;
};
const renewed = async (e, cache) => {
  try {
    const answer = await fetch(e.request);
    const html = (answer.headers.get("Content-Type") || "").startsWith("text/html");
    if (answer.status === 200 && html && !answer.redirected) e.waitUntil(put(cache, e.request, answer.clone()));
    return answer;
  } catch {
    return null;
  }
};
const put = async (cache, request, answer) => {
  const headers = new Headers(answer.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  headers.set(KEPT_AT, String(Date.now()));
  await cache.put(request, new Response(await answer.blob(), { headers }));
};

const kept = async (request) => {
  const found = await caches.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.status === 200) {
    const copy = answer.clone();
    const cache = await caches.open(CACHE);
    await cache.put(request, copy);
  }
  return answer;
};
const offline = async (request) => {
  try {
    const answer = await fetch(request);
    const copy = answer.ok && new URL(request.url).pathname === VISION && answer.clone();
    if (copy) await (await caches.open(CACHE)).put(request, copy);
    return answer;
  } catch {
    return (await caches.match(request, { ignoreSearch: true })) || Response.error();
  }
};

const showBadge = async () => {
  const known = await self.readingsQueue.seen();
  const entries = await self.readingsQueue.mine();
  const left = entries.filter((entry) => entry.state !== "accepted").length + (known ? known.todo : 0);
  await (left ? self.navigator.setAppBadge?.(left) : self.navigator.clearAppBadge?.());
};
self.addEventListener("sync", (e) => {
  if (e.tag !== "readings") return;
  const send = async () => {
    const left = await self.readingsQueue.send();
    for (const page of await self.clients.matchAll()) page.postMessage("readings");
    await showBadge().catch(() => undefined);
    if (left) throw new Error("not all were sent"); // the browser tries again later
  };
  e.waitUntil(send());
});
