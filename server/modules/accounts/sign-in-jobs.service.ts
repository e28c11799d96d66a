import type { Context } from '../../context';
import { clearAttempts } from './attempts.service';
import { clearConsoleSignIns } from './console-sign-ins.service';
import { clearPhoneCodes } from './phone-codes.service';

/** Clears away what signing in leaves behind and nobody can use any more; answers how much it was. */
export async function clearSignInRemains(ctx: Context): Promise<number> {
  const cleared = await Promise.all([
    clearAttempts(ctx.now),
    clearConsoleSignIns(ctx.now),
    clearPhoneCodes(ctx.now),
  ]);
  return cleared.reduce((sum, count) => sum + count, 0);
}
