import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './shell/shell.css';
import { createRoot } from 'react-dom/client';
import { takeKeyFromAddress } from './api/session';
import { App } from './app';

takeKeyFromAddress();
const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
