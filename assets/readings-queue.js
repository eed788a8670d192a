// Readings entered without a network: kept in IndexedDB, sent once when there is one. Read by the
// open pages and by the service worker. An entry belongs to `owner`, a name the server gives the
// signed-in person, and to a meter: a new one in its place never gets the old one's figures.
(() => {
  "use strict";
  const NAME = "lk-readings";
  const ADDRESS = "/api/readings";
  const LOCK = "lk-readings-send";
  const SETTLED = new Set(["accepted", "refused", "asked"]);
  const ROLLOVER_PART = 4; // as the server: a step through zero is believed up to this part

  const opened = () => new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("entries", { keyPath: "key" });
      asked.result.createObjectStore("seen"); // what the cabinet showed last: one row, «now»
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const run = async (store, mode, work) => {
    const db = await opened();
    try {
      return await new Promise((resolve, reject) => {
        const transaction = db.transaction(store, mode);
        const request = work(transaction.objectStore(store));
        transaction.oncomplete = () => resolve(request && request.result);
        transaction.onabort = transaction.onerror = () => reject(transaction.error);
      });
    } finally {
      db.close();
    }
  };

  const seen = () => run("seen", "readonly", (store) => store.get("now"));
  const forget = () => run("seen", "readwrite", (store) => store.delete("now"));
  const drop = (key) => run("entries", "readwrite", (store) => store.delete(key));
  // What became of an entry; one that was replaced or dropped meanwhile does not come back.
  const settle = (key, answer) => run("entries", "readwrite", (store) => {
    store.get(key).onsuccess = (e) => {
      if (e.target.result) store.put({ ...e.target.result, ...answer });
    };
  });

  // Only the person whose cabinet was open here last sees anything.
  const mine = async () => {
    const known = await seen();
    const all = await run("entries", "readonly", (store) => store.getAll());
    const own = known ? all.filter((entry) => entry.owner === known.owner) : [];
    return own.sort((a, b) => a.taken_at.localeCompare(b.taken_at));
  };
  const waiting = async () => (await mine()).filter((entry) => !SETTLED.has(entry.state));

  // Ask the server what there is to enter; whoever is signed out leaves nothing to look at.
  const look = async () => {
    const answer = await fetch(ADDRESS, { headers: { Accept: "application/json" } });
    if (answer.status === 401) return forget();
    if (!answer.ok) return undefined;
    const told = { ...await answer.json(), looked_at: Date.now() };
    return run("seen", "readwrite", (store) => store.put(told, "now"));
  };

  // The later reading of a meter is meant: what there is of the same meter goes, `next` takes its
  // place. What is `newer` than that stays.
  const replace = (owner, meter, next = null, newer = () => false) => run("entries", "readwrite", (store) => {
    store.openCursor().onsuccess = (e) => {
      const cursor = e.target.result;
      if (!cursor) return next && store.put(next);
      const { value: old } = cursor;
      if (old.owner === owner && old.meter === meter && !newer(old)) cursor.delete();
      return cursor.continue();
    };
  });
  // By the server's clock: what this device's own showed when it looked there last is known.
  const clock = (known) => Date.parse(known.now) + Date.now() - known.looked_at;
  // `attempt` is the one of a form whose answer the connection took along: the same reading.
  const keep = async ({ owner, account, meter, values, confirmed = [], attempt = crypto.randomUUID() }) => {
    const known = await seen();
    if (!known || known.owner !== owner) return null;
    const entry = { key: `${attempt}:${meter}`, attempt, owner, account, meter: Number(meter), values,
      confirmed, taken_at: new Date(clock(known)).toISOString(), state: "waiting" };
    await replace(owner, entry.meter, entry);
    return entry;
  };

  const post = ({ attempt, owner, account, meter, values, confirmed, taken_at }) => fetch(ADDRESS, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Idempotency-Key": attempt },
    body: JSON.stringify({ owner, account_number: account, meter, values, confirmed, taken_at }),
  });

  // Everything that waits, one after another. What the server could not answer stays for the next
  // time: signed out (401), another person (403), a fault (5xx), too many at once (429).
  const sendAll = async () => {
    let left = 0;
    for (const entry of await waiting()) {
      let answer;
      try {
        answer = await post(entry);
      } catch {
        return left + 1;
      }
      if (answer.ok) await settle(entry.key, await answer.json());
      else left += 1;
    }
    return left;
  };
  // Two tabs and the worker must not send at once; where there are no locks the key still holds.
  const send = () => (self.navigator.locks
    ? self.navigator.locks.request(LOCK, sendAll) : sendAll());

  const digitsOf = (text) => text.replace(/\s/g, "");
  const days = (since, known) => Math.max(1, (clock(known) - Date.parse(since)) / 86_400_000);
  const kwhOf = (register, digits) => {
    const dial = 10 ** register.digits;
    return ((Number(digits) - register.last + dial) % dial) * register.ratio;
  };
  // Why a value cannot be true, as far as a device can tell; "" when it can.
  const wrong = (register, text) => {
    const digits = digitsOf(text);
    if (!digits) return "Введите показание.";
    if (/^\d+[.,]\d*$/.test(digits)) return "Только целые киловатт-часы, без запятой.";
    if (!/^\d+$/.test(digits)) return "Только цифры.";
    if (digits.replace(/^0+/, "").length > register.digits) return `На этом счётчике цифр: ${register.digits}.`;
    const dial = 10 ** register.digits;
    const back = kwhOf(register, digits) / register.ratio > dial / ROLLOVER_PART;
    return Number(digits) < register.last && back
      ? `Прошлое показание — ${register.last}, новое не может быть меньше.` : "";
  };
  // What may be true and is strange: asked once at the meter, where one can still look again.
  const strange = (known, register, text) => {
    const digits = digitsOf(text);
    const kwh = kwhOf(register, digits);
    const over = Number(digits) < register.last;
    if (kwh <= register.daily * days(register.last_on, known)) return over ? ["reading.rollover"] : [];
    return [...(over ? ["reading.rollover"] : []), "reading.jump", "reading.extra_digit"];
  };

  self.readingsQueue = { seen, forget, mine, waiting, look, keep, replace, drop, send, wrong, strange, digitsOf, kwhOf };
})();
