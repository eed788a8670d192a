// The first drawing in the browser takes over what the server wrote (marked by data-version), so
// nothing is drawn twice; a later version comes from the state. The answer to a form that was sent
// stays until the person goes on: no version takes its place. A link inside is followed and a GET
// form sent by the router, without loading the page anew; what was typed outlives a publication.
function useWritten(id) {
  const [written] = useState(() => {
    const found = typeof document === "undefined" ? null : document.getElementById(id);
    const stamp = found?.dataset.version;
    return { version: stamp ?? "", html: stamp ? found.innerHTML : "", typed: typedIn(found),
      at: stamp && location.pathname };
  });
  useEffect(() => { document.getElementById(id)?.removeAttribute("data-version"); }, [id]);
  return written;
}

// What a quick person typed before the page came to life.
function typedIn(found) {
  const typed = {};
  for (const field of found?.querySelectorAll("input, textarea") ?? []) {
    const [now, first] = field.type === "checkbox" ? [field.checked, field.defaultChecked]
      : [field.value, field.defaultValue];
    if (field.id && now !== first && field.type !== "file") typed[field.id] = now;
  }
  return typed;
}

function Island({ id, address, version, html, ...rest }) {
  const navigate = useNavigate();
  const written = useWritten(id);
  const kept = useRef({ typed: written.typed, focus: "" });
  const answer = written.version === "answer" && written.at === location.pathname;
  // a page loaded anew hears first what the state knows of the page before it
  const known = useRef(!written.version);
  known.current ||= address === location.pathname + location.search;
  const shown = answer || !known.current || !version || version === written.version
    ? written.html : html;
  useLayoutEffect(() => {
    const own = document.getElementById(id);
    Object.assign(kept.current.typed, typedIn(own));
    const follow = (event) => {
      const link = event.target.closest("a[href]");
      if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey
        || event.shiftKey || event.altKey || link.target || link.origin !== location.origin
        || link.hash || link.hasAttribute("download")
        || /^\/api\/|\.\w+$/.test(link.pathname)) return;
      event.preventDefault();
      kept.current.typed = {}; // the page that comes says what it says
      navigate(link.pathname + link.search);
    };
    const send = (event) => {
      const form = event.target;
      if (form.method !== "get" || !form.hasAttribute("action")) return;
      event.preventDefault();
      kept.current = { typed: {}, focus: document.activeElement?.id };
      const path = new URL(form.action).pathname;
      navigate(path + "?" + new URLSearchParams(new FormData(form)),
        { preventScrollReset: true, replace: path === location.pathname });
    };
    const note = ({ target }) => {
      kept.current.typed[target.id] = target.type === "checkbox" ? target.checked : target.value;
    };
    const change = ({ target }) => {
      if (!target.matches("[data-sends]") || !target.form.checkValidity()) return;
      target.form.requestSubmit();
    };
    const heard = { click: follow, submit: send, input: note, change };
    for (const name in heard) own.addEventListener(name, heard[name]);
    // a choice that asks by itself was made before anybody listened
    const chosen = [...own.querySelectorAll("[data-sends]")].find(({ id }) => id in kept.current.typed);
    if (chosen && written.at) setTimeout(() => change({ target: chosen }));
    return () => { for (const name in heard) own.removeEventListener(name, heard[name]); };
  }, [id, navigate]);
  useLayoutEffect(() => {
    const { typed, focus } = kept.current;
    for (const name in typed) {
      const field = document.getElementById(name);
      if (!field) continue;
      field[field.type === "checkbox" ? "checked" : "value"] = typed[name];
      field.closest("details")?.setAttribute("open", "");
    }
    if (focus) document.getElementById(focus)?.focus();
    kept.current.focus = "";
  }, [shown]);
  return jsx("div", { ...rest, id, suppressHydrationWarning: true,
    dangerouslySetInnerHTML: { __html: shown } });
}
