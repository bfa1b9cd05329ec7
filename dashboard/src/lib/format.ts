/** Numbers and times as people read them; every number keeps its unit. */

const whole = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1 });

export const NONE = "–";

export function count(value: number | null | undefined): string {
  return value == null ? NONE : whole.format(value);
}

export function counted(value: number, one: string, many = `${one}s`): string {
  return `${whole.format(value)} ${value === 1 ? one : many}`;
}

/** A share of one as per cent; never "100 %" before it is whole, never "0 %" once it has begun. */
export function percent(share: number | null | undefined): string {
  if (share == null) return NONE;
  if (share > 0 && share < 0.01) return "< 1 %";
  if (share < 1 && share > 0.99) return "> 99 %";
  return `${whole.format(share * 100)} %`;
}

/** US dollars: two decimals, small amounts with as many as say something. */
export function usd(value: number | null | undefined): string {
  if (value == null) return NONE;
  if (value === 0) return "$0";
  if (Math.abs(value) < 0.01) return `$${value.toPrecision(2)}`;
  return `$${value.toLocaleString("en-GB", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

export function tokens(value: number | null | undefined): string {
  return value == null ? NONE : `${compact(value)} tokens`;
}

export function compact(value: number | null | undefined): string {
  if (value == null) return NONE;
  if (Math.abs(value) < 10_000) return whole.format(value);
  if (Math.abs(value) < 999_500) return `${fine.format(value / 1e3)} k`;
  if (Math.abs(value) < 999_500_000) return `${fine.format(value / 1e6)} M`;
  return `${fine.format(value / 1e9)} G`;
}

export function perMinute(value: number | null | undefined): string {
  return value == null ? NONE : `${value < 100 ? fine.format(value) : whole.format(value)} / min`;
}

export function bytes(value: number | null | undefined): string {
  if (value == null) return NONE;
  if (value < 1000) return `${value} B`;
  if (value < 1e6) return `${fine.format(value / 1e3)} kB`;
  if (value < 1e9) return `${fine.format(value / 1e6)} MB`;
  return `${fine.format(value / 1e9)} GB`;
}

/** Seconds in the two largest units: "2 h 05 min", "40 s". From ten minutes on nobody counts seconds. */
export function duration(seconds: number | null | undefined): string {
  if (seconds == null || !Number.isFinite(seconds)) return NONE;
  const all = Math.max(0, Math.round(seconds));
  if (all < 60) return `${all} s`;
  const minutes = Math.floor(all / 60);
  if (minutes < 60) return all % 60 && minutes < 10 ? `${minutes} min ${two(all % 60)} s` : `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 ? `${hours} h ${two(minutes % 60)} min` : `${hours} h`;
  const rest = hours % 24;
  return rest ? `${Math.floor(hours / 24)} d ${rest} h` : `${Math.floor(hours / 24)} d`;
}

export function milliseconds(value: number | null | undefined): string {
  if (value == null) return NONE;
  return value < 1000 ? `${whole.format(value)} ms` : `${fine.format(value / 1000)} s`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** A moment in the local zone: time alone today, else with the date. */
export function moment(at: string | null | undefined, now = new Date()): string {
  if (!at) return NONE;
  const date = new Date(at);
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  if (date.toDateString() === now.toDateString()) return time;
  const sameYear = date.getFullYear() === now.getFullYear();
  const day = date.toLocaleDateString("en-GB", { day: "numeric", month: "short", ...(sameYear ? {} : { year: "numeric" }) });
  return `${day}, ${time}`;
}

/** The same moment in UTC and to the second. */
export function utc(at: string | null | undefined): string {
  return at ? `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC` : "";
}

/** A word of the API as people write it: `near_duplicate` becomes "near duplicate". */
export function plain(word: string | null | undefined): string {
  return word ? word.replaceAll("_", " ") : NONE;
}

export function sentence(word: string | null | undefined): string {
  const text = plain(word);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
