/** Entry of the explorer page. */
import { render } from 'preact';
import { App } from './app/app';
import { connect } from './app/bridge';

const root = document.getElementById('root');
if (root) render(<App bridge={connect()} />, root);
