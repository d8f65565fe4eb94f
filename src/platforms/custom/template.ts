import { MACRO_NAMES, type Macro, macroOf, SHORTHANDS, type Source, usableValue } from './macros';
import { MODIFIERS, type Modifier, modified, modifierOf } from './modifiers';
import type { Value } from './value';

/** A macro where it stands in a template, with its modifiers in order. */
export interface MacroUse {
  /** As it is written, without braces. */
  text: string;
  macro: Macro;
  key: string;
  steps: { modifier: Modifier; argument: string }[];
}

/** Literal text or a macro. */
export type Part = string | MacroUse;

export interface Template {
  parts: Part[];
  /** What is wrong with it, in words that name what is there instead. */
  problems: string[];
}

const MAX_STEPS = 10;
/** A run of braces right before a letter. */
const BRACES = /(\{+)(?=\p{L})/gu;
const CONTENT = /^[^{}"\\\r\n]*/;

/**
 * A `{` right before a letter begins a macro, up to the next `}`. `{{` before a letter is one literal `{`, so that
 * `{{{value}` is a brace and a macro. Every other `{` and every `}` stays as it is, as JSON wants it.
 */
export function parseTemplate(text: string): Template {
  const template: Template = { parts: [], problems: [] };
  let position = 0;
  for (const { index, 0: braces } of text.matchAll(BRACES)) {
    if (index < position) continue;
    const start = index + braces.length;
    addLiteral(template, text.slice(position, index) + '{'.repeat(Math.floor(braces.length / 2)));
    position = start;
    const content = CONTENT.exec(text.slice(start))?.[0] ?? '';
    if (braces.length % 2 === 0) noteDoubled(template, text, content, start);
    else if (text[start + content.length] === '}') {
      addUse(template, content);
      position = start + content.length + 1;
    } else
      template.problems.push(`{${content.slice(0, 40)} has no closing }; write {{ for a literal brace before a letter`);
  }
  addLiteral(template, text.slice(position));
  return template;
}

function addLiteral({ parts }: Template, text: string): void {
  const last = parts.length - 1;
  if (text === '') return;
  if (typeof parts[last] === 'string') parts[last] += text;
  else parts.push(text);
}

/** Other services write macros in double braces; here that would go out as text, which nobody wants. */
function noteDoubled({ problems }: Template, text: string, content: string, start: number): void {
  const name = content.split('|', 1)[0] ?? '';
  const closed = text.startsWith('}}', start + content.length);
  if (closed && (macroOf(name) || name in SHORTHANDS)) {
    problems.push(`{{${content}}}: macros have single braces here, {${content}}`);
  }
}

function addUse(template: Template, content: string): void {
  const use = useOf(content);
  if (Array.isArray(use)) template.problems.push(...use);
  else template.parts.push(use);
}

/** The macro and its modifiers, or the problems with them. */
function useOf(content: string): MacroUse | string[] {
  const [name = '', ...modifiers] = content.split('|');
  const [base = '', ...inherited] = (Object.hasOwn(SHORTHANDS, name) ? (SHORTHANDS[name] as string) : name).split('|');
  const found = macroOf(base);
  if (!found) return [unknownMacro(name)];
  const steps = [...inherited, ...modifiers].map((text) => stepOf(text, content, found.macro));
  const problems = steps.filter((step) => typeof step === 'string');
  if (steps.length > MAX_STEPS) problems.push(`{${content}} has more than ${MAX_STEPS} modifiers`);
  return problems.length > 0 ? problems : { text: content, ...found, steps: steps as MacroUse['steps'] };
}

function stepOf(text: string, content: string, macro: Macro): MacroUse['steps'][number] | string {
  const colon = text.indexOf(':');
  const name = colon < 0 ? text : text.slice(0, colon);
  const argument = colon < 0 ? '' : text.slice(colon + 1);
  const modifier = modifierOf(name);
  if (!modifier) return `{${content}}: there is no modifier ${name}; there are ${listOf(MODIFIERS)}`;
  if (name === 'normal' && !macro.normal) return `{${content}}: ${macro.name} has no normal form`;
  if (modifier.argument === null) {
    return colon < 0 ? { modifier, argument } : `{${content}}: ${name} takes nothing behind a colon`;
  }
  const fits = colon < 0 ? modifier.argument.optional === true : modifier.argument.fits(argument);
  return fits ? { modifier, argument } : `{${content}}: ${name} wants ${modifier.argument.words} behind a colon`;
}

function unknownMacro(name: string): string {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const near = MACRO_NAMES.find((known) => plain(known) === plain(name));
  const hint = near ? `did you mean {${near}}? There are` : 'there are';
  return `there is no macro {${name.slice(0, 60)}}; ${hint} ${MACRO_NAMES.map((known) => `{${known}}`).join(' ')}`;
}

function listOf(modifiers: readonly Modifier[]): string {
  return modifiers.map(({ name }) => name).join(', ');
}

/** What a macro comes to for an event; null where it is missing or unusable. */
export function resolveUse({ macro, key, steps }: MacroUse, source: Source): Value | null {
  return modified(usableValue(macro, key, source), steps, macro, source);
}

/** The template's text; `write` turns each macro into what stands in its place. */
export function render(parts: readonly Part[], write: (use: MacroUse, index: number) => string): string {
  return parts.map((part, index) => (typeof part === 'string' ? part : write(part, index))).join('');
}

export function usesOf(parts: readonly Part[]): MacroUse[] {
  return parts.filter((part) => typeof part !== 'string');
}
