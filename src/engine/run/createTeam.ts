/** Makes a team of workers; its code is loaded when one is made. */
import type { EngineOptions } from '../engine';
import type { Connection } from './helper';
import type { Team } from './team';

/**
 * A team of this thread and of workers that serve it (`serveTeam`).
 * @param connections to the workers, one each
 * @param options of every engine in the team
 */
export async function createTeam(connections: readonly Connection[], options: EngineOptions = {}): Promise<Team> {
  const { Team } = await import('./team');
  return new Team(connections, options);
}
