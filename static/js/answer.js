// Sends an answer without losing it on a bad signal. Without this file the form works as forms do.
// Its words come from the page (data-…), so that they are in the page's language.
(() => {
  const form = document.querySelector("form[data-answer]");
  if (!form || !window.fetch || !window.AbortController) return;
  const words = form.dataset;
  const autosave = "autosave" in words;
  const status = form.querySelector(".saved");
  const say = (text) => { if (status.textContent !== text) status.textContent = text; };
  // What is chosen, as the server writes it: one value, or several with commas.
  const chosen = (state) => [...form.querySelectorAll("[name=answer]" + state)].map((choice) => choice.value).sort().join();
  const pause = (time) => new Promise((go) => {
    setTimeout(go, time);
    addEventListener("online", go, { once: true });
  });

  // How long the page was out of sight, where the form has a place for it.
  const away = form.elements.away_ms;
  if (away) {
    let since = 0;
    away.value = away.value || 0;
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) since = performance.now();
      else if (since) away.value = Math.min(+away.value + Math.round(performance.now() - since), 999999999);
    });
  }

  async function attempt(headers, body) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), 20000);
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers, signal: stop.signal });
      return { answer, text: await answer.text() };
    } catch (error) {
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  // Tries until the server has answered. The form's count makes a second arrival harmless.
  async function send(headers) {
    const body = new URLSearchParams(new FormData(form));
    for (let turn = 0; ; turn++) {
      const got = await attempt(headers, body);
      if (got && (got.answer.status < 502 || turn > 4)) return got;
      say(words.waiting);
      await pause(Math.min(1000 * 2 ** turn, 15000));
    }
  }

  let kept = chosen("[checked]");
  let saving = null;
  const save = () => (saving = saving || keep().finally(() => { saving = null; }));

  // True when the chosen answer is on the server. One is sent after the other, the newest last.
  // With nothing ticked there is nothing to send.
  async function keep() {
    for (let value; (value = chosen(":checked")) && value !== kept; kept = value) {
      say(words.saving);
      const { answer, text } = await send({ Accept: "application/json" });
      const isJson = (answer.headers.get("Content-Type") || "").includes("json");
      const said = isJson ? JSON.parse(text) : {};
      // Another tab was quicker, or something is wrong: sent as a form, the server's page says what to do.
      if (!said.saved) {
        form.submit();
        return false;
      }
      form.elements.count.value = said.count;
      say(words.saved.replace("{time}", said.saved));
    }
    return true;
  }

  let sending = false;
  form.addEventListener("submit", async (event) => {
    if (!chosen(":checked")) return;
    event.preventDefault();
    if (sending) return;
    sending = true;
    if (autosave) {
      if (await save()) location.assign(words.next);
    } else {
      say(words.saving);
      const { answer } = await send({});
      // Anything but a redirect is a page to read: the browser fetches it itself.
      if (answer.redirected && answer.ok) location.assign(answer.url);
      else form.submit();
    }
  });
  addEventListener("pageshow", () => { sending = false; });
  if (autosave) form.addEventListener("change", save);
})();
