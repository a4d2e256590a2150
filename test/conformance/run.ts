/** Entry of the conformance run: see models.ts. */
import { main } from './models';

process.exitCode = main(process.argv.slice(3), process.argv[2]!);
