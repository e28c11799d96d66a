/** One step of this start: of the process itself, or of a build that runs beside it. */
export interface StartStep {
  name: string;
  status: 'waiting' | 'running' | 'done' | 'failed';
  /** Seconds since the first step began; absent while it waits. */
  fromSeconds?: number;
  /** How long it took, or has been taking. */
  seconds: number;
  text: string;
}

/** What the starting script tells over IPC about a build. */
export interface BuildMessage {
  type: 'build';
  step: string;
  status: StartStep['status'];
  seconds?: number;
  text?: string;
}

interface Entry {
  status: StartStep['status'];
  startedAt?: number;
  seconds?: number;
  text: string;
}

/** Keeps the steps of a start, in the order in which they were first heard of. */
export interface Startup {
  begin(name: string): void;
  end(name: string, text: string, status?: 'done' | 'failed'): void;
  note(name: string, text: string): void;
  hear(message: BuildMessage): void;
  steps(): StartStep[];
}

/** @param at the machine's time in milliseconds; durations have nothing to do with the product's clock */
export function createStartup(at: () => number = Date.now): Startup {
  const entries = new Map<string, Entry>();
  const change = (name: string, entry: Partial<Entry>) =>
    entries.set(name, { status: 'waiting', text: '', ...entries.get(name), ...entry });
  return {
    begin: (name) => change(name, { status: 'running', startedAt: at() }),
    end(name, text, status = 'done') {
      const startedAt = entries.get(name)?.startedAt ?? at();
      change(name, { status, text, startedAt, seconds: (at() - startedAt) / 1000 });
    },
    note: (name, text) => change(name, { text }),
    hear({ step, status, seconds, text }) {
      const known = entries.get(step);
      const isNew = known?.startedAt === undefined && status !== 'waiting';
      change(step, {
        status,
        ...(seconds === undefined ? {} : { seconds }),
        ...(text === undefined ? {} : { text }),
        ...(isNew ? { startedAt: at() - (seconds ?? 0) * 1000 } : {}),
      });
    },
    steps() {
      const starts = [...entries.values()].flatMap(({ startedAt }) => startedAt ?? []);
      const first = Math.min(...starts);
      return [...entries].map(([name, { status, startedAt, seconds, text }]) => ({
        name,
        status,
        ...(startedAt === undefined ? {} : { fromSeconds: (startedAt - first) / 1000 }),
        seconds: status === 'running' && startedAt !== undefined ? (at() - startedAt) / 1000 : (seconds ?? 0),
        text,
      }));
    },
  };
}

/** True for a message of the starting script about a build; anything else that arrives is ignored. */
export function isBuildMessage(message: unknown): message is BuildMessage {
  const seen = message as Partial<BuildMessage> | null;
  return (
    typeof seen === 'object' &&
    seen?.type === 'build' &&
    typeof seen.step === 'string' &&
    ['waiting', 'running', 'done', 'failed'].includes(String(seen.status))
  );
}
