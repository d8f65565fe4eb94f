/**
 * The address, or null where the text is none. Not `URL.canParse`: on Node.js 20 its compiled form takes Latin-1 for
 * UTF-8 and refuses `https://münchen.example` after some thousand calls.
 */
export function parsedUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
