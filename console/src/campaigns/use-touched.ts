import { type FocusEvent, useState } from 'react';

/**
 * Whether the focus was in an element and has left it; pickers that open elsewhere keep it. Where it left by a press of
 * the pointer, only after that: what is told then moves the page, and the press is to hit what it was meant for.
 */
export function useTouched(): [touched: boolean, onBlur: (event: FocusEvent<HTMLElement>) => void] {
  const [touched, setTouched] = useState(false);
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) => {
    if (touched || currentTarget.contains(relatedTarget)) return;
    const tell = () => setTouched(true);
    const isPressed = document.querySelector(':active') !== null;
    if (isPressed) window.addEventListener('pointerup', () => setTimeout(tell), { once: true });
    else tell();
  };
  return [touched, onBlur];
}
