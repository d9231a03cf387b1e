import { useCallback, useRef, useState } from "react";

/** How wide an element is, in CSS pixels, so that what is drawn in it need not be scaled. */
export function useWidth(before: number): [(element: Element | null) => void, number] {
  const [width, setWidth] = useState(before);
  const watching = useRef<ResizeObserver | null>(null);
  const measure = useCallback((element: Element | null) => {
    watching.current?.disconnect();
    watching.current = null;
    if (!element) return;
    watching.current = new ResizeObserver(([seen]) => seen && setWidth(Math.round(seen.contentRect.width)));
    watching.current.observe(element);
  }, []);
  return [measure, width];
}
