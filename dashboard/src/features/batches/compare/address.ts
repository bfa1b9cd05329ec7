/** Which batches are compared, as the address tells it. Pure. */

export const AT_MOST = 4;

export function readIds(params: URLSearchParams): string[] {
  const all = params.getAll("ids").flatMap((value) => value.split(","));
  return [...new Set(all.map((id) => id.trim()).filter(Boolean))].slice(0, AT_MOST);
}

/** Ids are of letters, digits, `_` and `-`: the commas stay readable. */
export function compareAddress(ids: readonly string[]): string {
  const some = ids.slice(0, AT_MOST).map(encodeURIComponent);
  return some.length ? `/batches/compare?ids=${some.join(",")}` : "/batches/compare";
}

/** Put a batch in a place, or take it out of there; one that is chosen already is moved and not doubled. */
export function placed(ids: readonly string[], place: number, id: string | null): string[] {
  const others = ids.map((one, index) => (index === place ? id : one === id ? null : one));
  if (place >= ids.length) others.push(id);
  return others.filter((one) => one !== null).slice(0, AT_MOST);
}
