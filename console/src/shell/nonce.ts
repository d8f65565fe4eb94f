const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]');

/** This page's nonce: style elements made later must carry it, or the Content-Security-Policy refuses them. */
export const nonce = meta?.nonce ?? '';

// get-nonce, which the scroll lock of dialogs asks, reads it here.
Object.assign(window, { __webpack_nonce__: nonce });
