/** The browser's own modal dialog: focus stays inside, Escape closes it. */

import type { ReactNode } from "react";
import { useEffect, useId, useRef } from "react";
import { t } from "../texts";
import { Button } from "./kit";

export function Dialog({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const box = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const open = box.current;
    open?.showModal();
    return () => open?.close();
  }, []);
  return (
    <dialog
      ref={box}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      className="w-[min(34rem,calc(100vw-2rem))] rounded-xl border border-line bg-card p-5"
    >
      <div className="mb-3 flex items-start justify-between gap-3">
        <h2 id={id} className="text-lg font-semibold">
          {title}
        </h2>
        <Button kind="quiet" onClick={onClose} aria-label={t.common.close}>
          ✕
        </Button>
      </div>
      {children}
    </dialog>
  );
}
