// Builds dist/ from src/, migrations/ and ormconfig.ts. With --if-changed only where a source is newer than the build;
// in production never: there a build made before is expected.
const { cpSync, existsSync, readdirSync, rmSync, statSync, writeFileSync } = require('node:fs');
const { execFileSync } = require('node:child_process');
const path = require('node:path');

const root = path.join(__dirname, '..');
const stamp = path.join(root, 'dist', '.built');
const sources = ['src', 'migrations', 'ormconfig.ts', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];

function newest(file) {
  const stats = statSync(file);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(file).map((name) => newest(path.join(file, name))));
}

function isFresh() {
  return (
    existsSync(stamp) && statSync(stamp).mtimeMs > Math.max(...sources.map((name) => newest(path.join(root, name))))
  );
}

function build() {
  rmSync(path.join(root, 'dist'), { recursive: true, force: true });
  const compiler = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
  execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
  cpSync(
    path.join(root, 'src/persistence/embedded-worker.cjs'),
    path.join(root, 'dist/src/persistence/embedded-worker.cjs'),
  );
  writeFileSync(stamp, '');
}

if (process.argv.includes('--if-changed')) {
  if (process.env.NODE_ENV === 'production') {
    if (!existsSync(stamp)) {
      console.error(
        'There is no build, and with NODE_ENV=production none is made at start: run `npm run build` first.',
      );
      process.exit(1);
    }
  } else if (!isFresh()) {
    console.log('Building what changed …');
    build();
  }
} else {
  build();
}
