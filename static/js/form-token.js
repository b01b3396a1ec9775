// What shows that a form comes from our own page. Read anew for each request: it changes when
// the person signs in again in another tab. Over TLS it has the name that only we can give it.
export function csrfToken() {
  return read("__Host-csrftoken") ?? read("csrftoken") ?? "";
}

function read(name) {
  const cookies = document.cookie.split("; ");
  return cookies.find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1);
}
