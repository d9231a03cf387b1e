/** Numbers with their units, and moments, as people read them. */

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
// Made once: making a formatter takes a hundred times as long as using it.
const money = new Map([0, 2, 4, 6].map((digits) => [digits, new Intl.NumberFormat("en", { minimumFractionDigits: digits, maximumFractionDigits: digits })]));
const times = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const moments = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const days = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const since = new Intl.RelativeTimeFormat("en", { numeric: "always" });

export function count(value: number): string {
  return Math.abs(value) < 10_000 ? whole.format(value) : short.format(value);
}

export function usd(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return "$0";
  const digits = size >= 100 ? 0 : size >= 0.1 ? 2 : size >= 0.001 ? 4 : 6;
  return `${value < 0 ? "−" : ""}$${money.get(digits)?.format(size)}`;
}

export function ms(value: number | null | undefined): string {
  if (value === null || value === undefined) return "–";
  if (value < 1000) return `${whole.format(value)} ms`;
  if (value < 60_000) return `${(value / 1000).toFixed(value < 10_000 ? 2 : 1)} s`;
  return `${Math.floor(value / 60_000)} min ${Math.round((value % 60_000) / 1000)} s`;
}

const SIZES = ["B", "KB", "MB", "GB", "TB"];

/** Decimal, as files are sold and fetched. */
export function bytes(value: number): string {
  let size = value;
  let unit = 0;
  while (size >= 1000 && unit < SIZES.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${size >= 100 || unit === 0 ? size.toFixed(0) : size.toFixed(1)} ${SIZES[unit]}`;
}

export function share(part: number, of: number): string {
  if (!of) return "0 %";
  const percent = (100 * part) / of;
  if (percent > 99 && percent < 100) return `${(Math.floor(percent * 10) / 10).toFixed(1)} %`;
  return `${percent > 0 && percent < 10 ? percent.toFixed(1) : percent.toFixed(0)} %`;
}

/** How much more or less than before, in percent. */
export function change(now: number, was: number, fresh: string): string {
  if (!was) return now ? fresh : "–";
  const percent = (100 * (now - was)) / was;
  return `${percent > 0 ? "+" : percent < 0 ? "−" : ""}${Math.abs(percent).toFixed(Math.abs(percent) < 10 ? 1 : 0)} %`;
}

/** How long ago, in the largest unit that fits. */
export function ago(at: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - at) / 1000));
  const [size, unit] = seconds < 90 ? [1, "second"] as const : seconds < 5400 ? [60, "minute"] as const : seconds < 129_600 ? [3600, "hour"] as const : [86_400, "day"] as const;
  return since.format(-Math.round(seconds / size), unit);
}

export function rate(value: number): string {
  return value === 0 ? "0" : value < 10 ? value.toFixed(1) : count(value);
}

export function clock(at: number): string {
  return times.format(at);
}

export function moment(at: number): string {
  const then = new Date(at);
  const today = then.toDateString() === new Date().toDateString();
  return today ? clock(at) : moments.format(at);
}

export function day(at: number): string {
  return days.format(at);
}
