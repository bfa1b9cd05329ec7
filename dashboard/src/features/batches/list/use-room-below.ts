/** How much of the window is left below the top of an element, whatever stands above it: a list that long needs no second scroll bar. */
import { useLayoutEffect, useRef, useState, type RefObject } from "react";

const MARGIN = 24;
const AT_LEAST = 420;

export function useRoomBelow(): { ref: RefObject<HTMLDivElement | null>; height: number } {
  const ref = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(AT_LEAST);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element?.parentElement) return;
    const measure = () => setHeight(Math.max(AT_LEAST, Math.floor(window.innerHeight - MARGIN - (element.getBoundingClientRect().top + window.scrollY))));
    measure();
    const observer = new ResizeObserver(measure); // the page grows when a bar appears above the list
    observer.observe(element.parentElement);
    window.addEventListener("resize", measure);
    return () => {
      observer.disconnect();
      window.removeEventListener("resize", measure);
    };
  }, []);
  return { ref, height };
}
