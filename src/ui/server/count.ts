/** The sync's count, by its short name. */
export { countText as count } from '../../sync/sheet/localized-text.ts';
