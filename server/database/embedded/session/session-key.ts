import { fieldAt, nameBytes, type Value } from '../bson/raw';
import { BsonType } from '../bson/types';
import { CommandError } from '../errors';

/** The identifier of a session as bytes in a string. @throws Location40414 when it has no `id` */
export function sessionKeyOf(lsid: Value): string {
  const id = lsid.isObject ? fieldAt(lsid.buf, lsid.start, nameBytes('id')) : undefined;
  if (!id || id.type !== BsonType.binData)
    throw new CommandError(40414, "BSON field 'lsid.id' is missing but a required field");
  return id.buf.toString('latin1', id.start + 5, id.end);
}
