import { itemsOf, type Value } from '../bson/raw';
import type { Matches } from './matcher';
import { parsePath, visitPath, type Path } from './path';

/** Where operators right below `$elemMatch` find the element they test, as it is. */
export const ELEMENT: Path = { ...parsePath('v'), isElement: true };

/** An element as the only field of a document, at the path `ELEMENT`. */
export function wrapped(item: Value): Buffer {
  const doc = Buffer.allocUnsafe(item.end - item.start + 8);
  doc.writeInt32LE(doc.length, 0);
  doc[4] = item.type;
  doc[5] = 0x76;
  doc[6] = 0;
  item.buf.copy(doc, 7, item.start, item.end);
  doc[doc.length - 1] = 0;
  return doc;
}

/** Some element of the array that a path leads to passes the test. */
export function elementMatch(path: Path, test: (item: Value) => boolean): Matches {
  return (buf, start, details) =>
    visitPath(path, buf, start, 'closed', (value, outer) => {
      if (!value?.isArray) return false;
      const items = itemsOf(value);
      for (let i = 0; i < items.length; i += 1) {
        if (!test(items[i]!)) continue;
        if (details) details.position = outer >= 0 ? outer : i;
        return true;
      }
      return false;
    });
}
