// Passkeys: a form says in data-passkey what it is for, and sends what the browser's key store answers.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form).catch((error) => tell(form, error));
  });
}

async function send(form) {
  const answer = form.dataset.passkey === "add" ? await made(form) : await asked(form);
  form.elements.credential.value = JSON.stringify(written(answer));
  form.submit();
}

async function made(form) {
  const { publicKey } = JSON.parse(form.dataset.options);
  const alone = form.elements.passwordless.checked;
  return navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: known(publicKey.excludeCredentials),
      authenticatorSelection: {
        ...publicKey.authenticatorSelection,
        residentKey: alone ? "required" : "discouraged",
        requireResidentKey: alone,
        ...(alone && { userVerification: "required" }),
      },
    },
  });
}

async function asked(form) {
  const { publicKey } = form.dataset.options ? JSON.parse(form.dataset.options) : await offered(form);
  return navigator.credentials.get({
    publicKey: { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: known(publicKey.allowCredentials) },
  });
}

async function offered(form) {
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
  return (await answer.json()).request_options;
}

// What a credential holds is read by getters, so each part is named.
function written(credential) {
  const { clientDataJSON, attestationObject, authenticatorData, signature, userHandle } = credential.response;
  const parts = { clientDataJSON, attestationObject, authenticatorData, signature, userHandle };
  const response = Object.fromEntries(
    Object.entries(parts).filter(([, part]) => part).map(([name, part]) => [name, text(part)]),
  );
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

function tell(form, error) {
  const place = form.querySelector("[data-failed]");
  place.textContent = `The passkey did not work: ${error.message}`;
  place.hidden = false;
}
