/** The layer table, handed on to the rooms that know the session only. */
export { textTable } from '../report/table';
