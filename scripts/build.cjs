// Builds the service (dist/ from src/, migrations/, ormconfig.ts) and the console (console/dist). With --if-changed only
// what has a source newer than its build; in production never: there builds made before are expected.
const { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } = require('node:fs');
const { execFileSync } = require('node:child_process');
const path = require('node:path');
const zlib = require('node:zlib');

const root = path.join(__dirname, '..');
const at = (...names) => path.join(root, ...names);

const parts = [
  {
    name: 'service',
    stamp: at('dist', '.built'),
    sources: ['src', 'migrations', 'ormconfig.ts', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'],
    build: buildService,
  },
  {
    name: 'console',
    stamp: at('console', 'dist', '.built'),
    sources: [
      'console/src',
      'console/index.html',
      'console/vite.config.ts',
      'console/package.json',
      'package-lock.json',
    ],
    build: buildConsole,
  },
];

function newest(file) {
  const stats = statSync(file);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(file).map((name) => newest(path.join(file, name))));
}

function isFresh({ stamp, sources }) {
  return existsSync(stamp) && statSync(stamp).mtimeMs > Math.max(...sources.map((name) => newest(at(name))));
}

function buildService() {
  rmSync(at('dist'), { recursive: true, force: true });
  const compiler = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
  execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
  cpSync(at('src/persistence/embedded-worker.cjs'), at('dist/src/persistence/embedded-worker.cjs'));
}

function buildConsole() {
  const vite = path.join(path.dirname(require.resolve('vite/package.json')), 'bin', 'vite.js');
  const folder = at('console');
  const env = { ...process.env, NODE_ENV: 'production' };
  execFileSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: folder, stdio: 'inherit', env });
  for (const name of readdirSync(at('console/dist/assets'))) compress(at('console/dist/assets', name));
}

/** Beside each text file its compressed forms, which the service sends as they are. */
function compress(file) {
  if (!/\.(js|css|svg)$/.test(file)) return;
  const text = readFileSync(file);
  const brotli = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 9 } };
  writeFileSync(`${file}.gz`, zlib.gzipSync(text, { level: 9 }));
  writeFileSync(`${file}.br`, zlib.brotliCompressSync(text, brotli));
}

function build(wanted) {
  for (const part of wanted) {
    part.build();
    writeFileSync(part.stamp, '');
  }
}

if (!process.argv.includes('--if-changed')) {
  build(parts);
} else if (process.env.NODE_ENV === 'production') {
  if (parts.some(({ stamp }) => !existsSync(stamp))) {
    console.error('There is no build, and with NODE_ENV=production none is made at start: run `npm run build` first.');
    process.exit(1);
  }
} else {
  const wanted = parts.filter((part) => !isFresh(part));
  if (wanted.length > 0) console.log(`Building what changed (${wanted.map(({ name }) => name).join(', ')}) …`);
  build(wanted);
}
