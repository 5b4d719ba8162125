// The wire between a page and the frame in it: JSON in strings, held back until the other side has answered.
const READY = "__ready__";
const EVERY = 50; // milliseconds

function wire({ other, scope, origin, hear }) {
  const own = crypto.randomUUID();
  let waiting = [];
  const post = (method, params) =>
    other.postMessage(JSON.stringify({ postis: true, scope, method, params }), "*");
  const calling = setInterval(() => post(READY, own), EVERY);
  const listen = (event) => {
    if (origin && event.origin !== origin) return;
    const message = understood(event.data, scope);
    if (!message) return;
    if (message.method !== READY) hear(message.method, message.params);
    else if (message.params !== own) post(READY, message.params);
    else if (waiting) {
      clearInterval(calling);
      for (const [method, params] of waiting) post(method, params);
      waiting = null;
    }
  };
  window.addEventListener("message", listen);
  return {
    send: (method, params) => (waiting ? waiting.push([method, params]) : post(method, params)),
    close: () => {
      clearInterval(calling);
      window.removeEventListener("message", listen);
    },
  };
}

function understood(data, scope) {
  try {
    const message = JSON.parse(data);
    return message?.postis === true && message.scope === scope ? message : null;
  } catch {
    return null; // somebody else's message
  }
}
