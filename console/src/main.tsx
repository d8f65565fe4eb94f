import '@mantine/core/styles.css';
import './shell/shell.css';
import { createRoot } from 'react-dom/client';
import { takeKeyFromAddress } from './api/session';
import { App } from './app';

takeKeyFromAddress();
// A link that differs in its fragment alone loads no page anew.
window.addEventListener('hashchange', takeKeyFromAddress);
const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
