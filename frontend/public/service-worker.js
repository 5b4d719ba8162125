// Shows a page of its own where there is no connection. It keeps that page and nothing else: whatever belongs to a
// person comes from the server each time, and is stored nowhere.
// The build names the cache after what is in it: another version of that page is another cache.
const KEPT = "offline-0";
const PAGE = "/offline.html";
const FILES = [PAGE, "/offline.css", "/icons/mark.svg"];

self.addEventListener("install", (event) => {
  const asked = FILES.map((file) => new Request(file, { cache: "no-cache" }));
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll(asked)));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  const outdated = (names) =>
    names.filter((name) => name !== KEPT).map((name) => caches.delete(name));
  event.waitUntil(caches.keys().then((names) => Promise.all(outdated(names))));
});

// What is kept is for where there is no connection alone: where there is one, nothing of another version stays.
self.addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  const kept = event.request.mode === "navigate" ? PAGE : pathname;
  if (origin !== self.location.origin || !FILES.includes(kept)) return;
  event.respondWith(fetch(event.request).catch(() => caches.match(kept)));
});
