/** Small parts that every page is made of. */

import type { ButtonHTMLAttributes, ReactNode } from "react";
import { useId } from "react";
import { useState } from "react";
import { Failure } from "../api/client";
import type { Sensitivity, TierName, Zone } from "../api/shapes";
import { TIERS } from "../api/shapes";
import { copy } from "../lib/clipboard";
import { t } from "../texts";

export function cx(...parts: (string | false | null | undefined)[]): string {
  return parts.filter(Boolean).join(" ");
}

const BUTTON = {
  primary: "bg-accent text-accent-ink hover:opacity-90 border-transparent",
  plain: "bg-card text-ink border-line hover:bg-accent-soft",
  danger: "bg-card text-bad border-line hover:bg-bad-soft",
  quiet: "bg-transparent text-ink border-transparent hover:bg-accent-soft",
};

export function Button({
  kind = "plain",
  className,
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { kind?: keyof typeof BUTTON }) {
  return (
    <button
      type="button"
      {...rest}
      className={cx(
        "inline-flex min-h-9 items-center justify-center gap-2 rounded-lg border px-3 py-1.5 text-sm font-medium",
        "disabled:cursor-not-allowed disabled:opacity-55",
        BUTTON[kind],
        className,
      )}
    />
  );
}

export function Card({
  title,
  lead,
  actions,
  children,
  className,
}: {
  title?: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  const id = useId();
  return (
    <section
      aria-labelledby={title ? id : undefined}
      className={cx("min-w-0 rounded-xl border border-line bg-card p-4 shadow-xs sm:p-5", className)}
    >
      {title ? (
        <div className="mb-3 flex flex-wrap items-start justify-between gap-2">
          <div className="min-w-0 flex-1 basis-64">
            <h2 id={id} className="text-base font-semibold">
              {title}
            </h2>
            {lead ? <p className="text-sm text-faint">{lead}</p> : null}
          </div>
          {actions}
        </div>
      ) : null}
      {children}
    </section>
  );
}

export function Page({
  title,
  lead,
  actions,
  children,
}: {
  title: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="mx-auto flex w-full max-w-[110rem] flex-col min-[2400px]:max-w-[150rem] gap-4 p-4 sm:p-6">
      <header className="flex flex-wrap items-end justify-between gap-3">
        <div className="min-w-0">
          <h1 className="text-2xl font-semibold tracking-tight wrap-anywhere">{title}</h1>
          {lead ? <p className="text-faint">{lead}</p> : null}
        </div>
        {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
      </header>
      {children}
    </div>
  );
}

const TONE = {
  plain: "bg-page text-faint border-line",
  good: "bg-good-soft text-good border-transparent",
  warn: "bg-warn-soft text-warn border-transparent",
  bad: "bg-bad-soft text-bad border-transparent",
};

export function Badge({ tone = "plain", children }: { tone?: keyof typeof TONE; children: ReactNode }) {
  return (
    <span className={cx("inline-flex items-center gap-1 rounded-md border px-1.5 text-xs font-medium", TONE[tone])}>
      {children}
    </span>
  );
}

const ZONE_DOT: Record<Zone, string> = { local: "bg-local", private: "bg-private", public: "bg-public" };
const ZONE_TEXT: Record<Zone, string> = { local: "text-local", private: "text-private", public: "text-public" };

export function ZoneMark({ zone }: { zone: Zone | null }) {
  if (!zone) return <span className="text-faint">–</span>;
  return (
    <span className={cx("inline-flex items-center gap-1.5 text-sm font-medium", ZONE_TEXT[zone])}>
      <span aria-hidden className={cx("size-2 rounded-full", ZONE_DOT[zone])} />
      {zone}
    </span>
  );
}

export function tierColour(tier: TierName): string {
  return `var(--tier-${TIERS.indexOf(tier)})`;
}

/** Five steps, as many filled as the tier is high. */
export function TierMark({ tier }: { tier: TierName | null }) {
  if (!tier) return <span className="text-faint">–</span>;
  const height = TIERS.indexOf(tier);
  return (
    <span className="inline-flex items-center gap-1.5 text-sm whitespace-nowrap">
      <span aria-hidden className="flex items-end gap-px">
        {TIERS.map((one, place) => (
          <span
            key={one}
            className="w-1 rounded-xs"
            style={{ height: 4 + place * 2, background: place <= height ? tierColour(tier) : "var(--line)" }}
          />
        ))}
      </span>
      {tier}
    </span>
  );
}

export function SensitivityMark({ value }: { value: Sensitivity }) {
  return <Badge tone={value === "confidential" ? "bad" : value === "internal" ? "warn" : "plain"}>{value}</Badge>;
}

export function StatusMark({ status, error }: { status: number | null; error: string | null }) {
  if (status === null) return <Badge>{t.requests.running}</Badge>;
  const fine = status < 400 && !error;
  return <Badge tone={fine ? "good" : status === 499 ? "warn" : "bad"}>{error ? `${status} ${error}` : status}</Badge>;
}

const INPUT =
  "min-h-9 w-full rounded-lg border border-line bg-card px-2.5 py-1.5 text-sm text-ink placeholder:text-faint disabled:opacity-60";

export function Field({
  label,
  hint,
  children,
}: {
  label: ReactNode;
  hint?: ReactNode;
  children: (props: { id: string; className: string; "aria-describedby"?: string }) => ReactNode;
}) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-xs font-medium text-faint">
        {label}
      </label>
      {children({ id, className: INPUT, ...(hint ? { "aria-describedby": `${id}-hint` } : {}) })}
      {hint ? (
        <p id={`${id}-hint`} className="text-xs text-faint">
          {hint}
        </p>
      ) : null}
    </div>
  );
}

export function Select<V extends string>({
  label,
  value,
  options,
  onChange,
  disabled,
}: {
  label: ReactNode;
  value: V;
  options: readonly (readonly [V, string])[];
  onChange: (value: V) => void;
  disabled?: boolean;
}) {
  return (
    <Field label={label}>
      {(props) => (
        <select {...props} disabled={disabled} value={value} onChange={(event) => onChange(event.target.value as V)}>
          {options.map(([key, name]) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export function Tick({
  label,
  checked,
  onChange,
}: {
  label: ReactNode;
  checked: boolean;
  onChange: (value: boolean) => void;
}) {
  return (
    <label className="inline-flex items-center gap-2 text-sm">
      <input
        type="checkbox"
        className="size-4 accent-(--accent)"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      {label}
    </label>
  );
}

export function Loading() {
  return (
    <div role="status" className="flex flex-col gap-2 py-2">
      <span className="sr-only">{t.state.loading}</span>
      {[90, 75, 82].map((width) => (
        <div key={width} aria-hidden className="h-4 animate-pulse rounded bg-line" style={{ width: `${width}%` }} />
      ))}
    </div>
  );
}

export function Empty({ children }: { children: ReactNode }) {
  return <p className="py-6 text-center text-sm text-faint">{children}</p>;
}

export function Problem({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const offline = error instanceof Failure && error.status === 0;
  const said = error instanceof Error ? error.message : String(error);
  return (
    <div role="alert" className="flex flex-wrap items-center gap-3 rounded-lg bg-bad-soft px-3 py-2 text-sm text-bad">
      <span className="min-w-0 wrap-anywhere">{offline ? t.state.offline : said}</span>
      {onRetry ? <Button onClick={onRetry}>{t.state.retry}</Button> : null}
    </div>
  );
}

/** One answer of the control API: loading, failed, or there. */
export function Asked<T>({
  query,
  children,
}: {
  query: { data: T | undefined; error: unknown; isPending: boolean; refetch: () => unknown };
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  return <Loading />;
}

export function Copy({ text, label = t.common.copy }: { text: string; label?: string }) {
  const [done, setDone] = useState(false);
  return (
    <Button
      onClick={() => {
        void copy(text).then(setDone);
        window.setTimeout(() => setDone(false), 2000);
      }}
    >
      <span aria-live="polite">{done ? t.common.copied : label}</span>
    </Button>
  );
}

export function Code({ children }: { children: ReactNode }) {
  return (
    <pre tabIndex={0} className="overflow-x-auto rounded-lg border border-line bg-page p-3 font-mono text-xs leading-relaxed">
      {children}
    </pre>
  );
}
