import type { FieldFault } from '../../domain/errors';
import type { CustomPixel, HttpMethod } from '../../domain/pixel';
import { type BodyTemplate, bodyTemplate } from './body';
import { type MacroUse, type Part, parseTemplate, usesOf } from './template';

export interface HeaderTemplate {
  name: string;
  parts: Part[];
  secret: boolean;
}

/** A custom pixel's templates, read once. */
export interface CompiledPixel {
  method: HttpMethod;
  url: Part[];
  headers: HeaderTemplate[];
  body: BodyTemplate | null;
  uses: MacroUse[];
  /** What is wrong with the templates, by path. */
  faults: FieldFault[];
}

const COMPILED = new WeakMap<CustomPixel, CompiledPixel>();

/** The templates of a pixel; read anew only where its settings are a new object. */
export function compiled(custom: CustomPixel): CompiledPixel {
  const known = COMPILED.get(custom);
  if (known) return known;
  const pixel = compile(custom);
  COMPILED.set(custom, pixel);
  return pixel;
}

/** Unremembered: for settings that are being checked. */
export function compile(custom: CustomPixel): CompiledPixel {
  const faults: FieldFault[] = [];
  const note = (path: string, problems: readonly string[]) => {
    faults.push(...problems.map((message) => ({ path, message })));
  };
  const url = parseTemplate(custom.url);
  note('custom.url', url.problems);
  const headers = custom.headers.map(({ name, value, secret }, index) => {
    const { parts, problems } = parseTemplate(value);
    note(`custom.headers.${index}.value`, secret && problems.length > 0 ? [SECRET_PROBLEM] : problems);
    return { name: name.toLowerCase(), parts, secret };
  });
  const body = custom.method === 'POST' ? bodyTemplate(custom.body, contentTypeOf(custom)) : null;
  note('custom.body', body?.problems ?? []);
  const parts = [...url.parts, ...headers.flatMap((header) => header.parts), ...(body?.parts ?? [])];
  return { method: custom.method, url: url.parts, headers, body, uses: usesOf(parts), faults };
}

/** The words of a problem repeat what is written, and this is a secret. */
const SECRET_PROBLEM =
  'has an unknown macro or modifier; write {{ for a literal brace before a letter (its value is not repeated here)';

function contentTypeOf({ headers }: CustomPixel): string | null {
  return headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value ?? null;
}
