import { Type, type Static, type TSchema } from 'typebox';
import { errorCodes } from './errors';

/** A closed vocabulary as a schema. */
export const Enum = <const T extends readonly string[]>(values: T, description?: string) =>
  Type.Unsafe<T[number]>(Type.String({ enum: [...values], ...(description ? { description } : {}) }));

export const Id = Type.String({ pattern: '^[0-9a-f]{24}$', description: 'Record id, 24 hexadecimal digits' });
export const Instant = Type.String({ format: 'date-time', description: 'Instant, ISO 8601 in UTC' });
export const Day = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}$',
  description: 'Calendar day in Asia/Shanghai, YYYY-MM-DD',
});
export const RegionCode = Type.String({ pattern: '^\\d{6}$', description: 'GB/T 2260 code' });
export const IndustryCode = Type.String({
  pattern: '^([A-T]|\\d{2,4})$',
  description: 'GB/T 4754-2017 code: section letter or 2 to 4 digits',
});
export const AmountFen = Type.Integer({ minimum: 0, description: 'Amount in fen (1/100 yuan)' });

/** Trimmed, non-empty text of bounded length. */
export const Text = (maxLength: number, description?: string) =>
  Type.String({ minLength: 1, maxLength, pattern: '\\S', ...(description ? { description } : {}) });

export const IdParams = Type.Object({ id: Id });

/** A page of a list: items, the cursor of the next page (absent on the last), and the whole count where it is cheap. */
export const Page = <T extends TSchema>(item: T) =>
  Type.Object({
    items: Type.Array(item),
    next: Type.Optional(Type.String({ description: 'Cursor of the next page; absent on the last' })),
    total: Type.Optional(Type.Integer({ description: 'Count of the whole list' })),
  });

export const PageQuery = {
  cursor: Type.Optional(Type.String({ maxLength: 200, description: 'Cursor from the page before' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
};

export const ErrorReply = Type.Object({
  code: Enum(errorCodes),
  message: Type.String({ description: 'One Chinese sentence that may be shown' }),
  requestId: Type.String(),
  details: Type.Optional(
    Type.Array(
      Type.Object({
        path: Type.String({ description: 'Field, e.g. body.creditCode' }),
        rule: Type.String({ description: 'The rule that failed, in Chinese' }),
      }),
    ),
  ),
});
export type ErrorReply = Static<typeof ErrorReply>;

export const Ok = Type.Object({ ok: Type.Literal(true) });

/** A person as others see them: no phone in clear. */
export const PersonRef = Type.Object({ id: Id, name: Type.String() });
export type PersonRef = Static<typeof PersonRef>;

export const OrganizationRef = Type.Object({ id: Id, name: Type.String(), shortName: Type.String() });
export type OrganizationRef = Static<typeof OrganizationRef>;

export const EnterpriseRef = Type.Object({ id: Id, name: Type.String(), regionName: Type.String() });
export type EnterpriseRef = Static<typeof EnterpriseRef>;

export const FileRef = Type.Object({
  id: Id,
  name: Type.String(),
  mediaType: Type.String(),
  sizeBytes: Type.Integer(),
});
export type FileRef = Static<typeof FileRef>;

/** One bar of the working-day clock. */
export const ClockDay = Type.Object({
  date: Day,
  kind: Enum(['work', 'rest']),
  state: Enum(['past', 'today', 'future', 'promised']),
});
export type ClockDay = Static<typeof ClockDay>;
