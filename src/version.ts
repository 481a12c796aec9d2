/** Says which version of the add-on this is. */
export { version } from '../package.json' with { type: 'json' };
