/**
 * The browser's address. The demonstration hands things over in its query: `?code=…` to sign in as somebody,
 * `?phone=…` for that person's demonstration phone. In WeChat there is no address: nothing is found.
 */

function readQuery(text: string): URLSearchParams {
  const start = text.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : text.slice(start + 1));
}

/** The value of a parameter, before or after the `#`. */
export function findAddressParameter(name: string): string | undefined {
  if (process.env.TARO_ENV !== 'h5') return undefined;
  return (
    readQuery(window.location.search).get(name) ?? readQuery(window.location.hash).get(name) ?? undefined
  );
}

/** An address without a parameter, wherever it stood. */
export function withoutParameter(address: string, name: string): string {
  const [path = '', hash] = address.split('#');
  const strip = (part: string) => {
    const [before = '', query] = part.split('?');
    const rest = new URLSearchParams(query ?? '');
    rest.delete(name);
    const text = rest.toString();
    return text ? `${before}?${text}` : before;
  };
  return hash === undefined ? strip(path) : `${strip(path)}#${strip(hash)}`;
}

/** Reads a parameter once: it is gone from the address and from the history afterwards. */
export function takeAddressParameter(name: string): string | undefined {
  const value = findAddressParameter(name);
  if (value === undefined) return undefined;
  window.history.replaceState(window.history.state, '', withoutParameter(window.location.href, name));
  return value;
}

const phoneKey = 'qifutong:phone';

/**
 * The demonstration phone this page was opened by (`?phone=…`), kept for as long as the browser's tab lives;
 * undefined in WeChat and in any other browser.
 */
export function findDemonstrationPhone(): string | undefined {
  if (process.env.TARO_ENV !== 'h5') return undefined;
  const given = findAddressParameter('phone');
  if (given) window.sessionStorage.setItem(phoneKey, given);
  return given ?? window.sessionStorage.getItem(phoneKey) ?? undefined;
}
