import { useEffect, useRef } from 'react';

/** When the API refuses a form, the first field that it marks gets the focus. */
export function useFocusOnFault(error: unknown) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [error]);
  return form;
}
